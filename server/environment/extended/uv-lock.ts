import type { SourceText } from '../text';
import { entries, listOf, located, readToml, textOf, valueOf } from './toml';
import type { Entry, Table } from './toml';
import { maxPackages } from './bounds';
import type { LockFile, LockedPackage } from './types';

/** Reads uv.lock. Never throws. */
export function readUvLock(source: SourceText): LockFile {
  const base = { kind: 'lock', format: 'uv', source, packages: [], localPaths: [] } as const;
  const toml = readToml(source);
  if ('syntaxError' in toml) return { ...base, ...toml };
  const found = entries(source, toml.table, 'package', maxPackages);
  const python = textOf(toml.table, 'requires-python');
  return {
    ...base,
    packages: found.filter(({ table }) => localPath(table) === undefined).flatMap(lockedPackage),
    localPaths: found.flatMap(({ table }) => localPath(table) ?? []).filter((path) => path !== '.'),
    ...(python === undefined ? {} : { python: located(source, python, 'requires-python') }),
  };
}

/** Where a package of the repository itself stands; undefined for one that is fetched. */
function localPath(table: Table): string | undefined {
  const keys = ['editable', 'virtual', 'directory'];
  return keys.map((key) => textOf(table, 'source', key)).find((path) => path !== undefined);
}

function lockedPackage({ table, range }: Entry): LockedPackage[] {
  const name = textOf(table, 'name');
  if (name === undefined) return [];
  const version = textOf(table, 'version');
  const url = textOf(table, 'source', 'git') ?? textOf(table, 'source', 'url');
  const files = [valueOf(table, 'sdist'), ...listOf(valueOf(table, 'wheels'))];
  const hashes = files.map((file) => textOf(file, 'hash')).filter((hash) => hash !== undefined);
  return [
    {
      ...{ name, from: 'pypi', hashes, range },
      ...(version === undefined ? {} : { version }),
      ...(url === undefined ? {} : { url }),
    },
  ];
}
