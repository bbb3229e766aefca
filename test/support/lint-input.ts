import type { LintInput } from '../../server/lint/input';
import type { MemoryEntry } from './memory-view';
import { memoryView } from './memory-view';

/** A repository in memory, as the linter takes it. */
export function lintInput(entries: Readonly<Record<string, MemoryEntry>>): LintInput {
  const view = memoryView(entries);
  const files = Object.keys(entries)
    .sort()
    .map((path) => ({ path, size: view.read(path)?.length ?? 0 }));
  return { view, files: () => files };
}

/** A repository in memory that changes: `write` says what changed as an editor would. */
export function changingInput(entries: Record<string, string>): LintInput & {
  write(path: string, text: string | undefined): { path: string; structure: boolean };
} {
  const held: Record<string, string> = { ...entries };
  return {
    view: {
      kind: (path) => memoryView(held).kind(path),
      read: (path) => memoryView(held).read(path),
      list: (path) => memoryView(held).list(path),
      executable: () => false,
    },
    files: () => lintInput(held).files(),
    write: (path, text) => {
      const structure = (text === undefined) === path in held;
      if (text === undefined) Reflect.deleteProperty(held, path);
      else held[path] = text;
      return { path, structure };
    },
  };
}

/** A notebook as JSON: code cells by their text, unless told otherwise. */
export function notebookJson(
  cells: readonly (string | Readonly<Record<string, unknown>>)[],
  metadata: Readonly<Record<string, unknown>> = {},
): string {
  const full = cells.map((cell) =>
    typeof cell === 'string'
      ? { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: lines(cell) }
      : { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], ...cell },
  );
  return `${JSON.stringify({ cells: full, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
