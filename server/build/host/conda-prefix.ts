import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** True of a prefix that a conda client made. */
export function isCondaPrefix(venv: string): boolean {
  return existsSync(join(venv, 'conda-meta'));
}

/** Where the variables of activation are kept. */
export function activationFile(venv: string): string {
  return join(venv, 'share', 'bindery', 'activation.json');
}

/** The variables that `conda activate` would set besides its own; none where packages bring no scripts for that. */
export function activationVariables(venv: string): Readonly<Record<string, string>> {
  const file = activationFile(venv);
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}
