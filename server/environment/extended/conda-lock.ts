import type { Platform } from '../../protocol';
import type { SourceText } from '../text';
import { rangeAt } from '../text';
import { maxPackages } from './bounds';
import type { LockFile, LockedPackage } from './types';
import { itemsOf, nodeAt, readYaml, spanOfNode } from './yaml';
import type { Node } from './yaml';

/** conda's name of a platform. */
export function condaPlatform(platform: Platform): string {
  return platform === 'linux/amd64' ? 'linux-64' : 'linux-aarch64';
}

/** Reads conda-lock.yml: what it pins for one platform. Never throws. */
export function readCondaLock(source: SourceText, platform: Platform = 'linux/amd64'): LockFile {
  const base = { kind: 'lock', format: 'conda-lock', source, packages: [], localPaths: [] } as const;
  const yaml = readYaml(source);
  if ('syntaxError' in yaml) return { ...base, ...yaml };
  const wanted = condaPlatform(platform);
  const items = itemsOf(nodeAt(yaml.root, 'package'))
    .slice(0, maxPackages)
    .filter((item) => spanOfNode(source, item, 'platform')?.text === wanted);
  const python = items.find((item) => spanOfNode(source, item, 'name')?.text === 'python');
  const version = spanOfNode(source, python, 'version');
  return {
    ...base,
    packages: items.flatMap((item) => lockedPackage(source, item)),
    ...(version === undefined ? {} : { python: version }),
  };
}

function lockedPackage(source: SourceText, item: Node): LockedPackage[] {
  const name = spanOfNode(source, item, 'name');
  if (name === undefined) return [];
  const version = spanOfNode(source, item, 'version')?.text;
  const url = spanOfNode(source, item, 'url')?.text;
  const from = spanOfNode(source, item, 'manager')?.text === 'pip' ? 'pypi' : 'conda';
  return [
    {
      ...{ name: name.text, from, hashes: hashesOf(source, nodeAt(item, 'hash') ?? item) },
      range: name.range.end.offset === 0 ? rangeAt(source, item.start, item.start) : name.range,
      ...(version === undefined ? {} : { version }),
      ...(url === undefined ? {} : { url }),
    },
  ];
}

/** The digests that stand under `sha256` and `md5`. */
export function hashesOf(source: SourceText, node: Node): string[] {
  return ['sha256', 'md5'].flatMap((kind) => {
    const digest = spanOfNode(source, node, kind)?.text;
    return digest === undefined ? [] : [`${kind}:${digest}`];
  });
}
