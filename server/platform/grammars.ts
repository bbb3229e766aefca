import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Language, Parser } from 'web-tree-sitter';
import type { GrammarName, Grammars, SyntaxParser } from '../environment/code/grammars';
import { grammarNames } from '../environment/code/grammars';
import type { TreeWalkers } from './syntax-trees';
import { syntaxTree, treeWalkersOf } from './syntax-trees';

/** Files of the parsers: the runtime, and a grammar per language. */
export const grammarFiles: Readonly<Record<GrammarName | 'runtime', string>> = {
  runtime: 'web-tree-sitter.wasm',
  python: 'tree-sitter-python.wasm',
  r: 'tree-sitter-r.wasm',
  bash: 'tree-sitter-bash.wasm',
};

/**
 * In milliseconds. Real files take a hundredth of it; in what is made to be slow the parser would look for the least
 * mistake for hours.
 */
const longestParse = 1000;

let runtime: Promise<TreeWalkers | undefined> | undefined;
const loaded = new Map<string, Promise<SyntaxParser>>();

/**
 * Parsers of the languages, loaded once per process and only those that are asked for. `find` gives the path of one of
 * `grammarFiles`. @throws Error where a file cannot be read
 */
export async function loadGrammars(
  names: Iterable<GrammarName>,
  find: (file: string) => string,
): Promise<Grammars> {
  const parsers = [...new Set(names)].map(async (name) => [name, await loadParser(name, find)] as const);
  return Object.fromEntries(await Promise.all(parsers));
}

/**
 * How long a function of a parser has to run before V8 compiles it once more, in the background, to be faster: in V8's
 * measure, about bytes, of which it takes 1.8 million by itself. A process waits for that before it ends: for bash, whose
 * functions are huge, 0.6 s after a single Dockerfile. Python is compiled again where there is much of it.
 */
const tieringBudgets: Readonly<Record<GrammarName, number>> = {
  python: 20_000_000,
  r: 1_000_000_000,
  bash: 1_000_000_000,
};

/** The same for a process that ends when it has read a repository once. */
export async function loadGrammarsOnce(
  names: Iterable<GrammarName>,
  find: (file: string) => string,
): Promise<Grammars> {
  const needed = new Set(names);
  let grammars: Grammars = {};
  // One after the other: V8 has one setting for all that is being loaded.
  for (const name of grammarNames.filter((each) => needed.has(each))) {
    setFlagsFromString(`--wasm-tiering-budget=${tieringBudgets[name]}`);
    grammars = { ...grammars, ...(await loadGrammars([name], find)) };
  }
  return grammars;
}

/** Finds the files of parsers in one folder, as the packages have them. */
export function grammarsIn(folder: string): (file: string) => string {
  return (file) => join(folder, file);
}

function loadParser(name: GrammarName, find: (file: string) => string): Promise<SyntaxParser> {
  const held = loaded.get(name);
  if (held !== undefined) return held;
  const loading = makeParser(name, find);
  loaded.set(name, loading);
  loading.catch(() => loaded.delete(name));
  return loading;
}

async function startRuntime(find: (file: string) => string): Promise<TreeWalkers | undefined> {
  // The module takes its functions into what it is started with.
  const module = { locateFile: () => find(grammarFiles.runtime) };
  await Parser.init(module);
  return treeWalkersOf(module);
}

async function makeParser(name: GrammarName, find: (file: string) => string): Promise<SyntaxParser> {
  const walkers = await (runtime ??= startRuntime(find));
  const parser = new Parser();
  parser.setLanguage(await Language.load(await readFile(find(grammarFiles[name]))));
  return {
    parse: (text) => {
      const stopAt = performance.now() + longestParse;
      const tree = parser.parse(text, null, { progressCallback: () => performance.now() > stopAt });
      if (tree !== null) return syntaxTree(tree, walkers);
      parser.reset();
      throw new Error(`the parser of ${name} gave no tree`);
    },
  };
}
