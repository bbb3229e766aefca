import type * as vscode from 'vscode';
import type { Finding, Range, Severity } from '../../server/protocol';
import type { Vs } from '../platform/vs';

/** A finding where the editor shows it. */
export interface PlacedFinding {
  readonly uri: vscode.Uri;
  readonly finding: Finding;
  readonly diagnostic: vscode.Diagnostic;
}

/** Where things are that findings speak of. */
export interface Places {
  uri(path: string): vscode.Uri;
  /** The document of a notebook's cell, by its index; undefined where the notebook is not open. */
  cell(path: string, index: number): vscode.Uri | undefined;
  /** Where a rule is described. */
  page(rule: string): vscode.Uri;
  /** The file for what is said of the repository as such. */
  readonly whole: string;
  isIgnored(path: string): boolean;
}

export type DiagnosticVs = Pick<
  Vs,
  | 'Diagnostic'
  | 'DiagnosticSeverity'
  | 'DiagnosticTag'
  | 'DiagnosticRelatedInformation'
  | 'Location'
  | 'Range'
  | 'l10n'
>;

export const diagnosticSource = 'Bindery';

/** The finding as a diagnostic of the document that it is about. */
export function placeFinding(vs: DiagnosticVs, finding: Finding, places: Places): PlacedFinding {
  const path = finding.file === '' ? places.whole : finding.file;
  const { location, cell } = locate(vs, path, finding.range, places);
  const message =
    cell === undefined ? finding.message : vs.l10n.t('Cell {0}: {1}', cell + 1, finding.message);
  const diagnostic = new vs.Diagnostic(location.range, message, severityOf(vs, finding.severity));
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: finding.rule, target: places.page(finding.rule) };
  if (places.isIgnored(path)) diagnostic.tags = [vs.DiagnosticTag.Unnecessary];
  if (finding.related !== undefined) {
    diagnostic.relatedInformation = finding.related.map((place) => {
      const { location: other } = locate(vs, place.file, place.range, places);
      return new vs.DiagnosticRelatedInformation(other, place.message);
    });
  }
  return { uri: location.uri, finding, diagnostic };
}

/** `cell` where a cell is meant that no document shows: then the place is the notebook as such. */
function locate(
  vs: DiagnosticVs,
  path: string,
  range: Range | undefined,
  places: Places,
): { readonly location: vscode.Location; readonly cell?: number } {
  const uri = places.uri(path);
  const start = new vs.Range(0, 0, 0, 0);
  if (range === undefined) return { location: new vs.Location(uri, start) };
  if (range.cell === undefined) return { location: new vs.Location(uri, editorRange(vs, range)) };
  const cell = Number(range.cell);
  const document = places.cell(path, cell);
  return document === undefined
    ? { location: new vs.Location(uri, start), cell }
    : { location: new vs.Location(document, editorRange(vs, range)) };
}

/** A place in lines and columns, which count the same here and there; offsets do not where line breaks are mixed. */
export function editorRange(vs: Pick<Vs, 'Range'>, { start, end }: Range): vscode.Range {
  return new vs.Range(start.line, start.column, end.line, end.column);
}

function severityOf({ DiagnosticSeverity }: DiagnosticVs, severity: Severity): vscode.DiagnosticSeverity {
  const table = {
    error: DiagnosticSeverity.Error,
    warning: DiagnosticSeverity.Warning,
    information: DiagnosticSeverity.Information,
    hint: DiagnosticSeverity.Hint,
  };
  return table[severity];
}
