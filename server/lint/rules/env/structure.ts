import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import { excerpt, rangeAt } from '../../../environment/text';
import type { TextSpan } from '../../../environment/text';
import type { EnvironmentProblem, FileEdit } from '../../../protocol';
import { deleteLines, lineBreak } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { condaFile } from './conda-file';

/** What keeps environment.yml from being read at all. */
export function* checkSyntax(model: RepositoryModel): Iterable<Report> {
  for (const { file, error, range } of problemsOf(model, 'config-file-syntax')) {
    const detail = String(error.args['detail'] ?? '');
    const line = range?.start.line ?? 0;
    yield { file, ...(range && { range }), args: { line: line + 1, detail } };
  }
}

function problemsOf(
  model: RepositoryModel,
  code: EnvironmentProblem['error']['code'],
): (EnvironmentProblem & { readonly file: string })[] {
  const path = condaFile(model)?.source.path;
  return model.reading().environment.problems.flatMap((problem) => {
    const { file } = problem;
    return file !== undefined && file === path && problem.error.code === code ? [{ ...problem, file }] : [];
  });
}

/** A file, or its `dependencies`, that holds something else than it must. */
export function* checkMapping(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const { source, notMapping, dependenciesNotList } = conda;
  if (notMapping !== undefined) {
    const fix = wrapped(conda, notMapping);
    yield { file: source.path, range: firstLine(conda, notMapping), fixes: fix === undefined ? [] : [fix] };
  }
  if (dependenciesNotList === undefined) return;
  const { iterable, text, range } = dependenciesNotList;
  const code = iterable ? 'env-not-mapping.no-list' : 'env-not-mapping.dependencies';
  const short = firstLine(conda, dependenciesNotList);
  yield { file: source.path, range: iterable ? short : range, code, args: { content: excerpt(text, 40) } };
}

/** A span of many lines would underline the whole file. */
function firstLine({ source }: CondaEnvironmentFile, { range }: Pick<TextSpan, 'range'>): TextSpan['range'] {
  const { start, end } = range;
  const text = source.text.slice(start.offset, end.offset);
  return rangeAt(source, start.offset, start.offset + (/^[^\r\n]*/.exec(text)?.[0].length ?? 0));
}

/** A list of packages becomes `dependencies`, from the channel that the build takes in any case. */
function wrapped({ source }: CondaEnvironmentFile, list: TextSpan): ReportFix | undefined {
  const first = source.lineStarts[list.range.start.line] ?? 0;
  const lines = source.text.slice(first).split(/(?<=\n)/);
  if (lines[0]?.startsWith('- ') !== true || lines.some((line) => !/^(?:-? |#|\s*$)/.test(line)))
    return undefined;
  const eol = lineBreak(source);
  const head = ['channels:', '  - conda-forge', 'dependencies:'].map((line) => line + eol).join('');
  const body = lines.map((line) => (line.trim() === '' ? line : `  ${line}`)).join('');
  const edit: FileEdit = {
    ...{ kind: 'replace', file: source.path, text: head + body },
    range: rangeAt(source, first, source.text.length),
  };
  return { code: 'env-not-mapping.fix', safe: true, edits: [edit] };
}

/** The folder in which the environment was when it was exported. */
export function* checkPrefix(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  const pair = conda?.keys.find(({ key }) => key.text === 'prefix');
  if (conda === undefined || pair?.value === undefined) return;
  const { source } = conda;
  const { key, value } = pair;
  const range = { start: key.range.start, end: value.range.end };
  const alone = range.start.column === 0 && key.range.start.line === value.range.start.line;
  const fix = { code: 'env-prefix-key.fix' as const, safe: true, edits: [deleteLines(source, range)] };
  yield { file: source.path, range: key.range, fixes: alone ? [fix] : [] };
}
