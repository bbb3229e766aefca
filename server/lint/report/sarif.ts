import type { Finding, Range, Severity } from '../../protocol';
import { jsonPlace } from '../../environment/code/notebook-places';
import { positionAt, sourceText } from '../../environment/text';
import type { RepoView } from '../../environment/view';
import { lintTemplates } from '../messages';
import { pageOf } from '../linter';
import { pages } from '../pages/table';
import type { Rule } from '../rule';

/** Findings as a SARIF 2.1.0 log, for code scanning. `version` is that of Bindery. */
export function sarifReport(
  findings: readonly Finding[],
  rules: readonly Rule[],
  view: RepoView,
  version: string,
): object {
  const used = rules.filter(({ id }) => findings.some(({ rule }) => rule === id));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Bindery', version, rules: used.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, used, view)),
      },
    ],
  };
}

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

function descriptor({ id, severity }: Rule): object {
  const page = pages.find((each) => each.id === id);
  return {
    id,
    shortDescription: { text: page?.what ?? lintTemplates[id] },
    ...(page !== undefined && { fullDescription: { text: page.why } }),
    help: { text: `${page?.what ?? ''} ${page?.why ?? ''} (${pageOf(id)})`.trim() },
    defaultConfiguration: { level: levels[severity] },
  };
}

function result(finding: Finding, rules: readonly Rule[], view: RepoView): object {
  const { rule, severity, message, file, range, related = [] } = finding;
  const index = rules.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ...(index !== -1 && { ruleIndex: index }),
    level: levels[severity],
    message: { text: message },
    locations: [location(file, range, view)],
    ...(related.length > 0 && {
      relatedLocations: related.map((place, id) => ({
        id,
        ...location(place.file, place.range, view),
        message: { text: place.message },
      })),
    }),
    partialFingerprints: { 'bindery/v1': `${rule}:${file}:${finding.code}:${JSON.stringify(finding.args)}` },
  };
}

function location(file: string, range: Range | undefined, view: RepoView): object {
  const uri = file === '' ? '.' : file.split('/').map(encodeURIComponent).join('/');
  const cell = range?.cell;
  const region = range === undefined ? undefined : regionOf(file, range, view);
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
      ...(region !== undefined && { region }),
    },
    ...(cell !== undefined && {
      logicalLocations: [{ name: `cell ${Number(cell) + 1}`, kind: 'element' }],
    }),
  };
}

/** Lines and columns count from one. Of a place in a cell, the line of the file that has the cell's line. */
function regionOf(file: string, { start, end, cell }: Range, view: RepoView): object | undefined {
  if (cell === undefined) {
    return {
      startLine: start.line + 1,
      startColumn: start.column + 1,
      endLine: end.line + 1,
      endColumn: end.column + 1,
    };
  }
  const line = lineInFile(view, file, Number(cell), start.line);
  return line === undefined ? undefined : { startLine: line + 1 };
}

/** The line of a notebook's file that has a line of a cell: nbformat stores a line per element, most of the time. */
function lineInFile(view: RepoView, file: string, cell: number, line: number): number | undefined {
  const source = sourceText(file, view.read(file) ?? new Uint8Array());
  const whole = ['cells', cell, 'source'];
  const place = jsonPlace(source.text, [...whole, line]) ?? jsonPlace(source.text, whole);
  return place === undefined ? undefined : positionAt(source, place.start).line;
}
