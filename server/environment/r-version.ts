/** What `r-4.3` and the like mean (contracts/repo2docker.md section 4, "R"). */
const patchOfSeries = new Map(
  Object.entries({
    '3.3': '3.3.3',
    '3.4': '3.4.4',
    '3.5': '3.5.3',
    '3.6': '3.6.3',
    '4.0': '4.0.5',
    '4.1': '4.1.3',
    '4.2': '4.2.3',
    '4.3': '4.3.3',
    '4.4': '4.4.2',
    '4.5': '4.5.1',
    '4.6': '4.6.1',
  }),
);

/** The R of a repository that asks for none. */
export const defaultR = '4.4.2';

/** The series that can be asked for by name, oldest first. */
export const supportedRSeries: readonly string[] = [...patchOfSeries.keys()];

/** ISO date of the oldest snapshot of CRAN that can be had. */
export const oldestCranSnapshot = '2018-12-07';

/**
 * The R that `asked` stands for: of a series its last patch, a version of three parts as it is. Undefined for anything
 * else; the version becomes part of commands that root runs, so that the whole of it is checked.
 */
export function resolveR(asked: string): string | undefined {
  return patchOfSeries.get(asked) ?? (/^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(asked) ? asked : undefined);
}

/** The ISO date so many days before another one. */
export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
