import { isDirectory } from '../../../environment/config-files';
import { isPackage, refersToRepository } from '../../../environment/file-uses';
import type { RequirementLine } from '../../../environment/requirement-line';
import { isLocalPipRequirement } from '../../../environment/local-requirement';
import { excerpt } from '../../../environment/text';
import type { TextSpan } from '../../../environment/text';
import { insertAt, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { PipList } from './lists';
import { requirementsFiles } from './lists';

type LocationLine = Extract<RequirementLine, { readonly kind: 'location' }>;

/** Any of these makes a folder one that pip can install. */
const packageFiles = ['pyproject.toml', 'setup.py', 'setup.cfg'];

/** Folders to install from; pip takes them from the root of the repository, wherever the requirements file stands. */
export function* checkPaths(model: RepositoryModel): Iterable<Report> {
  for (const list of requirementsFiles(model)) {
    for (const line of list.lines) {
      if (line.kind !== 'location' || !isFolder(line)) continue;
      const report = pathReport(model, list, line);
      if (report !== undefined) yield report;
    }
  }
}

/** A path without a scheme that names no archive; absolute ones only where they are installed as editable. */
function isFolder({ editable, location: { text } }: LocationLine): boolean {
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) || text.includes('${') || text.includes('@')) return false;
  if (/\.(?:whl|zip|tar|gz|bz2|xz|tgz)$/i.test(text)) return false;
  return editable || !/^(?:\/|~|[A-Za-z]:)/.test(text);
}

function pathReport(model: RepositoryModel, list: PipList, line: LocationLine): Report | undefined {
  const { location } = line;
  const bare = location.text.replace(/(?:\[[^\]]*\])?(?:#.*)?$/, '');
  const base = { file: list.source.path, range: location.range, args: { path: excerpt(location.text, 60) } };
  // Public hubs put the repository into this folder.
  if (bare.startsWith('/home/jovyan')) return undefined;
  if (/^(?:\/|~|[A-Za-z]:)/.test(bare)) return { ...base, code: 'req-editable-path.absolute' };
  const path = fromRoot(bare);
  if (path === undefined) return { ...base, fixes: toRoot(model, list, location, bare) };
  if (!isDirectory(model.view, path) && path !== '') return { ...base, code: 'req-editable-path.missing' };
  const inside = path === '' ? '' : `${path}/`;
  if (!packageFiles.some((name) => model.has(inside + name)))
    return { ...base, code: 'req-editable-path.no-package' };
  return isInstalledTooEarly(model, list, line)
    ? { ...base, code: 'req-editable-path.early', fixes: [dotted(list, location)] }
    : undefined;
}

/** The path within the repository; undefined where it leads out of it. '' is the root. */
function fromRoot(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** `..` in a configuration folder means the root. */
function toRoot(model: RepositoryModel, list: PipList, location: TextSpan, bare: string): ReportFix[] {
  const { configDir } = model.reading().environment;
  const meansRoot = configDir !== '' && /^\.\.\/?$/.test(bare);
  if (!meansRoot || !packageFiles.some((name) => model.has(name))) return [];
  const edits = [replaceSpan(list.source, location, location.text.replace(/^\.\.\/?/, '.'))];
  return [{ code: 'req-editable-path.fix-root', safe: true, edits }];
}

/**
 * The builder installs before it copies the repository, unless a line tells it that files of the repository are needed:
 * a path that begins with a dot does, a bare name does not (contracts/repo2docker.md section 5, '"local" pip line').
 */
function isInstalledTooEarly(model: RepositoryModel, { source }: PipList, { range }: LocationLine): boolean {
  const { readers, environment } = model.reading();
  const text = source.text.slice(range.start.offset, range.end.offset);
  return (
    !isLocalPipRequirement(text) && !isPackage(environment.configDir, readers) && !refersToRepository(readers)
  );
}

function dotted({ source }: PipList, { range, text }: TextSpan): ReportFix {
  const edits = [insertAt(source, range.start.offset, './')];
  return { code: 'req-editable-path.fix-dot', args: { path: `./${text}` }, safe: true, edits };
}
