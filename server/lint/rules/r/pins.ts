import type { RArgument, RCall, RCode } from '../../../environment/code/r-code';
import { functionName } from '../../../environment/code/r-uses';
import { inConfigDir } from '../../../environment/config-files';
import type { SourceText, TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { appendLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { listed } from '../env/conda-file';
import { isIgnored } from '../ignored';
import { isCommanded } from '../repo/evidence';
import { rBuildpack, rFiles, usedInstallCode, usedInstallR } from './files';
import { packagesArgument } from './install-calls';
import { deleteArgument, deleteStatement } from './statements';

/** Addresses of CRAN and its mirrors as they are today; those of snapshots have a date in them. */
const mirrors =
  /^https?:\/\/(?:cloud\.r-project\.org|cran\.|[\w.-]+\/(?:pub\/)?(?:CRAN|cran)(?:\/|$)|[\w.-]*packagemanager\.[\w.]+\/(?:cran|all)\/(?:__linux__\/\w+\/)?latest)/;

/** install.R that takes packages from the CRAN of the day, although a day is chosen. */
export function* checkMirrors(model: RepositoryModel): Iterable<Report> {
  const code = usedInstallCode(model);
  const found = code?.strings.find(({ text }) => isMirror(text));
  if (code === undefined || found === undefined) return;
  const { cranSnapshotDate } = model.reading().environment.versions;
  const args = { url: excerpt(found.text, 60), date: cranSnapshotDate ?? '' };
  yield {
    file: code.source.path,
    range: found.range,
    code: cranSnapshotDate === undefined ? 'r-repos-unpinned.undated' : 'r-repos-unpinned',
    args,
    fixes: mirrorFix(code),
  };
}

function isMirror(text: string): boolean {
  return text.length < 200 && mirrors.test(text) && !/\d{4}-\d{2}-\d{2}|snapshot|\.(?:gz|zip)$/.test(text);
}

/** Takes the address away from every call that has it, where that is all that is said of repositories. */
function mirrorFix({ source, calls, strings }: RCode): ReportFix[] {
  const edits: FileEdit[] = [];
  const gone: TextSpan[] = [];
  for (const call of calls) {
    const repos = call.arguments.find(({ name }) => name === 'repos');
    const inner = repos === undefined ? [] : stringsWithin(strings, repos);
    if (repos === undefined || inner.length === 0 || !inner.every(({ text }) => isMirror(text))) continue;
    const edit = withoutRepos(source, call, repos);
    if (edit === undefined) return [];
    edits.push(edit);
    gone.push(...inner);
  }
  const left = strings.filter((string) => isMirror(string.text) && !gone.includes(string));
  if (edits.length === 0 || left.length > 0) return [];
  return [{ code: 'r-repos-unpinned.fix', safe: false, edits }];
}

function stringsWithin(strings: readonly TextSpan[], { range }: RArgument): TextSpan[] {
  return strings.filter(
    (string) =>
      string.range.start.offset >= range.start.offset && string.range.end.offset <= range.end.offset,
  );
}

/** `options(repos = …)` goes as a whole. */
function withoutRepos(source: SourceText, call: RCall, repos: RArgument): FileEdit | undefined {
  const isOptions = functionName(call.callee.text) === 'options' && call.arguments.length === 1;
  return isOptions ? deleteStatement(source, call) : deleteArgument(source, repos);
}

/** Functions that install from repositories of code, whose content changes. */
const fromCode = new Set(['install_github', 'install_gitlab', 'install_bitbucket', 'pkg_install', 'pak']);

/** Packages from repositories of code without a commit or a tag: in install.R, and in the Remotes of DESCRIPTION. */
export function* checkCodeRepositories(model: RepositoryModel): Iterable<Report> {
  const code = usedInstallCode(model);
  const calls = code?.calls.filter(({ callee }) => fromCode.has(functionName(callee.text))) ?? [];
  yield* moving(
    code?.source.path,
    calls.filter(({ arguments: list }) => !list.some(({ name }) => name === 'ref')).flatMap(textsOf),
  );
  const { description } = model.reading().readers;
  if (description === undefined || rBuildpack(model) !== 'r' || isIgnored(model, 'DESCRIPTION')) return;
  yield* moving(description.source.path, description.remotes);
}

function textsOf(call: RCall): readonly TextSpan[] {
  const given = packagesArgument(call);
  return given?.string !== undefined ? [given.string] : (given?.strings ?? []);
}

function* moving(file: string | undefined, texts: readonly TextSpan[]): Iterable<Report> {
  const open = texts.filter(({ text }) => /^(?:\w+::)?[\w.-]+\/[\w./-]+$/.test(text));
  const [first] = open;
  if (file === undefined || first === undefined) return;
  const sources = listed(open.map(({ text }) => excerpt(text, 60)));
  const code = open.length === 1 ? 'r-github-unpinned' : 'r-github-unpinned.several';
  yield { file, range: first.range, code, args: { sources } };
}

/** renv.lock that nothing restores. */
export function* checkRenv(model: RepositoryModel): Iterable<Report> {
  const { environment, readers } = model.reading();
  const { configDir, buildpack } = environment;
  const file = ['renv.lock', inConfigDir(configDir, 'renv.lock')].find(
    (path) => model.view.kind(path) === 'file',
  );
  if (file === undefined || !(buildpack === 'r' || readers.installR !== undefined)) return;
  if (buildpack === 'dockerfile' || isCommanded(model, /\brenv\b/)) return;
  const installs = usedInstallR(model);
  if (installs?.source.text.includes('renv') === true) return;
  const code = isActivated(model) ? 'r-renv-unused.active' : 'r-renv-unused';
  yield {
    file,
    code,
    args: { file },
    fixes: buildpack === 'r' && file === 'renv.lock' ? restoreFix(model) : [],
  };
}

/** True where each session of R begins with renv's own library, in which nothing is. */
function isActivated(model: RepositoryModel): boolean {
  const profile = rFiles(model).length > 0 ? model.text('.Rprofile') : undefined;
  return profile !== undefined && /^[^#\n]*renv\/activate\.R/m.test(profile.text);
}

function restoreFix(model: RepositoryModel): ReportFix[] {
  const lines = [
    'install.packages("renv")',
    '# Into the library that every session of R has, and without asking.',
    'renv::restore(library = .libPaths()[1], prompt = FALSE)',
  ];
  const installs = usedInstallR(model);
  const file = installs?.source.path ?? inConfigDir(model.reading().environment.configDir, 'install.R');
  const edit: FileEdit =
    installs === undefined
      ? { kind: 'create', file, text: lines.map((line) => `${line}\n`).join('') }
      : appendLines(installs.source, lines);
  return [{ code: 'r-renv-unused.fix', args: { file }, safe: false, edits: [edit] }];
}
