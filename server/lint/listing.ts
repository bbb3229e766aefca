/** Folders that hold what tools made or fetched: no file in them is the repository's own. */
const foreign = new Set([
  '.git',
  '.hg',
  '.svn',
  '.ipynb_checkpoints',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.tox',
  '.nox',
  '.venv',
  '.conda',
  '.pixi',
  '.Rproj.user',
  '__pycache__',
  'node_modules',
  'site-packages',
  'venv',
]);

/** True for a folder that is passed over where files are listed without git. */
export function isForeignFolder(name: string): boolean {
  return foreign.has(name);
}

/** More files than are listed: what stands behind them is left out, and that is told. */
export const maxListedFiles = 50_000;
