import type { RCode } from '../../../environment/code/r-code';
import { functionName } from '../../../environment/code/r-uses';
import { inConfigDir } from '../../../environment/config-files';
import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import { condaNameOfR, repositoryOfR } from '../../../environment/names/r';
import { daysBefore, defaultR } from '../../../environment/r-version';
import { rangeAt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { appendLines, insertLinesAfter, lineEnd } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { dashBefore } from '../env/yaml-edits';
import { isIgnored } from '../ignored';
import { isNamed } from '../repo/evidence';
import { usedInstallCode } from './files';
import type { InstallCall } from './install-calls';
import { failsSilently, installCalls } from './install-calls';

/** install.R where no R is chosen: nobody runs it. */
export function* checkNotRun(model: RepositoryModel): Iterable<Report> {
  const { environment, readers, decidedBy } = model.reading();
  const { buildpack } = environment;
  const file = readers.installR?.source.path;
  if (file === undefined || buildpack === undefined || !isIgnored(model, file) || isNamed(model, file))
    return;
  // With these nothing else counts, or nothing is built; and R without a date is a mistake of runtime.txt: both are told elsewhere.
  if (['dockerfile', 'nix', 'julia-require'].includes(buildpack) || readers.runtime?.runtime?.name === 'r')
    return;
  const alone = decidedBy === undefined || buildpack === 'python';
  const named = alone && readers.runtime !== undefined;
  const code = named
    ? 'r-install-without-runtime.python'
    : alone
      ? 'r-install-without-runtime'
      : 'r-install-without-runtime.beside';
  const fixes =
    buildpack === 'conda' && environment.versions.usesR === true ? condaFix(model) : runtimeFix(model);
  const args = { file, winner: decidedBy ?? '', runtime: readers.runtime?.source.path ?? '' };
  yield { file, code, args, fixes };
}

/** Chooses R by a new runtime.txt, where what decided so far still counts then. */
function runtimeFix(model: RepositoryModel): ReportFix[] {
  const { environment, readers } = model.reading();
  const { today } = model.options.facts;
  const counts = ['python', 'conda'].includes(environment.buildpack ?? '');
  if (today === undefined || !counts || readers.runtime !== undefined) return [];
  const file = inConfigDir(environment.configDir, 'runtime.txt');
  const series = defaultR.split('.').slice(0, 2).join('.');
  const runtime = `r-${series}-${daysBefore(today, 2)}`;
  const edits: FileEdit[] = [{ kind: 'create', file, text: `${runtime}\n` }];
  return [{ code: 'r-install-without-runtime.fix', args: { file, runtime }, safe: false, edits }];
}

/** Moves its packages to environment.yml, where that has all of them. */
function condaFix(model: RepositoryModel): ReportFix[] {
  const { readers } = model.reading();
  const { conda, installR } = readers;
  const code = installR === undefined ? undefined : model.r(installR.source.path)[0];
  const calls = code === undefined ? [] : installCalls(code);
  const names = calls.flatMap(({ packages }) => packages.map(({ text }) => text));
  const known = names.length > 0 && names.every((name) => repositoryOfR(name) === 'cran');
  if (conda === undefined || code === undefined || !known || !calls.every(({ complete }) => complete))
    return [];
  const edit = addToList(conda, names);
  if (edit === undefined) return [];
  const file = conda.source.path;
  const edits: FileEdit[] = [edit, { kind: 'delete', file: code.source.path }];
  return [{ code: 'r-install-without-runtime.fix-conda', args: { file }, safe: false, edits }];
}

function addToList(conda: CondaEnvironmentFile, names: readonly string[]): FileEdit | undefined {
  const { source, dependencies } = conda;
  const packages = dependencies.filter((entry) => entry.kind === 'package');
  const last = packages.at(-1)?.written;
  const dash = last === undefined ? undefined : dashBefore(source, last);
  if (last === undefined || dash === undefined) return undefined;
  const held = new Set(packages.map(({ spec }) => spec?.name.text));
  const added = [...new Set(names.map(condaNameOfR))].filter((name) => !held.has(name));
  return insertLinesAfter(
    source,
    last.range.end.line,
    added.map((name) => `${dash}${name}`),
  );
}

/** install.R that is no R: R refuses the whole file, and the build goes on. */
export function* checkUnparsable(model: RepositoryModel): Iterable<Report> {
  const code = usedInstallCode(model);
  if (code?.error === undefined) return;
  const { source, error } = code;
  const { start, end } = error;
  // Where something is missing the place is empty: then it is the character before it.
  const from = start.offset === end.offset ? Math.max(0, start.offset - 1) : start.offset;
  const range = rangeAt(source, from, Math.min(end.offset, lineEnd(source, start.line)));
  yield { file: source.path, range, args: { file: source.path } };
}

/** Functions that end a script, or do where something is missing. */
const checking = new Set(
  'stop stopifnot quit q abort library requireNamespace loadNamespace require'.split(' '),
);

/** install.R that says nothing when a package cannot be installed. */
export function* checkSilent(model: RepositoryModel): Iterable<Report> {
  const code = usedInstallCode(model);
  if (code === undefined || code.error !== undefined) return;
  const silent = installCalls(code).filter(
    (install) => failsSilently(install) && !isUsedThere(code, install),
  );
  const [first] = silent;
  const last = silent.at(-1);
  if (first === undefined || last === undefined || isChecked(code, last)) return;
  const { callee } = first.call;
  const file = code.source.path;
  yield { file, range: callee.range, args: { function: callee.text, file }, fixes: checkFix(code, silent) };
}

/** `install.packages("remotes")` before `remotes::install_github(…)`, which stops where it is missing. */
function isUsedThere({ uses }: RCode, { packages, complete, call }: InstallCall): boolean {
  const later = new Set(
    uses
      .filter((use) => !use.guarded && use.package.range.start.offset > call.range.end.offset)
      .map((use) => use.package.text),
  );
  return complete && packages.every(({ text }) => later.has(text));
}

/** A look at what is there counts from the last installation on; to end on warnings counts anywhere. */
function isChecked({ calls }: RCode, last: InstallCall): boolean {
  const from = last.call.range.start.offset;
  return calls.some(({ callee, arguments: list, range }) => {
    const name = functionName(callee.text);
    if (name === 'options')
      return list.some((given) => given.name === 'warn' && /^[2-9]/.test(given.written.text));
    return checking.has(name) && (range.start.offset > from || /^(?:stop|quit|q|abort)$/.test(name));
  });
}

/** Ends the script where one of the packages is missing afterwards. */
function checkFix(code: RCode, silent: readonly InstallCall[]): ReportFix[] {
  const names = [...new Set(silent.flatMap(({ packages }) => packages.map(({ text }) => text)))];
  const plain =
    silent.every(({ complete }) => complete) && names.every((name) => /^[A-Za-z][\w.]*$/.test(name));
  if (!plain || names.length === 0) return [];
  const list = wrapped(names.map((name) => `"${name}"`));
  const edit = appendLines(code.source, [
    '',
    '# A package that could not be installed is only warned of: end here instead.',
    ...(list.length === 1
      ? [`needed <- c(${list.join('')})`]
      : ['needed <- c(', ...list.map((line) => `  ${line}`), ')']),
    'stopifnot(all(needed %in% rownames(installed.packages())))',
  ]);
  return [{ code: 'r-install-silent.fix', args: { file: code.source.path }, safe: false, edits: [edit] }];
}

/** In lines of at most 80 characters, with commas. */
function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [index, word] of words.entries()) {
    const text = index === words.length - 1 ? word : `${word},`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= 70)
      lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}
