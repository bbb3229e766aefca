// What is bundled from what, and how large each may become. Read by build.mjs; the packages ship exactly these files.
import { fileURLToPath } from 'node:url';
import {
  withoutDockerodeBuildKit,
  withoutNativeParts,
  withoutOwnRequire,
  withoutUnusedTables,
} from './plugins.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/**
 * The oldest Node that `engines` allows; VS Code of `engines.vscode` has a newer one. Identifiers keep their names: stack
 * traces in bug reports stay readable, and packages are compressed anyway.
 */
const node = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  plugins: [withoutNativeParts, withoutDockerodeBuildKit, withoutOwnRequire, withoutUnusedTables],
  minifyIdentifiers: false,
};

/** In a CommonJS bundle `import.meta.url` would be undefined, and a library that looks beside itself would fail. */
const importMetaUrl = {
  define: { 'import.meta.url': '__bindery_url' },
  banner: { js: "const __bindery_url = require('node:url').pathToFileURL(__filename).href;" },
};

/**
 * One row per bundle. `budget` is in bytes, minified: growing past it is a decision, made here.
 */
export const bundles = [
  {
    name: 'extension.js',
    entry: 'extension/main.ts',
    budget: 250_000,
    options: { ...node, ...importMetaUrl, external: ['vscode'] },
  },
  {
    // Loaded by the extension when the first folder is linted.
    name: 'lint.js',
    entry: 'extension/lint/runtime.ts',
    budget: 1_800_000,
    options: { ...node, ...importMetaUrl, external: ['vscode'] },
  },
  {
    name: 'bindery.js',
    entry: 'server/cli/main.ts',
    budget: 4_500_000,
    // Commands load what they need; `head` is the first line of the file that is run.
    split: { head: '#!/usr/bin/env node\n' },
    options: { ...node, ...importMetaUrl },
  },
  {
    name: 'webview.js',
    entry: 'webview/main.ts',
    budget: 200_000,
    options: { platform: 'browser', format: 'iife', target: 'chrome128' },
  },
];

/** Files that are shipped as they are, flat in dist/. */
export const copies = [
  { from: 'server/launch/entry', pattern: /\.py$/ },
  { from: 'server/build/conda/client', pattern: /\.py$/ },
  { from: 'webview', pattern: /\.css$/ },
  // The parsers of the linter (server/platform/grammars.ts, `grammarFiles`).
  { from: 'node_modules/web-tree-sitter', pattern: /^web-tree-sitter\.wasm$/ },
  { from: 'node_modules/tree-sitter-python', pattern: /\.wasm$/ },
  { from: 'node_modules/tree-sitter-bash', pattern: /\.wasm$/ },
  { from: 'node_modules/@davisvaughan/tree-sitter-r', pattern: /\.wasm$/ },
];
