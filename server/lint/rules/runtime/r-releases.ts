import { daysBefore, resolveR, supportedRSeries } from '../../../environment/r-version';

/** Days on which the first version of each series came out, as the R project announced them, oldest first. */
const releases: readonly (readonly [series: string, date: string])[] = [
  ['3.3', '2016-05-03'],
  ['3.4', '2017-04-21'],
  ['3.5', '2018-04-23'],
  ['3.6', '2019-04-26'],
  ['4.0', '2020-04-24'],
  ['4.1', '2021-05-18'],
  ['4.2', '2022-04-22'],
  ['4.3', '2023-04-21'],
  ['4.4', '2024-04-24'],
  ['4.5', '2025-04-11'],
  ['4.6', '2026-04-24'],
];

/** Days behind its release that CRAN's packages are built for a series, at the least. */
const settled = 30;

/** `4.3` of `4.3` and of `4.3.2`; undefined for a version that cannot be built. */
export function seriesOf(version: string): string | undefined {
  const resolved = resolveR(version);
  return resolved === undefined ? undefined : resolved.split('.').slice(0, 2).join('.');
}

/** ISO date on which a series came out; undefined for those that are not known. */
export function releaseOf(series: string): string | undefined {
  return releases.find(([name]) => name === series)?.[1];
}

/** The R of a day, as a series. */
export function seriesAt(date: string): string | undefined {
  return releases.findLast(([name, released]) => released <= date && supportedRSeries.includes(name))?.[0];
}

/**
 * A day whose packages fit to a series: the last one before the next series. Of the newest one, two days ago; without
 * today's date, a month behind its release.
 */
export function dateFor(series: string, today: string | undefined): string | undefined {
  const at = releases.findIndex(([name]) => name === series);
  const released = releases[at]?.[1];
  if (released === undefined) return undefined;
  const latest = today === undefined ? daysBefore(released, -settled) : daysBefore(today, 2);
  const next = releases[at + 1]?.[1];
  const last = next === undefined ? latest : daysBefore(next, 1);
  if (today !== undefined && last > latest) return latest < released ? undefined : latest;
  return last;
}
