import { normalName } from '../../../environment/names/python';
import type { PipfileFile } from '../../../environment/pipfile';
import type { Requirement } from '../../../environment/requirement';
import type { RequirementLine } from '../../../environment/requirement-line';
import type { FileEdit } from '../../../protocol';
import { appendLines, insertLinesAfter } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { listed } from '../requirements/local-urls';

/** A requirements.txt beside a Pipfile, with packages that the Pipfile does not have: nobody installs them. */
export function* checkRequirementsBeside(model: RepositoryModel): Iterable<Report> {
  const { readers, environment } = model.reading();
  const { requirements, pipfile, pipfileLock } = readers;
  if (environment.buildpack !== 'pipfile' || requirements === undefined) return;
  const held = [...(pipfile?.packages ?? []), ...(pipfileLock?.packages ?? [])];
  const names = new Set(held.map(({ name }) => normalName(name.text)));
  const missing = requirements.lines.flatMap((line) => {
    const requirement = named(line);
    return requirement === undefined || names.has(normalName(requirement.name.text)) ? [] : [requirement];
  });
  const [first] = missing;
  if (first === undefined) return;
  const wins = pipfile?.source.path ?? pipfileLock?.source.path ?? '';
  yield {
    file: requirements.source.path,
    range: first.name.range,
    args: { names: listed(missing.map(({ name }) => name.text)), file: wins },
    related: [{ file: wins, code: 'pipfile-requirements-both.related' }],
    fixes: pipfile === undefined || pipfileLock !== undefined ? [] : mergeFix(pipfile, missing),
  };
}

function named(line: RequirementLine): Requirement | undefined {
  return line.kind === 'requirement' ? line.requirement : undefined;
}

/** Addresses are written in other ways there: then it is left to the author. */
function mergeFix(pipfile: PipfileFile, missing: readonly Requirement[]): ReportFix[] {
  if (pipfile.syntaxError !== undefined || missing.some(({ url }) => url !== undefined)) return [];
  const edit = addPackages(pipfile, missing.map(asPackage));
  return [
    { code: 'pipfile-requirements-both.fix', args: { count: missing.length }, safe: false, edits: [edit] },
  ];
}

function addPackages({ source, packages }: PipfileFile, lines: readonly string[]): FileEdit {
  const plain = packages.findLast(({ section, value, name }) => section === 'default' && value !== name);
  if (plain !== undefined) return insertLinesAfter(source, plain.value.range.end.line, lines);
  const header = /^[ \t]*\[[ \t]*packages[ \t]*\][^\n]*/m.exec(source.text);
  if (header === null) return appendLines(source, ['', '[packages]', ...lines]);
  const line = source.lineStarts.filter((start) => start <= header.index + header[0].length).length - 1;
  return insertLinesAfter(source, line, lines);
}

/** `name = "==1.0"`, or a table where more is said of it. */
function asPackage({ name, clauses, extras, marker }: Requirement): string {
  const version = clauses.map(({ operator, version: { text } }) => operator + text).join(',') || '*';
  const key = /^[A-Za-z0-9_-]+$/.test(name.text) ? name.text : JSON.stringify(name.text);
  if (extras.length === 0 && marker === undefined) return `${key} = ${JSON.stringify(version)}`;
  const parts = [
    `version = ${JSON.stringify(version)}`,
    ...(extras.length > 0 ? [`extras = [${extras.map(({ text }) => JSON.stringify(text)).join(', ')}]`] : []),
    ...(marker === undefined ? [] : [`markers = ${JSON.stringify(marker.text.trim())}`]),
  ];
  return `${key} = {${parts.join(', ')}}`;
}
