import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

/** Files (relative to the root, with `/`) and what each imports: files of the tree, or names of modules. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The graph of all TypeScript below `folders`, type imports and `import()` included. */
export function readImportGraph(root: string, folders: readonly string[]): ImportGraph {
  const files = folders.flatMap((folder) => sourcesBelow(root, folder));
  return new Map(files.map((file) => [file, importsOf(root, file)]));
}

/** True for `node:fs` and for `fs`. */
export const isNodeBuiltin = (module: string): boolean => isBuiltin(module);

/** A shortest way from `start` to something that `wanted` accepts, or undefined. Ends of the way included. */
export function wayTo(
  graph: ImportGraph,
  start: string,
  wanted: (name: string) => boolean,
): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set([start]);
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (wanted(next)) return [...way, next];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}

function sourcesBelow(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => `${folder}/${name.split(sep).join('/')}`);
}

function importsOf(root: string, file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
  return importedFiles.map(({ fileName }) =>
    fileName.startsWith('.') ? resolveIn(root, file, fileName) : fileName,
  );
}

function resolveIn(root: string, from: string, target: string): string {
  const path = join(root, dirname(from), target);
  const candidates = [`${path}.ts`, `${path}.tsx`, join(path, 'index.ts'), path];
  const found = candidates.find((candidate) => existsSync(candidate)) ?? path;
  return relative(root, found).split(sep).join('/');
}
