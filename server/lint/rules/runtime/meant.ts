import type { Platform } from '../../../protocol';
import { pythonOfMajor, supportedPythons } from '../../../environment/pythons';
import { oldestCranSnapshot } from '../../../environment/r-version';
import { dateFor, seriesOf } from './r-releases';

/** What is said in a text that is no runtime.txt but leaves little doubt. */
export interface Meant {
  readonly content: string;
  /** False where something had to be made up or left out. */
  readonly sure: boolean;
}

const form =
  /^(?:(python|py|r)\d??(?![a-z])[ \t=_:-]*v?)?(\d+(?:\.\d+)*)?(?:[ \t_-]*(\d{4})[-/._](\d{1,2})[-/._](\d{1,2}))?$/i;

/** What was meant by the text of a runtime.txt; undefined where that cannot be told. */
export function meantRuntime(text: string, platform: Platform, today: string | undefined): Meant | undefined {
  if (text.length > 1000) return undefined;
  const lines = text
    .split(/\r\n|[\r\n]/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  const [first = ''] = lines;
  const [, name = '', version, year, month = '', day = ''] = form.exec(first) ?? [];
  const date = year === undefined ? undefined : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (name.toLowerCase() === 'r') return meantR(version, date, lines.length === 1, today);
  if (version === undefined) return undefined;
  const python = nearestPython(version, platform);
  if (python === undefined || (name === '' && date !== undefined)) return undefined;
  const sure = lines.length === 1 && name !== '' && version.split('.').slice(0, 2).join('.') === python;
  return { content: `python-${python}`, sure };
}

function meantR(
  version: string | undefined,
  date: string | undefined,
  alone: boolean,
  today: string | undefined,
): Meant | undefined {
  if (date !== undefined && (!isDay(date) || date < oldestCranSnapshot)) return undefined;
  if (version === undefined) return date === undefined ? undefined : { content: `r-${date}`, sure: alone };
  const series = seriesOf(version);
  const day = date ?? (series === undefined ? undefined : dateFor(series, today));
  if (series === undefined || day === undefined) return undefined;
  return { content: `r-${version}-${day}`, sure: alone && date !== undefined };
}

/** The Python that can be built and is nearest to a version: itself, its series, or else the next one of its major. */
export function nearestPython(version: string, platform: Platform): string | undefined {
  const [major = '', minor] = version.split('.');
  if (minor === undefined) return pythonOfMajor[major];
  const candidates = supportedPythons(platform).filter((each) => each.startsWith(`${major}.`));
  const distance = (each: string): number => Math.abs(Number(each.split('.')[1]) - Number(minor));
  return candidates.sort((left, right) => distance(left) - distance(right))[0];
}

/** True for a day that exists, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A day as near as can be to one that does not exist: another order, another number of digits, another end of month. */
export function nearestDay(year: string, month: string, day: string): string | undefined {
  if (year.length !== 4) return undefined;
  const written = (middle: number, last: number): string =>
    `${year}-${String(middle).padStart(2, '0')}-${String(last).padStart(2, '0')}`;
  const [middle, last] = [Number(month), Number(day)];
  const tried = [
    written(middle, last),
    written(last, middle),
    ...[30, 29, 28].map((end) => written(middle, Math.min(end, last))),
  ];
  return tried.find(isDay);
}
