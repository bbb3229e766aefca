import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as runtime from './runtime';

/** What dist/lint.js has. Everything but types comes from there, so that the extension's own bundle stays small. */
export type LintRuntime = typeof runtime;

/** Loads the linter when it is first asked for. @param folder the one of the bundles */
export function createRuntimeLoader(folder: string): () => LintRuntime {
  let loaded: LintRuntime | undefined;
  return () => (loaded ??= createRequire(join(folder, 'lint.js'))('./lint.js') as LintRuntime);
}
