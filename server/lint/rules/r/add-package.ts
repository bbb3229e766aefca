import type { RCode } from '../../../environment/code/r-code';
import { inConfigDir } from '../../../environment/config-files';
import type { DescriptionFile } from '../../../environment/description';
import { fieldOf } from '../../../environment/description';
import { condaNameOfR, repositoryOfR } from '../../../environment/names/r';
import type { FileEdit } from '../../../protocol';
import { appendLines, insertAt, insertLinesAfter, lineBreak, lineEnd, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { ReportFix } from '../../rule';
import { dashBefore } from '../env/yaml-edits';
import { isIgnored } from '../ignored';
import { rBuildpack, usedInstallCode, usedInstallR } from './files';
import { installCalls, packagesArgument } from './install-calls';

/** Has the build install a package, where it already installs others of R. `sure` where it is meant for certain. */
export function addPackage(model: RepositoryModel, name: string, sure: boolean): ReportFix | undefined {
  const edits = addPackages(model, [name]);
  const file = edits?.[0]?.file;
  if (edits === undefined || file === undefined) return undefined;
  const safe = sure && repositoryOfR(name) !== undefined;
  return { code: 'r-library-undeclared.fix', args: { package: name, file }, safe, edits };
}

/** The edits that have the build install packages; undefined where it is not clear how. */
export function addPackages(model: RepositoryModel, names: readonly string[]): FileEdit[] | undefined {
  return rBuildpack(model) === 'conda' ? addToConda(model, names) : addToR(model, names);
}

/** Behind the last package of environment.yml, where its entries have a line each. */
function addToConda(model: RepositoryModel, names: readonly string[]): FileEdit[] | undefined {
  const { conda } = model.reading().readers;
  const last = conda?.dependencies.findLast(({ kind }) => kind === 'package')?.written;
  const dash = conda === undefined || last === undefined ? undefined : dashBefore(conda.source, last);
  if (conda === undefined || last === undefined || dash === undefined) return undefined;
  const needsChannel = names.some((name) => repositoryOfR(name) === 'bioconductor');
  if (needsChannel && !conda.channels.some(({ text }) => text.includes('bioconda'))) return undefined;
  const lines = names.map((name) => `${dash}${condaNameOfR(name)}`);
  return [insertLinesAfter(conda.source, last.range.end.line, lines)];
}

/** To install.R; where there is none to DESCRIPTION, if that is what chose R, else to a new install.R. */
function addToR(model: RepositoryModel, names: readonly string[]): FileEdit[] | undefined {
  const { readers, environment, decidedBy } = model.reading();
  const code = usedInstallCode(model);
  if (code?.error !== undefined) return undefined;
  if (code !== undefined) return addToScript(code, names);
  if (usedInstallR(model) !== undefined) return undefined;
  const { description } = readers;
  if (decidedBy === 'DESCRIPTION' && description !== undefined && !isIgnored(model, 'DESCRIPTION'))
    return [addImports(description, names)];
  const text = names.flatMap((name) => installLines(undefined, name)).map((line) => `${line}\n`);
  return [{ kind: 'create', file: inConfigDir(environment.configDir, 'install.R'), text: text.join('') }];
}

/** To calls that install others already, each repository's to its own; what is left at the end. */
function addToScript(code: RCode, names: readonly string[]): FileEdit[] {
  const of = (repository: 'cran' | 'bioconductor'): string[] =>
    names.filter((name) => (repositoryOfR(name) ?? 'cran') === repository);
  const edits: FileEdit[] = [];
  const left: string[] = [];
  for (const group of [of('cran'), of('bioconductor')]) {
    const edit = group.length === 0 ? undefined : extendCall(code, group);
    if (edit === undefined) left.push(...group);
    else edits.push(edit);
  }
  const lines = left.flatMap((name) => installLines(code, name));
  return lines.length === 0 ? edits : [...edits, appendLines(code.source, lines)];
}

/** Ends with a look at whether it is there: a package that cannot be installed is only warned of. */
function installLines(code: RCode | undefined, name: string): string[] {
  const check = `stopifnot(requireNamespace("${name}", quietly = TRUE))`;
  if (repositoryOfR(name) !== 'bioconductor') return [`install.packages("${name}")`, check];
  const hasManager = code?.source.text.includes('BiocManager') === true;
  return [
    ...(hasManager ? [] : ['install.packages("BiocManager")']),
    `BiocManager::install("${name}", update = FALSE, ask = FALSE)`,
    check,
  ];
}

/** Adds to the last call that installs packages by their names, in the way in which its list is written. */
function extendCall(code: RCode, names: readonly string[]): FileEdit | undefined {
  const wanted = repositoryOfR(names[0] ?? '') === 'bioconductor' ? 'install' : 'install.packages';
  const last = installCalls(code).findLast((each) => each.name === wanted && each.call.alone);
  const given = last === undefined ? undefined : packagesArgument(last.call);
  const { source } = code;
  const quoted = names.map((name) => `"${name}"`);
  if (given?.string !== undefined)
    return replaceSpan(source, given.written, `c(${[given.written.text, ...quoted].join(', ')})`);
  const string = given?.strings?.at(-1);
  if (string === undefined) return undefined;
  const { start, end } = string.range;
  const before = source.text.slice(source.lineStarts[start.line] ?? 0, start.offset);
  const indentation = /^(\s+)["']$/.exec(before)?.[1];
  const separator = indentation === undefined ? ', ' : `,${lineBreak(source)}${indentation}`;
  // What stands behind the last one, such as a comment, stays behind it.
  const isLast = source.text.slice(end.offset + 1, lineEnd(source, end.line)).trim() === '';
  return indentation === undefined || isLast
    ? insertAt(source, end.offset + 1, quoted.map((name) => `${separator}${name}`).join(''))
    : insertAt(source, start.offset - 1, quoted.map((name) => `${name}${separator}`).join(''));
}

/** Adds packages to the Imports of DESCRIPTION, which are made where there are none. */
export function addImports(description: DescriptionFile, names: readonly string[]): FileEdit {
  const { source } = description;
  const imports = fieldOf(description, 'Imports');
  const last = description.fields.at(-1)?.value.range.end.line;
  if (imports === undefined) {
    const lines = [
      'Imports:',
      ...names.map((name, index) => `    ${name}${index < names.length - 1 ? ',' : ''}`),
    ];
    // A blank line would begin another record.
    return last === undefined ? appendLines(source, lines) : insertLinesAfter(source, last, lines);
  }
  const { start, end } = imports.value.range;
  const written = source.text.slice(start.offset, end.offset).replace(/[\s,]+$/, '');
  const indentation = /[\r\n]([ \t]+)\S[^\r\n]*$/.exec(written)?.[1] ?? '    ';
  const added = names.map((name) => `${lineBreak(source)}${indentation}${name}`).join(',');
  return insertAt(source, start.offset + written.length, `${written === '' ? '' : ','}${added}`);
}
