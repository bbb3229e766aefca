import { differences } from '../../server/plan/differences';
import { runCase } from './cases';
import type { Outcome } from './outcome';
import type { Suite } from './suite';
import { runUnitTable } from './units';

/** What a run of a suite found, and the lines that say so. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly lines: readonly string[];
}

/** Runs every case and every unit row of a suite. */
export function runSuite(suite: Suite): Report {
  const cases = suite.cases.map((testCase) => runCase(testCase, suite.fixtures.today));
  const units = Object.entries(suite.unit ?? {}).flatMap(([table, rows]) => runUnitTable(table, rows));
  return report([...cases, ...units]);
}

function report(outcomes: readonly Outcome[]): Report {
  const failed = outcomes.filter((outcome) => outcome.kind === 'failed');
  const deliberate = outcomes.filter((outcome) => outcome.kind === 'deliberate');
  const unsupported = outcomes.filter((outcome) => outcome.kind === 'unsupported');
  const passed = outcomes.filter(({ kind }) => kind === 'passed').length;
  const skipped = deliberate.length + unsupported.length;
  const lines = [
    ...failed.flatMap(({ name, differences: lines }) => [
      `FAILED ${name}`,
      ...lines.map((line) => `  ${line}`),
    ]),
    ...(deliberate.length === 0 ? [] : [`deliberate differences: ${deliberate.length}`]),
    ...deliberate.map(({ name, id }) => `  ${name}: ${reasonOf(id)}`),
    ...(unsupported.length === 0 ? [] : [`not yet supported: ${unsupported.length}`]),
    ...counted(unsupported.map(({ what }) => what)).map(([what, count]) => `  ${what}: ${count}`),
    `${passed} passed, ${failed.length} failed, ${skipped} skipped`,
  ];
  return { passed, failed: failed.length, skipped, lines };
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
