import { condaPipLines } from '../../../environment/environment-yml';
import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import type { MatchSpec } from '../../../environment/match-spec';
import { normalName } from '../../../environment/names/python';
import { rangeAt } from '../../../environment/text';
import type { TextSpan } from '../../../environment/text';
import type { FileEdit, Severity } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { addPipLines } from '../repo/conda-edits';
import { baseStack, needOldNotebook } from './base-stack';
import type { CondaPackage } from './conda-file';
import { condaFile, condaPackagesOf, listed, versionOf } from './conda-file';
import { condaForgeNames, onlyOnIndex } from './conda-names';
import { allEdits, deleteEntries, disjoint, isAlone, replacePiece } from './yaml-edits';

/** R, where what comes with it is not made for the machine. */
export function* checkR(model: RepositoryModel): Iterable<Report> {
  const path = condaFile(model)?.source.path;
  for (const { error, file, range } of model.reading().environment.problems) {
    if (error.code !== 'r-needs-amd64' || file === undefined || file !== path) continue;
    yield { file, ...(range && { range }), args: { platform: model.options.platform } };
  }
}

const distributions = /^(?:anaconda|intelpython[23]_full)$/;

/** Whole distributions in place of what is used of them. */
export function* checkDistributions(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  for (const { name, spec } of condaPackagesOf(conda)) {
    if (!distributions.test(name)) continue;
    const missing = name === 'anaconda' && spec.channel === undefined && onlyCommunity(conda);
    const code = missing ? 'env-anaconda-metapackage.missing' : 'env-anaconda-metapackage';
    const severity: Severity = missing ? 'error' : 'warning';
    yield { file: conda.source.path, range: spec.name.range, args: { name }, code, severity };
  }
}

/** True where nothing but conda-forge and bioconda is asked, as where no channel is named. */
function onlyCommunity({ channels }: CondaEnvironmentFile): boolean {
  return channels.every(({ text }) =>
    /^(?:https?:\/\/conda\.anaconda\.org\/)?(?:conda-forge|bioconda|nodefaults)\/?$/.test(text),
  );
}

/** Names that no package of conda has, or that only pip's have. Other channels than those that are known may have them. */
export function* checkNames(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const severity: Severity = onlyCommunity(conda) ? 'error' : 'warning';
  for (const each of condaPackagesOf(conda)) {
    const { name, spec } = each;
    if (spec.channel !== undefined) continue;
    const renamed = Object.hasOwn(condaForgeNames, name) ? condaForgeNames[name] : undefined;
    const base = { file: conda.source.path, range: spec.name.range, severity };
    if (renamed !== undefined)
      yield { ...base, args: { name, conda: renamed }, fixes: renamedTo(conda, each, renamed) };
    else if (onlyOnIndex.has(name))
      yield { ...base, args: { name }, code: 'env-pip-name-in-conda.only', fixes: toPip(conda, each) };
  }
}

/** Takes the entry out where the right name is asked for already. */
function renamedTo(conda: CondaEnvironmentFile, { spec, written }: CondaPackage, name: string): ReportFix[] {
  const { source, dependencies } = conda;
  const isThere = condaPackagesOf(conda).some((other) => other.name === name);
  const edits = isThere
    ? deleteEntries(source, [written], dependencies.length)
    : [replacePiece(source, spec.name, name), ...ownVersion(conda, spec, name)];
  return edits === undefined || !allEdits(edits)
    ? []
    : [{ code: 'env-pip-name-in-conda.fix', args: { conda: name }, safe: true, edits }];
}

/** Releases of opencv-python have a fourth number of their own. */
function ownVersion(
  { source }: CondaEnvironmentFile,
  { version }: MatchSpec,
  name: string,
): (FileEdit | undefined)[] {
  const shorter = version?.text.replace(/(\d+\.\d+\.\d+)\.\d+/g, '$1');
  const changed = name === 'opencv' && version !== undefined && shorter !== version.text;
  return changed ? [replacePiece(source, version, shorter ?? '')] : [];
}

