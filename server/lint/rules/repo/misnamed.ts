import type { FileEdit } from '../../../protocol';
import { inConfigDir } from '../../../environment/config-files';
import { readDescription } from '../../../environment/description';
import { readCondaEnvironment } from '../../../environment/environment-yml';
import { readJuliaProject } from '../../../environment/julia-project';
import { readRequirements } from '../../../environment/requirements';
import { readRuntime } from '../../../environment/runtime-txt';
import { readApt } from '../../../environment/apt-txt';
import type { SourceText } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { editDistance } from '../nearest';
import { baseName, isReadByCommand } from './uses';
import { longNames, otherNames } from './misnamed-names';

/** A file that is meant to be a configuration file and has another name. */
interface Misnamed {
  readonly path: string;
  /** The name that is read. */
  readonly name: string;
}

export function* checkNames(model: RepositoryModel): Iterable<Report> {
  const { configDir, chosenAsFallback } = model.reading().environment;
  for (const { path, name } of [...wrongCase(model), ...wrongName(model)]) {
    const to = inConfigDir(configDir, name);
    if (isReadByCommand(model, path) || !holds(model, path, name)) continue;
    const taken = model.has(to);
    // Where another file has chosen the recipe, one more of them would be one too many.
    const late = !chosenAsFallback && choosing.has(name);
    yield {
      file: path,
      severity: taken ? 'information' : late ? 'warning' : 'error',
      ...(taken && { code: 'repo-misnamed-env-file.taken' }),
      ...(path === 'requirements.in' && { code: 'repo-misnamed-env-file.source' }),
      args: { file: path, name },
      fixes: taken || late ? [] : [fixFor(path, to)],
    };
  }
}

function fixFor(file: string, to: string): ReportFix {
  if (file === 'requirements.in') {
    const edits: FileEdit[] = [{ kind: 'create', file: to, text: `-r ${file}\n` }];
    return { code: 'repo-misnamed-env-file.fix-include', args: { file, to }, safe: false, edits };
  }
  const edits: FileEdit[] = [{ kind: 'rename', file, to }];
  return { code: 'repo-misnamed-env-file.fix', args: { to }, safe: isSafe(baseName(to)), edits };
}

/** Files that choose the recipe. */
const choosing = new Set([
  'Dockerfile',
  'environment.yml',
  'environment.yaml',
  'requirements.txt',
  'Pipfile',
  'Project.toml',
  'default.nix',
  'setup.py',
  'pyproject.toml',
]);

/** A Dockerfile, or a file for nix, takes over the whole build: that is for its author to say. */
function isSafe(name: string): boolean {
  return name !== 'Dockerfile' && name !== 'default.nix';
}

function wrongCase(model: RepositoryModel): Misnamed[] {
  const { files } = model.reading().environment;
  return files
    .filter(({ why }) => why.code === 'why.wrong-case')
    .map(({ path, why }) => ({ path, name: why.args['name'] ?? '' }));
}

/** Also the files of other tools that say the same under another name. */
function wrongName(model: RepositoryModel): Misnamed[] {
  const { configDir, chosenAsFallback, files, problems } = model.reading().environment;
  if (problems.some(({ stage }) => stage === 'detect')) return [];
  const ignored = new Set(files.filter(({ role }) => role === 'ignored').map(({ path }) => path));
  const others =
    chosenAsFallback && configDir === '' ? otherTools.filter(({ path }) => ignored.has(path)) : [];
  const found = model.view.list(configDir).flatMap((entry): Misnamed[] => {
    const name = otherNames.get(entry) ?? nearestName(entry);
    const path = inConfigDir(configDir, entry);
    // A second file of the same kind is a variant, such as one for developers.
    if (name === undefined || model.has(inConfigDir(configDir, name))) return [];
    // Another file has chosen the recipe: this one is for other people.
    if (!chosenAsFallback && choosing.has(name)) return [];
    return files.some((file) => file.path === path) ? [] : [{ path, name }];
  });
  return [...found, ...others];
}

const otherTools: readonly Misnamed[] = [
  { path: 'Containerfile', name: 'Dockerfile' },
  { path: 'requirements.in', name: 'requirements.txt' },
  { path: 'shell.nix', name: 'default.nix' },
];

/** One or two letters away, and no variant such as `requirements2.txt`. */
function nearestName(entry: string): string | undefined {
  const lower = entry.toLowerCase();
  if (/\d/.test(lower) || lower.length < 10 || !/^[a-z]/.test(lower)) return undefined;
  return longNames.find((name) => {
    const [stem = '', extension = ''] = name.split('.');
    const at = lower.lastIndexOf('.');
    const endings = extension === 'yml' ? ['.yml', '.yaml'] : [`.${extension}`];
    if (at === -1 || !endings.includes(lower.slice(at))) return false;
    const distance = editDistance(lower.slice(0, at), stem);
    return distance > 0 && distance <= 2;
  });
}

/** True where the content is what the name would promise: many files are called `env.yml` or `start.sh`. */
function holds(model: RepositoryModel, path: string, name: string): boolean {
  const kind = model.view.kind(path);
  const source = kind === 'directory' ? undefined : model.text(path);
  if (source === undefined || source.text.trim() === '') return false;
  return contents.get(name)?.(source) ?? true;
}

const contents: ReadonlyMap<string, (source: SourceText) => boolean> = new Map(
  Object.entries({
    'environment.yml': isCondaEnvironment,
    'environment.yaml': isCondaEnvironment,
    'requirements.txt': isRequirements,
    'requirements3.txt': isRequirements,
    'runtime.txt': (source: SourceText) => readRuntime(source).runtime !== undefined,
    'apt.txt': (source: SourceText) => {
      const { entries } = readApt(source);
      return entries.length > 0 && entries.every(({ valid }) => valid);
    },
    'Project.toml': isJuliaProject,
    'JuliaProject.toml': isJuliaProject,
    'Manifest.toml': () => false,
    // The word is common, and its file chose a recipe that is gone.
    REQUIRE: () => false,
    DESCRIPTION: (source: SourceText) => readDescription(source).packageName !== undefined,
    start: (source: SourceText) => /\bexec\s+"?\$@/.test(source.text),
    postBuild: (source: SourceText) =>
      source.text.startsWith('#!') || /\b(?:pip|jupyter|conda)\b/.test(source.text),
    'install.R': (source: SourceText) => /\binstall/.test(source.text),
    Dockerfile: (source: SourceText) => /^FROM\s/im.test(source.text),
  }),
);

function isCondaEnvironment(source: SourceText): boolean {
  const { syntaxError, dependencies } = readCondaEnvironment(source);
  return syntaxError === undefined && dependencies.length > 0;
}

function isRequirements(source: SourceText): boolean {
  const lines = readRequirements(source).lines.filter(({ kind }) => kind !== 'blank');
  return lines.length > 0 && lines.every(({ kind }) => kind !== 'invalid');
}

function isJuliaProject(source: SourceText): boolean {
  const { dependencies, julia } = readJuliaProject(source);
  return dependencies.length > 0 || julia !== undefined;
}
