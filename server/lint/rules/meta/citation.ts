import type { CitationFile } from '../../../environment/citation-cff';
import type { OrcidFault } from '../../../environment/orcid';
import { orcidDigits, orcidFault } from '../../../environment/orcid';
import type { SourceText, TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import { insertAt, lineBreak, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { citationFile, zenodoFile } from './files';
import { formatReports, violationReport } from './violations';

/** CITATION.cff against the schema of its format. */
export function* checkCitation(model: RepositoryModel): Iterable<Report> {
  const file = citationFile(model);
  if (file === undefined) return;
  const { violations } = file;
  const missing = violations.filter(({ kind }) => kind === 'missing');
  const others = { ...file, violations: violations.filter(({ kind }) => kind !== 'missing') };
  for (const violation of missing)
    yield {
      ...violationReport('meta-cff-invalid', file.source, violation),
      fixes: missingFix(file, violation.path),
    };
  yield* formatReports('meta-cff-invalid', others);
}

/** What there is only one sensible value for. */
const defaults: ReadonlyMap<string, string> = new Map([
  ['cff-version', 'cff-version: 1.2.0'],
  ['message', 'message: If you use this software, please cite it using the metadata from this file.'],
]);

function missingFix({ source, start }: CitationFile, path: string): ReportFix[] {
  const line = defaults.get(path);
  if (line === undefined) return [];
  const edit = insertAt(source, start, `${line}${lineBreak(source)}`);
  return [{ code: 'meta-cff-invalid.fix-add', args: { line }, safe: true, edits: [edit] }];
}

/** Zenodo refuses shorter titles, and with them the whole release. In characters. */
const shortestTitle = 3;

export function* checkTitle(model: RepositoryModel): Iterable<Report> {
  const file = citationFile(model);
  if (file?.title === undefined || file.title.text.length >= shortestTitle) return;
  yield { file: file.source.path, range: file.title.range, args: { title: file.title.text } };
}

/** ORCIDs of CITATION.cff and .zenodo.json. */
export function* checkOrcids(model: RepositoryModel): Iterable<Report> {
  const citation = citationFile(model);
  for (const file of [citation, zenodoFile(model)]) {
    if (file === undefined) continue;
    for (const orcid of file.orcids) {
      const fault = orcidFault(orcid.text);
      if (fault !== undefined) yield orcidReport(file.source, orcid, fault);
    }
  }
  if (citation !== undefined) yield* checkAddresses(citation);
}

function orcidReport({ path }: SourceText, orcid: TextSpan, fault: OrcidFault): Report {
  return {
    file: path,
    range: orcid.range,
    ...(fault === 'digits' && { code: 'meta-cff-orcid-invalid.digits' }),
    args: { orcid: excerpt(orcid.text) },
  };
}

/** The format asks for the address, also of an ORCID that is right: one finding, for all are written alike. */
function* checkAddresses({ source, orcids }: CitationFile): Iterable<Report> {
  const bare = orcids.flatMap((span) => {
    const digits = orcidFault(span.text) === undefined ? orcidDigits(span.text) : undefined;
    const address = `https://orcid.org/${digits?.toUpperCase() ?? ''}`;
    return digits === undefined || address === span.text ? [] : [{ span, address }];
  });
  const [first] = bare;
  if (first === undefined) return;
  const edits = bare.map(({ span, address }) => {
    const quote = /^["']/.exec(source.text.slice(span.range.start.offset))?.[0] ?? '';
    return replaceSpan(source, span, `${quote}${address}${quote}`);
  });
  yield {
    file: source.path,
    range: first.span.range,
    code: 'meta-cff-orcid-invalid.address',
    severity: 'warning',
    args: { address: first.address },
    fixes: [{ code: 'meta-cff-orcid-invalid.fix', safe: true, edits }],
  };
}