function toPip(conda: CondaEnvironmentFile, { spec, written }: CondaPackage): ReportFix[] {
  const { source, dependencies } = conda;
  if (spec.build !== undefined || spec.fields.length > 0 || !isAlone(source, written)) return [];
  const version = (spec.version?.text ?? '').replace(/\s+/g, '');
  const ofPip = version
    .replace(/^=?(?==?\d)/, '=')
    .replace(/^(?=\d)/, '==')
    .replace(/^=(?=\d)/, '==');
  if (ofPip.includes('|')) return [];
  const added = addPipLines(conda, [`${spec.name.text}${ofPip}`]);
  const gone = deleteEntries(source, [written], dependencies.length);
  const edits = added === undefined || gone === undefined ? undefined : disjoint([...gone, added]);
  return edits === undefined ? [] : [{ code: 'env-pip-name-in-conda.fix-pip', safe: true, edits }];
}

/** Parts of the server that runs the session, in a version before the one that is there. */
export function* checkServer(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  const { python, separateKernel } = model.reading().environment.versions;
  if (conda === undefined || separateKernel === true || python === '3.7') return;
  const all = everything(conda);
  const older = all.filter(isOlder);
  const [first] = older;
  if (first === undefined) return;
  const onPurpose = all.some(({ name }) => needOldNotebook.has(normalName(name.text)));
  const names = older.map(({ name }) => `${name.text} ${String(baseStack[normalName(name.text)])}`);
  const edits = older.map(({ fix }) => fix);
  yield {
    file: conda.source.path,
    range: (first.version ?? first.name).range,
    args: { names: listed(names) },
    ...(onPurpose && { severity: 'information' }),
    fixes: allEdits(edits) ? [{ code: 'env-conflict-notebook-stack.fix', safe: false, edits }] : [],
  };
}

/** Nothing that the version allows is as new as what is there. */
function isOlder({ name, version }: Named): boolean {
  const normal = normalName(name.text);
  const shipped = Object.hasOwn(baseStack, normal) ? baseStack[normal] : undefined;
  const newest = version === undefined ? undefined : newestMajor(version.text);
  return shipped !== undefined && newest !== undefined && newest < shipped;
}

interface Named {
  readonly name: TextSpan;
  readonly version?: TextSpan;
  /** Takes the version away. */
  readonly fix: FileEdit | undefined;
}

function everything(conda: CondaEnvironmentFile): Named[] {
  const { source } = conda;
  const bare = (name: TextSpan, version: TextSpan | undefined, end: number): Named => {
    const range = rangeAt(source, name.range.end.offset, end);
    const fix = version && replaceSpan(source, { range }, '');
    return { name, ...(version && { version }), fix };
  };
  const ofConda = condaPackagesOf(conda).map((each) => {
    const { name, build, version } = each.spec;
    const end = (build ?? version)?.range.end.offset ?? name.range.end.offset;
    return { ...bare(name, versionOf(each), end), ...(version === undefined && { fix: undefined }) };
  });
  const ofPip = condaPipLines(conda).flatMap((line) => {
    if (line.kind !== 'requirement') return [];
    const { name, clauses, extras } = line.requirement;
    const [first] = clauses;
    const last = clauses.at(-1);
    if (first === undefined || last === undefined) return [bare(name, undefined, 0)];
    const start = first.version.range.start.offset - first.operator.length;
    const text = clauses.map(({ operator, version }) => operator + version.text).join(',');
    const version = { text, range: rangeAt(source, start, last.version.range.end.offset) };
    const named = bare(name, version, last.version.range.end.offset);
    return [extras.length > 0 ? { ...named, fix: undefined } : named];
  });
  return [...ofConda, ...ofPip];
}

/** The first number of the newest version that a spec allows; undefined where it is not bounded, or not by numbers. */
function newestMajor(spec: string): number | undefined {
  const choices = spec.split('|').map((choice) => {
    const bounds = choice.split(',').flatMap((clause) => {
      const [, operator = '', major, rest = ''] =
        /^\s*(==?|<=?|~=)?\s*(\d+)([\d.]*)(?:\.?\*)?\s*$/.exec(clause) ?? [];
      if (major === undefined) return [];
      const excluded = operator === '<' && /^(?:\.0*)*$/.test(rest);
      return [Number(major) - (excluded ? 1 : 0)];
    });
    return bounds.length === 0 ? undefined : Math.min(...bounds);
  });
  return choices.includes(undefined) ? undefined : Math.max(...choices.map((each) => each ?? 0));
}
