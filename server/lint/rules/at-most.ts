import type { RepositoryModel } from '../model';
import type { Report } from '../rule';

/** Findings of one rule in one file that are of use; whoever mends those sees the others. */
const most = 50;

/** The same check, that ends after its first findings. */
export function atMost(
  check: (model: RepositoryModel) => Iterable<Report>,
): (model: RepositoryModel) => Iterable<Report> {
  return function* (model) {
    let found = 0;
    for (const report of check(model)) {
      yield report;
      found += 1;
      if (found === most) return;
    }
  };
}
