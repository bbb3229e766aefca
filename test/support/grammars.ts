import { createRequire } from 'node:module';
import type { Grammars } from '../../server/environment/code/grammars';
import { grammarNames } from '../../server/environment/code/grammars';
import { loadGrammars } from '../../server/platform/grammars';

const packages: Readonly<Record<string, string>> = {
  'web-tree-sitter.wasm': 'web-tree-sitter/web-tree-sitter.wasm',
  'tree-sitter-python.wasm': 'tree-sitter-python/tree-sitter-python.wasm',
  'tree-sitter-r.wasm': '@davisvaughan/tree-sitter-r/tree-sitter-r.wasm',
  'tree-sitter-bash.wasm': 'tree-sitter-bash/tree-sitter-bash.wasm',
};

const require = createRequire(__filename);

/** All parsers, from where npm puts them. */
export function testGrammars(): Promise<Grammars> {
  return loadGrammars(grammarNames, (file) => require.resolve(packages[file] ?? file));
}
