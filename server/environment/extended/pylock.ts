import type { SourceText } from '../text';
import { maxPackages } from './bounds';
import { entries, isTable, listOf, located, readToml, textOf, valueOf } from './toml';
import type { Entry, Table } from './toml';
import type { LockFile, LockedPackage } from './types';

/** Reads pylock.toml (PEP 751). Never throws. */
export function readPylock(source: SourceText): LockFile {
  const base = { kind: 'lock', format: 'pylock', source, packages: [], localPaths: [] } as const;
  const toml = readToml(source);
  if ('syntaxError' in toml) return { ...base, ...toml };
  const found = entries(source, toml.table, 'packages', maxPackages);
  const python = textOf(toml.table, 'requires-python');
  const folders = found.flatMap(({ table }) => textOf(table, 'directory', 'path') ?? []);
  return {
    ...base,
    packages: found.filter(({ table }) => valueOf(table, 'directory') === undefined).flatMap(lockedPackage),
    localPaths: folders.filter((path) => path !== '.'),
    ...(python === undefined ? {} : { python: located(source, python, 'requires-python') }),
  };
}

function lockedPackage({ table, range }: Entry): LockedPackage[] {
  const name = textOf(table, 'name');
  if (name === undefined) return [];
  const version = textOf(table, 'version');
  const url = textOf(table, 'vcs', 'url') ?? textOf(table, 'archive', 'url');
  return [
    {
      ...{ name, from: 'pypi', hashes: hashesOf(table), range },
      ...(version === undefined ? {} : { version }),
      ...(url === undefined ? {} : { url }),
    },
  ];
}

function hashesOf(table: Table): string[] {
  const files = [valueOf(table, 'sdist'), valueOf(table, 'archive'), ...listOf(valueOf(table, 'wheels'))];
  return files.flatMap((file) => {
    const hashes = valueOf(file, 'hashes');
    if (!isTable(hashes)) return [];
    return Object.entries(hashes).flatMap(([kind, hash]) =>
      typeof hash === 'string' ? [`${kind}:${hash}`] : [],
    );
  });
}
