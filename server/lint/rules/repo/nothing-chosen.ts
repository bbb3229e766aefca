import type { PyprojectFile } from '../../../environment/pyproject';
import { readRequirements } from '../../../environment/requirements';
import type { configNames } from '../../../environment/known-files';
import type { FileEdit } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import { fileKind } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { checkHidden } from './config-folder';
import { checkLocks } from './lock-files';
import { checkNames } from './misnamed';
import { baseName, isReadByCommand } from './uses';

/** No file chooses a recipe, and nothing that was written for that stands there unread. */
export function* checkNothing(model: RepositoryModel): Iterable<Report> {
  const { chosenAsFallback, files, versions } = model.reading().environment;
  const code = firstCode(model);
  if (!chosenAsFallback || code === undefined || isToldElsewhere(model)) return;
  const kind = fileKind(code);
  const language = kind === 'r' || kind === 'julia' ? kind : undefined;
  const helper = files.find(({ path, role }) => role === 'used' && helpers.includes(baseName(path)));
  const related = nestedFiles(model).map((file) => ({ file, code: 'repo-no-env-file.related' }) as const);
  yield {
    file: helper?.path ?? code,
    ...(helper !== undefined
      ? { code: 'repo-no-env-file.helper' }
      : language !== undefined && { code: `repo-no-env-file.${language}` as const }),
    args: { python: versions.python ?? '', ...(helper !== undefined && { file: helper.path }) },
    ...(related.length > 0 && { related }),
  };
}

/** Configuration that chooses no recipe. */
const helpers = ['apt.txt', 'postBuild', 'start', 'pyproject.toml'];

/** True where a finding about an ignored file says what to do. */
function isToldElsewhere(model: RepositoryModel): boolean {
  for (const check of [checkNames, checkLocks, checkHidden]) {
    for (const report of check(model)) if (report.severity !== 'information') return true;
  }
  const { environment, readers } = model.reading();
  return environment.files.some(({ path, role, why }) => {
    if (role !== 'ignored') return false;
    // A pyproject.toml that asks for no packages may hold nothing but settings of tools.
    if (why.code === 'why.not-package') return asked(readers.pyproject);
    if (path === 'DESCRIPTION') return model.filesOf('r').length > 0;
    return why.code === 'why.runtime-not-python' || baseName(path) === 'install.R';
  });
}

function asked(pyproject: PyprojectFile | undefined): boolean {
  return pyproject !== undefined && pyproject.dependencies.length + pyproject.poetryDependencies.length > 0;
}

/** The notebook or script nearest to the root. */
function firstCode(model: RepositoryModel): string | undefined {
  const depth = (path: string): number => path.split('/').length;
  for (const kind of ['notebook', 'r', 'julia', 'python'] as const) {
    const [first] = [...model.filesOf(kind)].sort((left, right) => depth(left) - depth(right));
    if (first !== undefined) return first;
  }
  return undefined;
}

/** Configuration files in folders where no build looks. */
export function* checkNested(model: RepositoryModel): Iterable<Report> {
  const nested = nestedFiles(model);
  for (const file of nested) {
    const folder = file.slice(0, -baseName(file).length - 1);
    yield { file, args: { file, folder }, fixes: nested.length === 1 ? moveFixes(model, file) : [] };
  }
}

/** What chooses a recipe on its own, and is found by people who look. */
const choosing = new Set<string>([
  'Dockerfile',
  'Pipfile',
  'Project.toml',
  'default.nix',
  'environment.yaml',
  'environment.yml',
  'install.R',
  'requirements.txt',
] satisfies (typeof configNames)[number][]);

/** Folders whose configuration is for something else: documentation, tests, containers of services. */
const otherPurpose =
  /(?:^|\/)(?:\.[^/]+|docs?|tests?|docker|node_modules|vendor|ci|site|website|api|backend|frontend)\//i;

/** Few enough to be told one by one: many folders with their own files are many projects. */
const maxNested = 3;

function nestedFiles(model: RepositoryModel): string[] {
  return model.once('repo:nested files', () => {
    const { chosenAsFallback, configDir, files } = model.reading().environment;
    if (!chosenAsFallback || configDir !== '') return [];
    if (files.some(({ role, why }) => role === 'ignored' && why.code !== 'why.not-package')) return [];
    const found = model
      .files()
      .map(({ path }) => path)
      .filter((path) => choosing.has(baseName(path)) && path.split('/').length <= 3)
      .filter((path) => path.includes('/') && !otherPurpose.test(path) && !isReadByCommand(model, path));
    return found.length > maxNested ? [] : found;
  });
}

/** To the root, where no line of it is relative to its folder. */
function moveFixes(model: RepositoryModel, file: string): ReportFix[] {
  const to = baseName(file);
  const source = model.text(file);
  if (source === undefined || to === 'Dockerfile' || fileKind(file) !== undefined) return [];
  if (to === 'requirements.txt' && readRequirements(source).local) return [];
  const edits: FileEdit[] = [{ kind: 'rename', file, to }];
  return [{ code: 'repo-nested-env-file.fix', args: { to }, safe: false, edits }];
}
