import type { Platform } from '../protocol';

/** The Python of a repository that asks for none (contracts/repo2docker.md section 4). */
export const defaultPython = '3.10';

/** What `python-2` and `python-3` mean. */
export const pythonOfMajor: Readonly<Record<string, string | undefined>> = Object.freeze(
  Object.assign(Object.create(null) as object, { '2': '2.7', '3': defaultPython }),
);

/** Those that `requires-python` may choose from, oldest first. */
export const pythonsChosenAutomatically = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14'] as const;

/** Those that can be asked for by name, oldest first. */
export function supportedPythons(platform: Platform): readonly string[] {
  const older = platform === 'linux/amd64' ? ['2.7', '3.5', '3.6', '3.7'] : ['3.7'];
  return [...older, ...pythonsChosenAutomatically];
}
