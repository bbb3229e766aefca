import type { SourceText } from '../text';
import { maxPackages } from './bounds';
import { entries, listOf, located, readToml, textOf, valueOf } from './toml';
import type { Entry, Table } from './toml';
import type { LockFile, LockedPackage } from './types';

/** Reads poetry.lock, of Poetry 1.5 and later. Never throws. */
export function readPoetryLock(source: SourceText): LockFile {
  const base = { kind: 'lock', format: 'poetry', source, packages: [], localPaths: [] } as const;
  const toml = readToml(source);
  if ('syntaxError' in toml) return { ...base, ...toml };
  const found = entries(source, toml.table, 'package', maxPackages);
  const python = textOf(toml.table, 'metadata', 'python-versions');
  const metadata = Math.max(0, source.text.lastIndexOf('\n[metadata]'));
  return {
    ...base,
    packages: found.filter(({ table }) => !isFolder(table)).flatMap(lockedPackage),
    localPaths: found.flatMap(({ table }) => (isFolder(table) ? (textOf(table, 'source', 'url') ?? []) : [])),
    ...(python === undefined ? {} : { python: located(source, python, 'python-versions', metadata) }),
  };
}

function isFolder(table: Table): boolean {
  return textOf(table, 'source', 'type') === 'directory';
}

function lockedPackage({ table, range }: Entry): LockedPackage[] {
  const name = textOf(table, 'name');
  if (name === undefined) return [];
  const version = textOf(table, 'version');
  const kind = textOf(table, 'source', 'type');
  const url = kind === 'git' || kind === 'url' ? textOf(table, 'source', 'url') : undefined;
  const files = listOf(valueOf(table, 'files'));
  const hashes = files.map((file) => textOf(file, 'hash')).filter((hash) => hash !== undefined);
  return [
    {
      ...{ name, from: 'pypi', hashes, range },
      ...(version === undefined ? {} : { version }),
      ...(url === undefined ? {} : { url }),
    },
  ];
}
