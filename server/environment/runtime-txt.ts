import { rangeAt, spanAt } from './text';
import type { SourceText, TextSpan } from './text';
import type { Range } from '../protocol';

/** What runtime.txt asks for. A date without a version leaves the version to the default. */
export interface Runtime {
  readonly name: string;
  readonly version?: string;
  /** `YYYY-MM-DD`. */
  readonly date?: string;
}

/** runtime.txt and where it says what. */
export interface RuntimeFile {
  readonly source: SourceText;
  /** All but the blanks around it. */
  readonly range: Range;
  /** Absent where it is malformed. */
  readonly runtime?: Runtime;
  readonly version?: TextSpan;
  readonly date?: TextSpan;
}

/** Reads runtime.txt (contracts/repo2docker.md section 4, "runtime.txt grammar"). Never throws. */
export function readRuntime(source: SourceText): RuntimeFile {
  const content = source.text.trim();
  const start = source.text.indexOf(content);
  const file = { source, range: rangeAt(source, start, start + content.length) };
  const runtime = parseRuntime(content);
  if (runtime === undefined) return file;
  const { name, version, date } = runtime;
  const versionStart = start + name.length + 1;
  const end = start + content.length;
  return {
    ...file,
    runtime,
    ...(version !== undefined && { version: spanAt(source, versionStart, versionStart + version.length) }),
    ...(date !== undefined && { date: spanAt(source, end - date.length, end) }),
  };
}

/** The parts of `name-version`, `name-YYYY-MM-DD` or `name-version-YYYY-MM-DD`; undefined for anything else. */
export function parseRuntime(content: string): Runtime | undefined {
  const parts = content.trim().split('-');
  if (parts.some((part) => part === '')) return undefined;
  const [name = '', version = ''] = parts;
  if (parts.length === 2) return { name, version };
  if (parts.length !== 4 && parts.length !== 5) return undefined;
  const date = parts.slice(-3).join('-');
  if (!isDate(date)) return undefined;
  return parts.length === 4 ? { name, date } : { name, version, date };
}

/** True for a day that exists, as `YYYY-MM-DD`. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
