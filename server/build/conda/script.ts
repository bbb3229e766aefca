import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Name of the client's program, in the source tree (`client/`) and beside the bundles in `dist/`. */
export const condaScriptName = 'bindery-conda.py';

/**
 * Text of the conda client: a Python file of its own, because it also runs inside images. From the sources it stands in
 * `client/`; in an installed package the build put it beside the bundle.
 */
export function condaScript(): string {
  const fromSources = path.join(__dirname, 'client', condaScriptName);
  const file = existsSync(fromSources) ? fromSources : path.join(__dirname, condaScriptName);
  return readFileSync(file, 'utf8');
}
