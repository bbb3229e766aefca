import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import type { MatchSpec } from '../../../environment/match-spec';
import type { FileEdit, Severity } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { addPipLines } from '../repo/conda-edits';
import type { CondaPackage } from './conda-file';
import { condaFile, condaPackagesOf } from './conda-file';
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
