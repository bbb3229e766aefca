import type { Requirement } from '../../../environment/requirement';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import type { PipEntry, PipList } from './lists';
import { constraintEntries, pipEntries } from './lists';
import { listed } from './local-urls';

/** How much of a version is left open. */
type Freedom = 'any' | 'lower' | 'bound';

/** Packages without any version: one finding a list. */
export function* checkUnpinned(model: RepositoryModel): Iterable<Report> {
  yield* reports(model, 'any', 'req-unpinned');
}

/** Packages that only newer versions are asked of. */
export function* checkLowerBounds(model: RepositoryModel): Iterable<Report> {
  yield* reports(model, 'lower', 'req-lower-bound-only');
}

function* reports(
  model: RepositoryModel,
  freedom: Freedom,
  code: 'req-unpinned' | 'req-lower-bound-only',
): Iterable<Report> {
  const constrained = new Set(
    constraintEntries(model)
      .filter(({ requirement }) => freedomOf(requirement) === 'bound')
      .map(({ name }) => name),
  );
  const byList = new Map<PipList, PipEntry[]>();
  for (const entry of pipEntries(model)) {
    if (freedomOf(entry.requirement) !== freedom || constrained.has(entry.name)) continue;
    byList.set(entry.list, [...(byList.get(entry.list) ?? []), entry]);
  }
  for (const [{ source, lines }, entries] of byList) {
    const [first] = entries;
    const total = lines.filter(({ kind }) => kind === 'requirement').length;
    const names = listed(entries.map(({ requirement }) => requirement.name.text));
    if (first !== undefined)
      yield {
        file: source.path,
        range: first.requirement.name.range,
        code,
        args: { count: entries.length, total, names },
      };
  }
}

function freedomOf({ clauses, url }: Requirement): Freedom {
  if (url !== undefined) return 'bound';
  if (clauses.length === 0) return 'any';
  return clauses.every(({ operator }) => ['>=', '>', '!='].includes(operator)) ? 'lower' : 'bound';
}
