import type { EnvironmentProblem, Platform } from '../protocol';
import { AppError } from '../protocol';
import { daysBefore, defaultR, oldestCranSnapshot, resolveR, supportedRSeries } from './r-version';
import type { RuntimeFile } from './runtime-txt';
import { excerpt } from './text';
import { planProblemAt } from './version-problems';

/** The R and the snapshot of CRAN that result, as far as they are known, and what stops the plan. */
export interface RChoice {
  readonly r?: string;
  /** ISO date. Absent where it depends on today, which was not given. */
  readonly snapshotDate?: string;
  readonly problems: readonly EnvironmentProblem[];
}

/**
 * What the buildpack r makes of runtime.txt (contracts/repo2docker.md section 4, "R"). The version counts whichever
 * language the file names; the date only where it names R.
 */
export function chooseR(
  file: RuntimeFile | undefined,
  decidedBy: string,
  today: string | undefined,
  platform: Platform,
): RChoice {
  const runtime = file?.runtime;
  const stated = runtime?.name === 'r' ? runtime.date : undefined;
  const snapshotDate = stated ?? (today === undefined ? undefined : daysBefore(today, 2));
  const problems: EnvironmentProblem[] = [];
  if (file !== undefined && stated !== undefined && stated < oldestCranSnapshot)
    problems.push(
      planProblemAt(file.source, file.range, 'cran-snapshot-too-old', {
        date: stated,
        oldest: oldestCranSnapshot,
      }),
    );
  if (platform !== 'linux/amd64') {
    const error = new AppError('r-needs-amd64', { file: decidedBy, line: 1, platform }).toData();
    problems.push({ stage: 'plan', error, file: decidedBy });
  }
  const r = runtime?.version === undefined ? defaultR : resolveR(runtime.version);
  if (r === undefined && file !== undefined) problems.push(unsupportedR(file));
  return { ...(r !== undefined && { r }), ...(snapshotDate !== undefined && { snapshotDate }), problems };
}

function unsupportedR({ source, range, version, runtime }: RuntimeFile): EnvironmentProblem {
  return planProblemAt(source, version?.range ?? range, 'unsupported-r', {
    version: excerpt(runtime?.version ?? ''),
    supported: supportedRSeries.join(', '),
  });
}
