import type { Platform } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import { maxPackages } from './bounds';
import { condaPlatform, hashesOf } from './conda-lock';
import { parseCondaUrl } from './conda-url';
import type { LockFile, LockedPackage } from './types';
import { itemsOf, nodeAt, readYaml, spanOfNode } from './yaml';
import type { Node } from './yaml';

/** Reads pixi.lock, versions 5 and 6: what its environment `default` pins for one platform. Never throws. */
export function readPixiLock(source: SourceText, platform: Platform = 'linux/amd64'): LockFile {
  const base = { kind: 'lock', format: 'pixi', source, packages: [], localPaths: [] } as const;
  const yaml = readYaml(source);
  if ('syntaxError' in yaml) return { ...base, ...yaml };
  const wanted = nodeAt(yaml.root, 'environments', 'default', 'packages', condaPlatform(platform));
  const details = detailsByUrl(source, itemsOf(nodeAt(yaml.root, 'packages')).slice(0, maxPackages));
  const found = itemsOf(wanted)
    .slice(0, maxPackages)
    .flatMap((item) => reference(source, item));
  const packages = found
    .filter(({ url }) => !isLocal(url.text))
    .map((each) => lockedPackage(source, each, details));
  const python = packages.find(({ name, from }) => name === 'python' && from === 'conda');
  return {
    ...base,
    packages,
    localPaths: found.map(({ url }) => url.text).filter((url) => isLocal(url) && url !== '.' && url !== './'),
    ...(python?.version === undefined ? {} : { python: { text: python.version, range: python.range } }),
  };
}

interface Reference {
  readonly from: 'conda' | 'pypi';
  readonly url: TextSpan;
}

function reference(source: SourceText, item: Node): Reference[] {
  return (['conda', 'pypi'] as const).flatMap((from) => {
    const url = spanOfNode(source, item, from);
    return url === undefined ? [] : [{ from, url }];
  });
}

function isLocal(url: string): boolean {
  return url.startsWith('.') || url.startsWith('/');
}

/** Version 6 names an entry by `conda:` or `pypi:`, version 5 has `kind` and `url`. */
function detailsByUrl(source: SourceText, items: readonly Node[]): ReadonlyMap<string, Node> {
  const entries = items.flatMap((item): [string, Node][] => {
    const url = ['conda', 'pypi', 'url'].map((key) => spanOfNode(source, item, key)?.text);
    const named = url.find((each) => each !== undefined);
    return named === undefined ? [] : [[named, item]];
  });
  return new Map(entries);
}

function lockedPackage(
  source: SourceText,
  { from, url }: Reference,
  details: ReadonlyMap<string, Node>,
): LockedPackage {
  const detail = details.get(url.text);
  const file = from === 'conda' ? parseCondaUrl(url.text) : undefined;
  const name = spanOfNode(source, detail, 'name')?.text ?? file?.name ?? url.text;
  const version = spanOfNode(source, detail, 'version')?.text ?? file?.version;
  return {
    ...{ name, from, url: url.text, range: url.range },
    hashes: detail === undefined ? [] : hashesOf(source, detail),
    ...(version === undefined ? {} : { version }),
  };
}
