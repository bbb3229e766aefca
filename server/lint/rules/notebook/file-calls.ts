/** Which argument of a call is the path of a file that it reads: by place, by name. */
export interface Reading {
  readonly place: number;
  readonly name?: string;
}

const first: Reading = { place: 0 };

/** Functions that read a file and fail without it, by their full names (documentation of each package). */
const readers: readonly (readonly [module: string, names: string, Reading])[] = [
  [
    'pandas',
    'read_csv read_table read_fwf read_parquet read_pickle read_json read_hdf read_feather read_stata read_sas read_spss read_orc read_xml',
    first,
  ],
  ['pandas', 'read_excel ExcelFile', { place: 0, name: 'io' }],
  ['numpy', 'load loadtxt genfromtxt fromfile', first],
  ['geopandas', 'read_file read_parquet read_feather', first],
  ['xarray', 'open_dataset open_dataarray load_dataset load_dataarray', first],
  ['polars', 'read_csv scan_csv read_parquet scan_parquet read_excel', first],
  ['matplotlib', 'pyplot.imread image.imread', first],
  ['cv2', 'imread VideoCapture', first],
  ['skimage', 'io.imread', first],
  ['imageio', 'imread mimread v2.imread v3.imread', first],
  ['PIL', 'Image.open', first],
  ['scipy', 'io.loadmat io.wavfile.read io.readsav', first],
  ['rasterio', 'open', first],
  ['fiona', 'open', first],
  ['joblib', 'load', first],
  ['librosa', 'load', first],
  ['soundfile', 'read', first],
  ['nibabel', 'load', first],
  ['pydicom', 'dcmread read_file', first],
  ['scanpy', 'read_h5ad read_csv read_10x_h5', first],
  ['anndata', 'read_h5ad', first],
  ['astropy', 'io.fits.open io.fits.getdata io.ascii.read table.Table.read', first],
  ['networkx', 'read_gml read_graphml read_edgelist read_gexf read_pajek', first],
  ['tensorflow', 'keras.models.load_model', first],
  ['keras', 'models.load_model', first],
  ['torch', 'load', first],
  ['dask', 'dataframe.read_csv dataframe.read_parquet', first],
  ['IPython', 'display.Image display.SVG display.Audio display.Video', { place: 0, name: 'filename' }],
  ['obspy', 'read', first],
  ['Bio', 'SeqIO.read SeqIO.parse AlignIO.read Phylo.read', first],
];

/** The path that a call reads, by the call's full name. */
export const readingCalls: ReadonlyMap<string, Reading> = new Map(
  readers.flatMap(([module, names, reading]) =>
    names.split(' ').map((name): [string, Reading] => [`${module}.${name}`, reading]),
  ),
);

/** Calls that bring files whose names only a run tells: they unpack, clone, mirror. */
export const unknownFiles: ReadonlySet<string> = new Set(
  'extractall extract unpack_archive unpack untar unzip decompress snapshot_download clone clone_from download_files download_file gdown getdata get_data_home'.split(
    ' ',
  ),
);

/** Commands that do. */
export const unknownFileCommands: ReadonlySet<string> = new Set(
  'unzip tar gunzip 7z unrar gdown kaggle aws gsutil gcloud dvc datalad rsync scp rclone zenodo_get osf aria2c make snakemake nextflow'.split(
    ' ',
  ),
);

/** Calls that make folders. */
export const folderMakers: ReadonlySet<string> = new Set([
  'makedirs',
  'mkdir',
  'mkdir_p',
  'ensure_dir',
  'mkdirs',
]);

/** What scripts hold that bring files whose names cannot be told by searching them. */
export const bringingScripts =
  /extractall|unpack_archive|\bunzip\b|\buntar\b|\btar\s+-?\w*x|git\s+clone|\bgdown\b|kaggle\s+(?:datasets|competitions)|\bdvc\s+pull|\bdatalad\b|\brsync\b|\bscp\b|\bgsutil\b|\baws\s+s3|snapshot_download|zenodo_get|urlretrieve|\bwget\b|\bcurl\b|download\.file|download_file|Downloads\.download/;

/** Names of files that their users bring themselves. */
export const ownFiles =
  /secret|credential|token|password|passwd|api[_-]?key|\.env$|^config(?:\.local)?\.\w+$|\.pem$|kaggle\.json/i;
