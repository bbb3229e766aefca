import { existsSync } from 'node:fs';
import path from 'node:path';

/** Name of the entry script, in the source tree (`entry/`) and beside the bundles in `dist/`. */
export const entryScriptName = 'bindery-entry.py';

/**
 * Absolute path of the entry script, a Python file of its own because it also runs inside images. From the sources it
 * stands in `entry/`; in an installed package the build put it beside the bundle.
 */
export function entryScriptPath(): string {
  const fromSources = path.join(__dirname, 'entry', entryScriptName);
  return existsSync(fromSources) ? fromSources : path.join(__dirname, entryScriptName);
}
