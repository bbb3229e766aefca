import { differences } from '../../server/plan/differences';
import { runCase } from './cases';
import type { Outcome } from './outcome';
import type { Suite } from './suite';
import { runUnitTable } from './units';

/** What a run of a suite found, and the lines that say so. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  /** Answers that differ on purpose: neither passed nor failed. */
  readonly deliberate: number;
  readonly skipped: number;
  readonly lines: readonly string[];
}

/** Runs every case and every unit row of a suite. */
export async function runSuite(suite: Suite): Promise<Report> {
  const outcomes: Outcome[] = suite.cases.map((testCase) => runCase(testCase, suite.fixtures));
  for (const [table, rows] of Object.entries(suite.unit ?? {})) {
    outcomes.push(...(await runUnitTable(table, rows)));
  }
  return report(outcomes);
}

function report(outcomes: readonly Outcome[]): Report {
  const failed = outcomes.filter((outcome) => outcome.kind === 'failed');
  const deliberate = outcomes.filter((outcome) => outcome.kind === 'deliberate');
  const unsupported = outcomes.filter((outcome) => outcome.kind === 'unsupported');
  const passed = outcomes.filter(({ kind }) => kind === 'passed').length;
  const skipped = unsupported.length;
  const lines = [
    ...failed.flatMap(({ name, differences: lines }) => [
      `FAILED ${name}`,
      ...lines.map((line) => `  ${line}`),
    ]),
    ...(deliberate.length === 0 ? [] : [`deliberate differences: ${deliberate.length}`]),
    ...[...byId(deliberate)].flatMap(([id, names]) => [`  ${reasonOf(id)}`, `    ${names.join(' ')}`]),
    ...(unsupported.length === 0 ? [] : [`not yet supported: ${unsupported.length}`]),
    ...counted(unsupported.map(({ what }) => what)).map(([what, count]) => `  ${what}: ${count}`),
    `${passed} passed, ${failed.length} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`,
  ];
  return { passed, failed: failed.length, deliberate: deliberate.length, skipped, lines };
}

function byId(outcomes: readonly { readonly id: string; readonly name: string }[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { id, name } of outcomes) names.set(id, [...(names.get(id) ?? []), name]);
  return names;
}

function reasonOf(id: string): string {
  const found = differences.find((difference) => difference.id === id);
  return found === undefined ? id : `${id}. ${found.what} ${found.reason}`;
}

function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
}
