import { condaPipLines } from '../../../environment/environment-yml';
import { isDirectory } from '../../../environment/config-files';
import { isLocalPipRequirement } from '../../../environment/local-requirement';
import type { RequirementLine } from '../../../environment/requirement-line';
import { excerpt } from '../../../environment/text';
import { insertAt } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { condaFile } from './conda-file';
import { replacePiece } from './yaml-edits';
import type { CondaEnvironmentFile } from '../../../environment/environment-yml';

type LocationLine = Extract<RequirementLine, { readonly kind: 'location' }>;

/** Any of these makes a folder one that pip can install. */
const packageFiles = ['pyproject.toml', 'setup.py', 'setup.cfg'];

/** Places of the list for pip that are no addresses: pip takes them from the folder in which environment.yml stands. */
export function* checkLocal(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const early = !conda.local;
  for (const line of condaPipLines(conda)) {
    const address =
      line.kind === 'location'
        ? line.location
        : line.kind === 'requirement'
          ? line.requirement.url
          : undefined;
    if (address === undefined) continue;
    const path = localPath(address.text);
    if (path === undefined) continue;
    const base = { file: conda.source.path, range: address.range, args: { path: excerpt(address.text, 60) } };
    if (isAbsolute(path)) yield { ...base, code: 'env-pip-local.absolute', severity: 'error' };
    else if (line.kind === 'location') {
      const report = relative(model, conda, line, path, early);
      yield { ...base, ...report, args: { ...base.args, ...report.args } };
    }
  }
}

/** The path that a line names; undefined for addresses elsewhere and for what an environment variable says. */
function localPath(text: string): string | undefined {
  if (text.includes('${')) return undefined;
  const path = text.replace(/(?:\[[^\]]*\])?(?:#.*)?$/, '');
  if (/^file:/i.test(path)) return path.replace(/^file:(?:\/\/(?:localhost)?)?/i, '');
  return /^[a-z][a-z0-9+.-]+:|^git@/i.test(path) ? undefined : path;
}

function isAbsolute(path: string): boolean {
  return /^(?:[/~]|[A-Za-z]:[\\/])/.test(path);
}

function relative(
  model: RepositoryModel,
  conda: CondaEnvironmentFile,
  line: LocationLine,
  written: string,
  early: boolean,
): Omit<Report, 'file' | 'range'> {
  const { source } = conda;
  const folder = source.path.slice(0, Math.max(0, source.path.lastIndexOf('/')));
  const path = within(folder, written);
  if (path === undefined) return { code: 'env-pip-local.outside', severity: 'error' };
  const isArchive = /\.(?:whl|zip|tar|gz|bz2|xz|tgz)$/i.test(written);
  const isThere = isArchive
    ? model.view.kind(path) !== undefined
    : path === '' || isDirectory(model.view, path);
  const place = path === '' ? 'the root' : `${path}${isArchive ? '' : '/'}`;
  const args = { place, file: source.path };
  if (!isThere) return { code: 'env-pip-local.missing', severity: 'error', args };
  const hasPackage = isArchive || isPackageFolder(model, path);
  if (!hasPackage)
    return {
      code: 'env-pip-local.no-package',
      severity: 'error',
      args,
      fixes: toRoot(model, conda, line, folder),
    };
  const text = source.text.slice(line.range.start.offset, line.range.end.offset);
  if (early && !isLocalPipRequirement(text))
    return { code: 'env-pip-local.early', severity: 'error', fixes: dotted(conda, line) };
  return {};
}

function isPackageFolder(model: RepositoryModel, path: string): boolean {
  return packageFiles.some((name) => model.has(path === '' ? name : `${path}/${name}`));
}

/** The path within the repository; undefined where it leads out of it. '' is the root. */
function within(folder: string, path: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** In a configuration folder `.` means that folder; the package of the root is `..` there. */
function toRoot(
  model: RepositoryModel,
  { source }: CondaEnvironmentFile,
  line: LocationLine,
  folder: string,
): ReportFix[] {
  const { location } = line;
  const meansRoot = folder !== '' && /^\.\/?(?:\[[^\]]*\])?$/.test(location.text);
  if (!meansRoot || !isPackageFolder(model, '')) return [];
  const edit = replacePiece(source, location, location.text.replace(/^\.\/?/, '..'));
  return edit === undefined ? [] : [{ code: 'env-pip-local.fix-root', safe: true, edits: [edit] }];
}

function dotted({ source }: CondaEnvironmentFile, { location }: LocationLine): ReportFix[] {
  const edits = [insertAt(source, location.range.start.offset, './')];
  return [
    { code: 'env-pip-local.fix-dot', args: { path: `./${excerpt(location.text, 60)}` }, safe: true, edits },
  ];
}
