import { isLocalPipRequirement } from '../../server/environment/local-requirement';
import { parseRuntime } from '../../server/environment/runtime-txt';
import { normalizeDoi } from '../../server/spec/doi';
import { compare } from './outcome';
import type { Outcome } from './outcome';

type Row = Readonly<Record<string, unknown>>;

/** For each unit table that concerns what exists by now: our answer to a row, under the row's own keys. */
const tables: Readonly<Record<string, ((row: Row) => Row) | undefined>> = {
  is_local_pip_requirement: ({ line }) => ({ line, local: isLocalPipRequirement(String(line)) }),
  runtime_txt: ({ content }) => {
    const runtime = parseRuntime(String(content));
    return runtime === undefined ? { content, error: 'invalid-runtime' } : { content, ok: runtime };
  },
  doi: ({ input }) => {
    const doi = normalizeDoi(String(input));
    return { input, is_doi: doi !== undefined, normalized: doi ?? null };
  },
};

/** Compares each row of a unit table; the rows of tables about other things count as not yet supported. */
export function runUnitTable(table: string, rows: unknown): Outcome[] {
  const answer = tables[table];
  if (answer === undefined || !Array.isArray(rows)) {
    return Array.from({ length: rowCount(rows) }, () => ({
      kind: 'unsupported',
      what: `unit table ${table}`,
    }));
  }
  return (rows as Row[]).map((row, index) => compare(`${table}[${index}]`, row, answer(row)));
}

/** Tables with fixtures hold their rows under `cases`. */
function rowCount(rows: unknown): number {
  const list = Array.isArray(rows) ? rows : (rows as { cases?: unknown }).cases;
  return Array.isArray(list) ? list.length : 1;
}
