import type { RArgument, RCall } from '../../../environment/code/r-code';
import { functionName } from '../../../environment/code/r-uses';

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Functions that read a file, given its path. */
const readers = set(
  'read.csv read.csv2 read.table read.delim read.delim2 read.fwf readLines scan readRDS load source sys.source read_csv read_csv2 read_tsv read_delim read_table read_table2 read_fwf read_lines read_file read_rds read_excel read_xls read_xlsx read.xlsx read.xlsx2 read.xls fread vroom st_read read_sf readOGR raster rast stack brick vect nc_open read_dta read_stata read_sav read_spss read_sas read.dta read.dta13 read.spss fromJSON read_json read_yaml yaml.load_file read_xml read_feather read_parquet qread read_fst readPNG readJPEG image_read include_graphics read.nexus read.tree read.dna readDNAStringSet read_ods parse_exprs',
);

/** Functions that write a file, given its path. */
const writers = set(
  'write.csv write.csv2 write.table write_csv write_csv2 write_tsv write_delim write_excel_csv write_rds saveRDS save save.image write_xlsx write.xlsx saveWorkbook fwrite st_write write_sf writeRaster writeOGR writeVector ggsave save_plot png pdf jpeg tiff svg sink cat writeLines write_lines write_file write_json write write_dta write_sav write_feather write_parquet qsave write_fst dput dump file.copy file.rename file.create render knit purl spin nc_create image_write saveWidget htmlwidgets vroom_write',
);

/** Functions that bring files of which the code names at most one. */
const fetchers = set(
  'unzip untar gunzip bunzip2 archive_extract drive_download osf_download pb_download download_zenodo get_zenodo get_dataset dataset_files git_clone clone download.dataset piggyback dataverse sync_system pin_download pin_read manifest_download tar_make drake_config make',
);

/** Functions that download one file to where they are told. */
const downloaders = set(
  'download.file download curl_download curl_fetch_disk multi_download req_perform write_disk GET',
);

/** Names of the argument that is the path. */
const pathNames = set('file path filename con fname input dsn x description destfile package');

export function isReader({ callee }: RCall): boolean {
  return readers.has(functionName(callee.text));
}

export function isWriter({ callee }: RCall): boolean {
  return writers.has(functionName(callee.text));
}

export function isFetcher({ callee }: RCall): boolean {
  return fetchers.has(functionName(callee.text));
}

export function isDownloader({ callee }: RCall): boolean {
  return downloaders.has(functionName(callee.text));
}

/** The path that a reading function is given: the argument with one of the names, else the first without a name. */
export function pathArgument({ arguments: list }: RCall): RArgument | undefined {
  return (
    list.find(({ name }) => name !== undefined && pathNames.has(name)) ??
    list.find(({ name }) => name === undefined)
  );
}
