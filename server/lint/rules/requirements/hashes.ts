import type { RequirementLine } from '../../../environment/requirement-line';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import type { PipList } from './lists';
import { pipLists } from './lists';
import { listed } from './local-urls';

/** One digest, or the option, and pip wants a digest of everything. */
export function* checkHashes(model: RepositoryModel): Iterable<Report> {
  const lists = pipLists(model);
  for (const root of new Set(lists.map((list) => list.root))) {
    const called = lists.filter((list) => list.root === root);
    const hashed = called.some(({ lines }) => lines.some(asksForHashes));
    if (!hashed) continue;
    for (const list of called) if (!list.constraint) yield* fileReport(list);
  }
}

function asksForHashes({ options }: RequirementLine): boolean {
  return options.some(({ name }) => name === '--hash' || name === '--require-hashes');
}

function* fileReport(list: PipList): Iterable<Report> {
  const file = list.source.path;
  const without = list.lines.filter(
    (line) => installs(line) && !line.options.some(({ name }) => name === '--hash'),
  );
  const [first] = without;
  const missing = new Set(without);
  if (first !== undefined) {
    const names = listed(without.map((line) => nameOf(line)));
    yield { file, range: first.range, args: { names, count: without.length } };
  }
  const open = list.lines.find((line) => line.kind === 'requirement' && !missing.has(line) && !isExact(line));
  if (open !== undefined)
    yield { file, range: open.range, code: 'req-hash-partial.open', args: { name: nameOf(open) } };
}

/** Addresses may state their digest behind `#`. */
function installs(line: RequirementLine): boolean {
  const url =
    line.kind === 'location' ? line.location : line.kind === 'requirement' ? line.requirement.url : undefined;
  return (line.kind === 'requirement' || line.kind === 'location') && url?.text.includes('#sha256=') !== true;
}

function isExact(line: RequirementLine): boolean {
  if (line.kind !== 'requirement') return false;
  const { clauses, url } = line.requirement;
  return (
    url !== undefined ||
    clauses.some(({ operator, version }) => /^===?$/.test(operator) && !version.text.endsWith('*'))
  );
}

function nameOf(line: RequirementLine): string {
  if (line.kind === 'requirement') return line.requirement.name.text;
  return line.kind === 'location' ? line.location.text : '';
}
