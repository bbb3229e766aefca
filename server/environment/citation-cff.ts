import { citationShape } from './citation-schema';
import type { Violation } from './data-shape';
import { checkShape } from './data-shape';
import type { DataNode } from './data-tree';
import { dataGet, dataItems, dataText, yamlData } from './data-tree';
import type { SourceText, TextSpan } from './text';
import { rangeAt } from './text';
import type { SyntaxFault } from './toml-text';
import { readYaml } from './yaml-text';

/** CITATION.cff: how to cite the repository. */
export interface CitationFile {
  readonly source: SourceText;
  /** Where and why it is not YAML; then nothing else is known of it. */
  readonly syntaxError?: SyntaxFault;
  readonly title?: TextSpan;
  /** Of the work. */
  readonly version?: TextSpan;
  readonly licences: readonly TextSpan[];
  /** Full names of people and organisations. */
  readonly authors: readonly string[];
  readonly orcids: readonly TextSpan[];
  /** Of the work itself. */
  readonly dois: readonly string[];
  /** Place of the first key: where others may be put. */
  readonly start: number;
  /** What is not as the format's schema 1.2.0 says; of files in an older format only what is missing. */
  readonly violations: readonly Violation[];
}

/** Reads CITATION.cff. Never throws. */
export function readCitation(source: SourceText): CitationFile {
  const yaml = readYaml(source);
  const nothing = { source, licences: [], authors: [], orcids: [], dois: [], start: 0, violations: [] };
  const fault = yaml.syntaxError;
  if (fault !== undefined)
    return isRefusedByFew(source, fault) ? nothing : { ...nothing, syntaxError: fault };
  const root: DataNode = yamlData(yaml) ?? { kind: 'map', range: rangeAt(source, 0, 0), entries: [] };
  const title = dataText(dataGet(root, 'title'));
  const version = dataText(dataGet(root, 'version'));
  const licence = dataGet(root, 'license');
  const licences = licence?.kind === 'list' ? licence.items.map(dataText) : [dataText(licence)];
  const authors = dataItems(dataGet(root, 'authors'));
  return {
    source,
    ...(title === undefined ? {} : { title }),
    ...(version === undefined ? {} : { version }),
    licences: licences.filter((span) => span !== undefined),
    authors: authors.map(nameOf).filter((name) => name !== ''),
    orcids: authors.map((author) => dataText(dataGet(author, 'orcid'))).filter((span) => span !== undefined),
    dois: doisOf(root),
    start: root.range.start.offset,
    violations: violationsOf(root),
  };
}

/** A quoted text whose next lines are indented too little: against YAML 1.2, and read by what GitHub and Zenodo use. */
function isRefusedByFew({ text }: SourceText, { detail, position }: SyntaxFault): boolean {
  return detail.startsWith('Missing closing') && /["'][ \t]*(?:\r?\n|$)/.test(text.slice(position.offset));
}

function nameOf(author: DataNode): string {
  const part = (key: string): string => dataText(dataGet(author, key))?.text ?? '';
  const own = part('name');
  return own === '' ? `${part('given-names')} ${part('family-names')}`.trim() : own;
}

function doisOf(root: DataNode): string[] {
  const identifiers = dataItems(dataGet(root, 'identifiers')).filter(
    (each) => dataText(dataGet(each, 'type'))?.text === 'doi',
  );
  const spans = [dataGet(root, 'doi'), ...identifiers.map((each) => dataGet(each, 'value'))].map(dataText);
  return spans.flatMap((span) => (span === undefined ? [] : [span.text]));
}

function violationsOf(root: DataNode): readonly Violation[] {
  const found = checkShape(root, citationShape);
  const format = dataText(dataGet(root, 'cff-version'))?.text;
  // Of other versions of the format only this much is the same.
  const isOther = format !== undefined && format !== '1.2.0' && /^1\.\d+\.\d+$/.test(format);
  return isOther ? found.filter(({ kind, path }) => kind === 'missing' && !path.includes('.')) : found;
}
