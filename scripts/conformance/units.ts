import { isLocalPipRequirement } from '../../server/environment/local-requirement';
import { parseRuntime } from '../../server/environment/runtime-txt';
import { normalizeDoi } from '../../server/spec/doi';
import { imagePlatformOf } from '../../server/platform/machine';
import { AppError } from '../../server/protocol';
import { parseByteSize } from '../../server/spec/byte-size';
import { isImageReference } from '../../server/spec/image-reference';
import { juliaMatch, juliaPick, juliaRange } from './julia';
import { compare } from './outcome';
import type { Outcome } from './outcome';
import { publishedPorts } from './ports';
import { recordRow } from './records';
import { runEntryPoint, runGitRef, runShellLines } from './processes';

type Row = Readonly<Record<string, unknown>>;

/** For each unit table that concerns what exists by now: our answer to a row, under the row's own keys. */
const tables: Readonly<Record<string, ((row: Row, fixtures: unknown) => Row | Promise<Row>) | undefined>> = {
  is_local_pip_requirement: ({ line }) => ({ line, local: isLocalPipRequirement(String(line)) }),
  runtime_txt: ({ content }) => {
    const runtime = parseRuntime(String(content));
    return runtime === undefined ? { content, error: 'invalid-runtime' } : { content, ok: runtime };
  },
  doi: ({ input }) => {
    const doi = normalizeDoi(String(input));
    return { input, is_doi: doi !== undefined, normalized: doi ?? null };
  },
  platform: ({ machine }) => ({ machine, platform: imagePlatformOf(String(machine)) }),
  byte_spec: ({ input }) => orError({ input }, () => ({ ok: parseByteSize(String(input)) })),
  image_name: ({ input }) => ({ input, valid: isImageReference(String(input)) }),
  port_mapping: ({ input }) => orError({ input }, () => ({ ok: publishedPorts(input as string[]) })),
  git_ref_resolution: runGitRef,
  process_output_lines: runShellLines,
  entrypoint: runEntryPoint,
  content_provider: recordRow,
  semver_range: juliaRange,
  semver_match: juliaMatch,
  semver_pick: juliaPick,
};

/** What repo2docker would try to clone, though it cannot be an address. */
const unclaimed: Readonly<Record<string, string | undefined>> = {
  '10.1/1234': 'not-an-address',
  'swh:1:rev:00000000000000000000000000000000000000000': 'not-an-address',
  'swh:1:snp:0000000000000000000000000000000000000000': 'not-an-address',
};

/** Rows whose other answer is deliberate: id of the difference (server/plan/differences.ts). */
const deliberate: Readonly<Record<string, ((row: Row) => string | undefined) | undefined>> = {
  cli: () => 'own-command-line',
  image_name_autogen: () => 'no-reuse-by-name',
  port_mapping: ({ input }) => (String(input) === '1:2:3:4' ? 'ports-have-three-parts' : undefined),
  git_ref_resolution: ({ ref }) => (ref === 'HEAD~1' ? 'plain-ref-names' : undefined),
  content_provider: ({ source }) => unclaimed[String(source)],
  entrypoint: ({ name }) => (name === 'child-killed-by-signal' ? 'signal-exit-code' : undefined),
};

function orError(asked: Row, answer: () => Row): Row {
  try {
    return { ...asked, ...answer() };
  } catch (error) {
    if (AppError.is(error)) return { ...asked, error: error.code };
    throw error;
  }
}

/** Compares each row of a unit table; the rows of tables about other things count as not yet supported. */
export async function runUnitTable(table: string, rows: unknown): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, row] of rowsOf(rows).entries()) {
    outcomes.push(await runRow(table, `${table}[${index}]`, row, rows));
  }
  return outcomes;
}

async function runRow(table: string, name: string, row: Row, fixtures: unknown): Promise<Outcome> {
  const answer = tables[table];
  const id = deliberate[table]?.(row);
  if (answer === undefined) {
    return id === undefined
      ? { kind: 'unsupported', what: `unit table ${table}` }
      : { kind: 'deliberate', name, id };
  }
  const outcome = compare(name, row, await answer(row, fixtures));
  return outcome.kind === 'failed' && id !== undefined ? { kind: 'deliberate', name, id } : outcome;
}

/** Tables with fixtures hold their rows under `cases`. */
function rowsOf(rows: unknown): readonly Row[] {
  const list = Array.isArray(rows) ? rows : (rows as { cases?: unknown }).cases;
  return Array.isArray(list) ? (list as Row[]) : [];
}
