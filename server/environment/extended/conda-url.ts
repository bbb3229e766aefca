/** A conda package by the name of its file: `numpy-1.26.4-py311h64a7726_0.conda`. */
export interface CondaFile {
  readonly name: string;
  readonly version: string;
  readonly build: string;
}

/** What the last part of an address says; undefined where it is not named as conda's packages are. */
export function parseCondaUrl(url: string): CondaFile | undefined {
  const file = url.slice(url.lastIndexOf('/') + 1).replace(/#.*$/, '');
  const stem = /^(.+)\.(?:conda|tar\.bz2)$/.exec(file)?.[1];
  if (stem === undefined) return undefined;
  const parts = stem.split('-');
  const build = parts.pop();
  const version = parts.pop();
  const name = parts.join('-');
  return build === undefined || version === undefined || name === '' ? undefined : { name, version, build };
}
