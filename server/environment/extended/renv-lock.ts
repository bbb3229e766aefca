import type { SourceText, TextSpan } from '../text';
import { rangeAt } from '../text';
import { maxPackages } from './bounds';
import { jsonAt, jsonSpan, propertiesOf, readJson } from './json';
import type { JsonNode } from './json';
import type { LockFile, LockedPackage } from './types';

/** Reads renv.lock. Never throws. */
export function readRenvLock(source: SourceText): LockFile {
  const base = { kind: 'lock', format: 'renv', source, packages: [], localPaths: [] } as const;
  const json = readJson(source, false);
  if ('syntaxError' in json) return { ...base, ...json };
  const r = jsonSpan(source, json.root, 'R', 'Version');
  const cranDate = snapshotDate(source, json.root);
  return {
    ...base,
    packages: propertiesOf(jsonAt(json.root, 'Packages'))
      .slice(0, maxPackages)
      .flatMap(([key, value]) => lockedPackage(source, key, value)),
    ...(r === undefined ? {} : { r }),
    ...(cranDate === undefined ? {} : { cranDate }),
  };
}

/** The day in the address of a snapshot, such as `https://packagemanager.posit.co/cran/2023-10-01`. */
function snapshotDate(source: SourceText, root: JsonNode): TextSpan | undefined {
  for (const repository of jsonAt(root, 'R', 'Repositories')?.children?.slice(0, 100) ?? []) {
    const url = jsonSpan(source, repository, 'URL');
    const date = /\/(\d{4}-\d{2}-\d{2})(?:\/|$)/.exec(url?.text.slice(0, 1000) ?? '')?.[1];
    if (url !== undefined && date !== undefined) return { text: date, range: url.range };
  }
  return undefined;
}

function lockedPackage(source: SourceText, key: JsonNode, value: JsonNode): LockedPackage[] {
  const name: unknown = key.value;
  if (typeof name !== 'string' || value.type !== 'object') return [];
  const version = jsonSpan(source, value, 'Version')?.text;
  const hash = jsonSpan(source, value, 'Hash')?.text;
  return [
    {
      ...{ name, from: 'cran', hashes: hash === undefined ? [] : [`md5:${hash}`] },
      range: rangeAt(source, key.offset, key.offset + key.length),
      ...(version === undefined ? {} : { version }),
    },
  ];
}
