import type { EnvironmentProblem, ErrorCode, MessageArgs, Range } from '../protocol';
import { AppError } from '../protocol';
import { exists, readText, unreadable } from './config-files';
import type { EnvironmentReaders } from './readers';
import type { RequirementsFile } from './requirements';
import type { IncludedFile } from './requirements-tree';
import type { RuntimeFile } from './runtime-txt';
import type { SourceText } from './text';
import { excerpt } from './text';
import type { RepoView } from './view';

/** Problems of one kind that are told of a file; the first ones are those that help. */
const maxPerFile = 50;

/** Mistakes that stop planning, apart from those about versions: files at `opened` that cannot be read, and apt.txt. */
export function planProblems(
  view: RepoView,
  opened: readonly string[],
  readers: EnvironmentReaders,
): EnvironmentProblem[] {
  const unread = opened.filter((path) => exists(view, path) && readText(view, path) === undefined);
  return [...unread.map((file) => unreadableProblem('plan', view, file)), ...aptProblems(readers)];
}

/** Why the runtime.txt at `file`, which is there, says nothing; undefined where it does. */
export function runtimeProblem(
  view: RepoView,
  file: string,
  runtime: RuntimeFile | undefined,
): EnvironmentProblem | undefined {
  if (runtime === undefined) return { stage: 'detect', error: unreadable(view, file), file };
  if (runtime.runtime !== undefined) return undefined;
  const { source, range } = runtime;
  const error = new AppError('invalid-runtime', { file, content: excerpt(source.text) }).toData();
  return { stage: 'detect', error, file, range };
}

/** Mistakes that are planned as they are, and that fail for certain once their step runs. */
export function buildProblems(
  view: RepoView,
  used: readonly string[],
  readers: EnvironmentReaders,
): EnvironmentProblem[] {
  const { files, included } = readers.requirementsTree;
  const reached = reachable(used, included);
  const lines = [...files].filter(([path]) => reached.has(path)).flatMap(([, file]) => invalidLines(file));
  const missing = included.filter(({ from, found }) => reached.has(from) && !found);
  const scripts = [readers.postBuild, readers.start].filter((script) => script !== undefined);
  const unread = scripts.filter(({ path }) => view.read(path) === undefined);
  return [
    ...lines,
    ...missing.slice(0, maxPerFile).map((include) => missingInclude(view, include)),
    ...unread.map(({ path }) => unreadableProblem('build', view, path)),
  ];
}

function aptProblems({ apt }: EnvironmentReaders): EnvironmentProblem[] {
  if (apt === undefined) return [];
  return apt.entries
    .filter(({ valid }) => !valid)
    .slice(0, maxPerFile)
    .map(({ text, range }) =>
      problemAt('plan', apt.source, range, 'invalid-apt-package', { token: excerpt(text) }),
    );
}

function invalidLines({ source, lines }: RequirementsFile): EnvironmentProblem[] {
  return lines
    .filter(({ kind }) => kind === 'invalid')
    .slice(0, maxPerFile)
    .map(({ range }) => {
      const content = excerpt(source.text.slice(range.start.offset, range.end.offset));
      return problemAt('build', source, range, 'invalid-requirement', { content });
    });
}

function missingInclude(view: RepoView, { path, from, target }: IncludedFile): EnvironmentProblem {
  const detail = exists(view, path) ? 'it is not a file' : `${from} names it, but it is not there`;
  const error = new AppError('config-file-unreadable', { file: path, detail }).toData();
  return { stage: 'build', error, file: from, range: target.range };
}

function unreadableProblem(
  stage: EnvironmentProblem['stage'],
  view: RepoView,
  file: string,
): EnvironmentProblem {
  return { stage, error: unreadable(view, file), file };
}

function problemAt(
  stage: EnvironmentProblem['stage'],
  source: SourceText,
  range: Range,
  code: ErrorCode,
  args: MessageArgs,
): EnvironmentProblem {
  const file = source.path;
  const error = new AppError(code, { file, line: range.start.line + 1, ...args }).toData();
  return { stage, error, file, range };
}

/** The files at `paths` and all that they include, directly or not. */
export function reachable(paths: readonly string[], included: readonly IncludedFile[]): ReadonlySet<string> {
  const byFrom = new Map<string, string[]>();
  for (const { from, path } of included) pushTo(byFrom, from, path);
  const reached = new Set(paths);
  for (const path of reached) byFrom.get(path)?.forEach((next) => reached.add(next));
  return reached;
}

function pushTo(map: Map<string, string[]>, key: string, value: string): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, [value]);
  else held.push(value);
}
