import type { RepositoryModel } from '../../model';

/** The folder of a file; '' for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A relative path seen from a folder, as a path of the repository; undefined where it leads out of it. */
export function resolvePath(folder: string, relative: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** How to write a path of the repository from one of its folders. */
export function relativePath(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path.split('/');
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common += 1;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
}

/** The one path that is there and differs from `path` in nothing but the case of its letters. */
export function inOtherCase(model: RepositoryModel, path: string): string | undefined {
  const names = model.once('notebook:names in lower case', () => {
    const found = new Map<string, Set<string>>();
    for (const { path: file } of model.files()) {
      for (let end = file.length; end > 0; end = file.lastIndexOf('/', end - 1)) {
        const name = file.slice(0, end);
        const lower = name.toLowerCase();
        const same = found.get(lower);
        if (same === undefined) found.set(lower, new Set([name]));
        else if (same.has(name)) break;
        else same.add(name);
      }
    }
    return found;
  });
  const fitting = names.get(path.toLowerCase());
  const [name] = fitting ?? [];
  return fitting?.size === 1 && name !== path ? name : undefined;
}

/** Extensions of files that notebooks read and write. */
export const dataExtension =
  /\.(?:csv|tsv|txt|dat|data|json|geojson|xlsx?|ods|parquet|feather|pkl|pickle|joblib|npy|npz|h5|hdf5?|nc|nc4|grib2?|mat|tiff?|png|jpe?g|gif|svg|bmp|wav|mp3|mp4|fits|fasta|fa|fastq|gz|bz2|zip|tar|shp|gpkg|kml|xml|html?|ya?ml|toml|ini|cfg|md|py|ipynb|db|sqlite|dta|sav|rds|rdata|las|laz|vtk|stl|pdb|bed|vcf|bam|sam|gtf|gff3?|edf|nii|pt|pth|onnx|model|pdf|docx?|log)$/i;
