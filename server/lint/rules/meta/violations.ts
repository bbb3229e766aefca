import type { Violation } from '../../../environment/data-shape';
import { spdxIds } from '../../../environment/spdx';
import { excerpt } from '../../../environment/text';
import type { SourceText } from '../../../environment/text';
import type { SyntaxFault } from '../../../environment/toml-text';
import type { Severity } from '../../../protocol';
import { replaceSpan } from '../../edits';
import { nearestName } from '../nearest';
import type { Report, ReportFix } from '../../rule';

/** The rules that check a file of metadata against its format. */
type FormatRule = 'meta-cff-invalid' | 'meta-zenodojson-invalid';

/** A file of metadata as its reader gives it. */
interface Checked {
  readonly source: SourceText;
  readonly syntaxError?: SyntaxFault;
  readonly violations: readonly Violation[];
}

/** What is said of a file that is not as its format says. */
export function* formatReports(
  rule: FormatRule,
  { source, syntaxError, violations }: Checked,
): Iterable<Report> {
  if (syntaxError !== undefined) {
    const { detail, position } = syntaxError;
    const args = { detail: excerpt(detail, 200) };
    yield { file: source.path, range: { start: position, end: position }, args };
  }
  for (const violation of violations) yield violationReport(rule, source, violation);
}

/** What is said of one value, and how it is mended where that is plain. */
export function violationReport(rule: FormatRule, source: SourceText, violation: Violation): Report {
  const { kind, path, key, range, written = '' } = violation;
  const fixes = fixesFor(rule, source, violation);
  const variant = isLicence(violation) ? 'licence' : kind;
  return {
    file: source.path,
    range,
    code: `${rule}.${variant}`,
    severity: severityOf(rule, violation),
    args: {
      key: path === '' ? source.path : excerpt(path.replaceAll(/\.\d+/g, '')),
      name: excerpt(key),
      written: excerpt(written),
    },
    fixes,
  };
}

/** Unknown names are passed over by most readers; what is of the wrong kind is not. */
function severityOf(rule: FormatRule, { kind }: Violation): Severity {
  if (kind === 'unknown' || kind === 'empty' || kind === 'pattern') return 'warning';
  return kind === 'value' && rule === 'meta-cff-invalid' ? 'warning' : 'error';
}

function isLicence({ kind, key }: Violation): boolean {
  return kind === 'value' && key === 'license';
}

function fixesFor(rule: FormatRule, source: SourceText, violation: Violation): ReportFix[] {
  const meant = meantBy(violation);
  const { kind, range } = violation;
  if (meant === undefined) return [];
  const isJson = rule === 'meta-zenodojson-invalid';
  const held = source.text.slice(range.start.offset, range.end.offset);
  const quote = isJson ? '"' : (/^["']/.exec(held)?.[0] ?? '');
  const code = kind === 'unknown' ? (`${rule}.fix-rename` as const) : (`${rule}.fix` as const);
  const edit = replaceSpan(source, { range }, `${quote}${meant}${quote}`);
  return [{ code, args: { meant }, safe: kind !== 'unknown', edits: [edit] }];
}

/** What stands there but for a slip. */
function meantBy(violation: Violation): string | undefined {
  const { kind, key, known = [], written = '' } = violation;
  if (kind === 'unknown') return synonyms.get(key) ?? nearestName(key, known);
  if (isLicence(violation)) return spdxOf(written);
  if (kind === 'value') return known.find((each) => each.toLowerCase() === written.trim().toLowerCase());
  return kind === 'pattern' ? rewritten(key, written) : undefined;
}

const synonyms: ReadonlyMap<string, string> = new Map([
  ['licence', 'license'],
  ['author', 'authors'],
  ['creator', 'creators'],
  ['keyword', 'keywords'],
]);

/** DOIs without their address, days with two digits, addresses with their protocol. */
function rewritten(key: string, written: string): string | undefined {
  const text = written.trim();
  if (key.endsWith('doi')) {
    const bare = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)(10\.\d{4,9}\/[\w:/;.()[\]-]+)$/i.exec(
      text,
    )?.[1];
    return bare;
  }
  const [, year, month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  if (key.startsWith('date') && year !== undefined && Number(month) <= 12 && Number(day) <= 31)
    return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (key === 'cff-version') return '1.2.0';
  return /^(?:www\.|github\.com\/)\S+$/.test(text) ? `https://${text}` : undefined;
}

/** The id of a licence that is named in another way: `MIT License`, `Apache 2.0`, `GPLv3`. */
export function spdxOf(written: string): string | undefined {
  const name = plainLicence(written);
  if (name === '') return undefined;
  const names = [name, `${name}0`, `${name}10`];
  return [...spdxIds].find((id) => names.includes(plainLicence(id)));
}

function plainLicence(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\b(?:the|licen[cs]e|version|gnu|international|creative commons)\b/g, (word) =>
      word === 'creative commons' ? 'cc' : '',
    )
    .replaceAll(/v(?=\d)/g, '')
    .replaceAll(/[^a-z\d+]/g, '');
}
