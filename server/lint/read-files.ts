import { maxConfigBytes } from '../environment/config-files';
import { configNames, neverRead, rootNames } from '../environment/known-files';
import { fileKind, maxNotebookBytes } from './model';

/** In bytes. What stands in the place of a large file (a pointer of Git LFS, of git-annex) is smaller, whatever its name. */
const maxPointerBytes = 1024;

/** Ends of the names of text files that rules may ask for. */
const textEnds = new Set(
  'bib c cff cfg conf cpp css dcf dockerfile f90 html in ini ipynb jl js json json5 lock m md nix pl py pyx qmd r rd rmd rnw rst sh tex toml ts txt xml yaml yml'.split(
    ' ',
  ),
);

/** Configuration files, which are read first where not everything can be. */
const configuration = new Set<string>([...configNames, ...rootNames, ...neverRead]);

/**
 * True for a file that rules may ask the content of, for whoever has to read before it is asked. `size` is in bytes.
 * What is told as unreadable instead is images, archives, data: large, and no rule looks into them.
 */
export function isLintInput(path: string, size: number): boolean {
  if (fileKind(path) === 'notebook') return size <= maxNotebookBytes;
  if (size > maxConfigBytes) return false;
  if (size <= maxPointerBytes) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  // `Dockerfile`, `postBuild`, `LICENSE`; `.gitignore`, `.zenodo.json`.
  return dot <= 0 || textEnds.has(name.slice(dot + 1).toLowerCase());
}

/** In which order files are read, lowest first: configuration, then code, then the rest. */
export function readingOrder(path: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (configuration.has(path) || configuration.has(name)) return 0;
  return fileKind(path) === undefined ? 2 : 1;
}
