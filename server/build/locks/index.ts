import { createHash } from 'node:crypto';
import python310 from './jupyter-3.10.json';
import python311 from './jupyter-3.11.json';
import python312 from './jupyter-3.12.json';
import python313 from './jupyter-3.13.json';
import python314 from './jupyter-3.14.json';
import python38 from './jupyter-3.8.json';
import python39 from './jupyter-3.9.json';

/** The Jupyter stack for one Python, every package pinned with the digests of its files. Made by `npm run lock`. */
export interface JupyterLock {
  /** `jupyter-3.11`, as plans name it. */
  readonly id: string;
  /** `major.minor`. */
  readonly python: string;
  /** A requirements file. */
  readonly text: string;
  /** SHA-256 of `text`, in hex. */
  readonly digest: string;
}

const locks: ReadonlyMap<string, JupyterLock> = new Map(
  [python38, python39, python310, python311, python312, python313, python314].map((lock) => {
    const text = `${lock.requirements.join('\n')}\n`;
    const digest = createHash('sha256').update(text).digest('hex');
    return [lock.python, { id: jupyterLockId(lock.python), python: lock.python, text, digest }];
  }),
);

/** Pythons (`major.minor`) that there is a lock for, oldest first. */
export const lockedPythons: readonly string[] = [...locks.keys()];

/** The id by which a plan names the lock for a Python. */
export function jupyterLockId(python: string): string {
  return `jupyter-${python}`;
}

/** The lock for a Python `major.minor` (further parts are ignored), or undefined where Jupyter does not run on it. */
export function lockFor(python: string): JupyterLock | undefined {
  return locks.get(python.split('.').slice(0, 2).join('.'));
}
