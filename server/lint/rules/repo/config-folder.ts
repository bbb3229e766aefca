import type { FileEdit, Severity } from '../../../protocol';
import { inConfigDir } from '../../../environment/config-files';
import { buildpackFiles } from '../../../environment/known-files';
import { readRequirements } from '../../../environment/requirements';
import { appendLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { addPipLines } from './conda-edits';
import { declaredIn, fewNames, lostPackages } from './declared';
import { installFixes } from './install-package';
import { dockerfileKind } from './evidence';
import { isPackageImported } from './package-imports';
import { baseName, ignoredFor, isPackageFile, isReadByCommand, isStatement } from './uses';

/** Files of the root that lose all effect because binder/ or .binder/ is there, those that something in it refers to left out. */
export function* checkHidden(model: RepositoryModel): Iterable<Report> {
  const { environment, readers } = model.reading();
  const { configDir } = environment;
  const kind = readers.dockerfile === undefined ? 'recipe' : dockerfileKind(readers.dockerfile);
  if (kind === 'onbuild') return;
  for (const { path } of ignoredFor(model, 'why.hidden')) {
    // R's packages have a rule of their own, and lists of what is not copied may serve other builds.
    if (path === 'DESCRIPTION' || !isStatement(model, path) || isReadByCommand(model, path)) continue;
    const severity = hiddenSeverity(model, path);
    if (severity === undefined) continue;
    if (kind === 'prebuilt') {
      yield prebuiltReport(model, path);
      continue;
    }
    const lost = lostPackages(model, path) ?? [];
    const packages = fewNames(lost.map(({ name }) => name.text));
    yield {
      file: path,
      severity,
      ...(isPackageFile(path) && { code: 'repo-binder-dir-shadows-root.package' }),
      ...(packages !== '' && { code: 'repo-binder-dir-shadows-root.packages' }),
      args: { file: path, folder: `${configDir}/`, ...(packages !== '' && { packages }) },
      fixes: isPackageFile(path)
        ? installFixes(model, 'repo-binder-dir-shadows-root.fix-install')
        : fixesFor(model, path),
    };
  }
}

/** The files of the root may be what the image was made from, elsewhere. */
function prebuiltReport(model: RepositoryModel, path: string): Report {
  const args = { file: path, winner: model.reading().decidedBy ?? '' };
  return { file: path, severity: 'information', code: 'repo-binder-dir-shadows-root.prebuilt', args };
}

/** How much is lost. A folder that states its own environment may mean to leave the root out. */
function hiddenSeverity(model: RepositoryModel, path: string): Severity | undefined {
  const { configDir, chosenAsFallback } = model.reading().environment;
  const declared = declaredIn(model, path);
  if (declared !== undefined && lostPackages(model, path)?.length === 0) return undefined;
  if (chosenAsFallback) return 'error';
  if (isPackageFile(path)) return isPackageImported(model) ? 'error' : 'information';
  const replaced = model.has(inConfigDir(configDir, baseName(path)));
  if (declared === undefined) return replaced || baseName(path) === 'Dockerfile' ? undefined : 'information';
  return replaced ? 'information' : 'warning';
}

/** Into the folder where the build would then read it, else into the list of the folder. */
function fixesFor(model: RepositoryModel, path: string): ReportFix[] {
  const { configDir, buildpack, chosenAsFallback } = model.reading().environment;
  const to = inConfigDir(configDir, path);
  const source = model.text(path);
  const isRead = buildpack !== undefined && (chosenAsFallback || buildpackFiles[buildpack].includes(path));
  // Lines that are relative to the root would lead nowhere.
  const isRelative = source !== undefined && path.endsWith('.txt') && readRequirements(source).local;
  if (source === undefined) return [];
  if (model.has(to) || !isRead) return path === 'requirements.txt' ? includeFixes(model, path) : [];
  if (isRelative) return [];
  const edits: FileEdit[] = [{ kind: 'rename', file: path, to }];
  return [{ code: 'repo-binder-dir-shadows-root.fix', args: { to }, safe: false, edits }];
}

/** `-r ../requirements.txt` in the list of the folder. */
function includeFixes(model: RepositoryModel, path: string): ReportFix[] {
  const { conda, requirements } = model.reading().readers;
  const { buildpack } = model.reading().environment;
  const line = `-r ../${path}`;
  const [file, edit] =
    buildpack === 'conda' && conda !== undefined
      ? [conda.source.path, addPipLines(conda, [line])]
      : buildpack === 'python' && requirements !== undefined
        ? [requirements.source.path, appendLines(requirements.source, [line])]
        : [];
  if (file === undefined || edit === undefined) return [];
  return [{ code: 'repo-binder-dir-shadows-root.fix-include', args: { file }, safe: false, edits: [edit] }];
}

/** binder/ beside .binder/: no build at all. */
export function* checkTwoFolders(model: RepositoryModel): Iterable<Report> {
  const { problems } = model.reading().environment;
  if (!problems.some(({ error }) => error.code === 'binder-dir-conflict')) return;
  const below = model.files().filter(({ path }) => path.startsWith('.binder/'));
  const [first] = below;
  const file = first?.path ?? model.files().find(({ path }) => path.startsWith('binder/'))?.path ?? '';
  yield {
    file,
    fixes: mergeFixes(
      model,
      below.map(({ path }) => path),
    ),
  };
}

/** All that .binder/ holds goes to binder/, unless names meet there. */
function mergeFixes(model: RepositoryModel, paths: readonly string[]): ReportFix[] {
  const renames = paths.map((file) => ({ kind: 'rename' as const, file, to: file.slice(1) }));
  if (renames.length === 0 || renames.some(({ to }) => model.has(to))) return [];
  const edits: FileEdit[] = renames;
  return [{ code: 'repo-two-binder-dirs.fix', safe: false, edits }];
}
