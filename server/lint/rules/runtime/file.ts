import { buildpackFiles } from '../../../environment/known-files';
import type { RuntimeFile } from '../../../environment/runtime-txt';
import type { EnvironmentProblem, ErrorCode, Range } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';

/** runtime.txt, where the build reads it, or is stopped by it. */
export function runtimeFile(model: RepositoryModel): RuntimeFile | undefined {
  const { environment, readers } = model.reading();
  const { runtime } = readers;
  if (runtime === undefined) return undefined;
  const { buildpack } = environment;
  if (buildpack === undefined)
    return problemOf(model, runtime, 'invalid-runtime') === undefined ? undefined : runtime;
  return buildpackFiles[buildpack].includes('runtime.txt') ? runtime : undefined;
}

/** What planning has to say of the file. */
export function problemOf(
  model: RepositoryModel,
  { source }: RuntimeFile,
  code: ErrorCode,
): EnvironmentProblem | undefined {
  return model
    .reading()
    .environment.problems.find(({ error, file }) => error.code === code && file === source.path);
}

/** A finding of the file; `content` is all that is to stand there instead, undefined where nothing can be offered. */
export function reportOf(
  file: RuntimeFile,
  range: Range,
  report: Omit<Report, 'file' | 'range' | 'fixes'>,
  fixes: readonly ReportFix[] = [],
): Report {
  return { file: file.source.path, range, ...report, fixes };
}

/** A fix that has the file say something else. */
export function rewriteFix(
  file: RuntimeFile,
  code: ReportFix['code'],
  content: string,
  safe: boolean,
): ReportFix {
  return { code, args: { content }, safe, edits: [replaceSpan(file.source, file, content)] };
}
