import type { CondaDependency, CondaEnvironmentFile } from '../../../environment/environment-yml';
import type { MatchSpecFault, MatchSpecFaultKind } from '../../../environment/match-spec-fault';
import { matchSpecFault } from '../../../environment/match-spec-fault';
import { excerpt, spanAt } from '../../../environment/text';
import { insertLinesAfter } from '../../edits';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { condaFile } from './conda-file';
import { isPipWithoutColon } from './pip-shape';
import { dashBefore, replaceEntry } from './yaml-edits';

/** Entries that conda cannot read as a package, or that the builder passes over. */
export function* checkSpecs(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  for (const entry of conda.dependencies) {
    const report = entry.kind === 'package' ? specReport(conda, entry) : shapeReport(conda, entry);
    if (report !== undefined) yield report;
  }
}

type PackageEntry = Extract<CondaDependency, { readonly kind: 'package' }>;

function specReport(conda: CondaEnvironmentFile, entry: PackageEntry): Report | undefined {
  const { source } = conda;
  const { written } = entry;
  if (isPipWithoutColon(entry)) return undefined;
  const fault = matchSpecFault(written.text.replace(/\s+/g, ' '));
  if (fault === undefined) return undefined;
  const { kind, meant, tolerated } = fault;
  return {
    ...{ file: source.path, range: written.range, code: sentences[kind] },
    args: { written: excerpt(written.text, 60), meant: meant.join(', ') },
    ...(tolerated && { severity: 'warning' }),
    fixes: corrected(conda, entry, fault),
  };
}

const sentences: Readonly<Record<MatchSpecFaultKind, LintCode>> = {
  pip: 'env-dep-invalid-spec.pip',
  several: 'env-dep-invalid-spec.several',
  marker: 'env-dep-invalid-spec.marker',
  extras: 'env-dep-invalid-spec.extras',
  parentheses: 'env-dep-invalid-spec.parentheses',
  build: 'env-dep-invalid-spec.build',
  operator: 'env-dep-invalid-spec',
  comma: 'env-dep-invalid-spec.comma',
  quotes: 'env-dep-invalid-spec',
  version: 'env-dep-invalid-spec',
  name: 'env-dep-invalid-spec',
};

/** What may be put right unasked: what is left out or guessed otherwise needs somebody's eyes. */
const safeKinds: readonly MatchSpecFaultKind[] = [
  'operator',
  'comma',
  'quotes',
  'several',
  'build',
  'parentheses',
];

function corrected(
  { source }: CondaEnvironmentFile,
  { written }: PackageEntry,
  { kind, meant }: MatchSpecFault,
): ReportFix[] {
  const [first, ...others] = meant;
  const edit = first === undefined ? undefined : replaceEntry(source, written, first);
  const dash = dashBefore(source, written);
  if (edit === undefined || dash === undefined) return [];
  const lines = others.map((text) => `${dash}${text}`);
  return [
    {
      code: others.length > 0 ? 'env-dep-invalid-spec.fix-several' : 'env-dep-invalid-spec.fix',
      args: { meant: meant.join(', ') },
      safe: safeKinds.includes(kind),
      edits: [edit, ...(lines.length > 0 ? [insertLinesAfter(source, written.range.end.line, lines)] : [])],
    },
  ];
}

/** Entries that are no texts. A selector (`sel(linux): …`) is the client's own, and an empty one asks for nothing. */
function shapeReport(
  { source }: CondaEnvironmentFile,
  entry: Exclude<CondaDependency, PackageEntry>,
): Report | undefined {
  if (entry.kind === 'pip' || entry.holds === 'nothing') return undefined;
  const { pairs, holds, written } = entry;
  if (pairs.some(({ key }) => key.text === 'pip' || key.text.startsWith('sel('))) return undefined;
  const [pair] = pairs;
  const key = pair?.key ?? written;
  const text = excerpt(written.text, 40);
  const base = { file: source.path, range: key.range };
  if (holds === 'value') return { ...base, code: 'env-dep-invalid-spec.number', args: { written: text } };
  if (holds === 'list') return { ...base, code: 'env-dep-invalid-spec.list', args: {} };
  const version = pair?.holds === 'value' && pairs.length === 1 ? pair.value?.text : undefined;
  const meant = version !== undefined && /^v?\d[\w.]*$/.test(version) ? `${key.text}=${version}` : undefined;
  const whole = pair?.value && spanAt(source, pair.key.range.start.offset, pair.value.range.end.offset);
  const edit = meant === undefined || whole === undefined ? undefined : replaceEntry(source, whole, meant);
  return {
    ...{ ...base, code: 'env-dep-invalid-spec.mapping', args: { written: text } },
    fixes:
      edit === undefined
        ? []
        : [{ code: 'env-dep-invalid-spec.fix', args: { meant: meant ?? '' }, safe: true, edits: [edit] }],
  };
}
