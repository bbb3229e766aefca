import { isDeepStrictEqual } from 'node:util';

/** How one case or unit row ended. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly name: string; readonly differences: readonly string[] }
  /** Ours is another one on purpose: `id` is that of server/plan/differences.ts. */
  | { readonly kind: 'deliberate'; readonly name: string; readonly id: string }
  | { readonly kind: 'unsupported'; readonly what: string };

/** Passed, or what differs, key by key. Keys that only one side has differ too. */
export function compare(
  name: string,
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): Outcome {
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort();
  const differences = keys
    .filter((key) => !isDeepStrictEqual(plain(expected[key]), plain(actual[key])))
    .map((key) => `${key}: expected ${shown(expected[key])}, got ${shown(actual[key])}`);
  return differences.length === 0 ? { kind: 'passed' } : { kind: 'failed', name, differences };
}

/** As it would arrive through JSON. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
