import type { EnvironmentProblem, ErrorCode, MessageArgs, Platform, Range } from '../protocol';
import { AppError } from '../protocol';
import { pythonOfMajor, supportedPythons } from './pythons';
import type { SourceText } from './text';
import { excerpt } from './text';
import type { SyntaxFault } from './toml-text';

/** A version, or what keeps it from being chosen. */
export type Choice<T = string> = { readonly version: T } | { readonly problem: EnvironmentProblem };

/** A problem of stage `plan` at a place of a file. */
export function planProblemAt(
  source: SourceText,
  range: Range,
  code: ErrorCode,
  args: MessageArgs = {},
): EnvironmentProblem {
  const file = source.path;
  const error = new AppError(code, { file, line: range.start.line + 1, ...args }).toData();
  return { stage: 'plan', error, file, range };
}

/** The problem of a file that is not of its language. */
export function faultProblem(source: SourceText, { detail, position }: SyntaxFault): EnvironmentProblem {
  const range = { start: position, end: position };
  return planProblemAt(source, range, 'config-file-syntax', { detail: excerpt(detail, 200) });
}

/**
 * `major.minor` of what a file asks for; a major version alone stands for its default. What lies below the minor version
 * is dropped (contracts/repo2docker.md section 4, "Python").
 */
export function pythonOf(written: string, source: SourceText, range: Range, platform: Platform): Choice {
  const parts = written.split('.');
  const version = parts.length === 1 ? pythonOfMajor[written] : parts.slice(0, 2).join('.');
  if (version !== undefined && supportedPythons(platform).includes(version)) return { version };
  const readable = /^\d+(\.\d+)?$/.test(parts.slice(0, 2).join('.'));
  return {
    problem: readable
      ? planProblemAt(source, range, 'unsupported-python', {
          version: excerpt(version ?? written),
          supported: supportedPythons(platform).join(', '),
        })
      : planProblemAt(source, range, 'unparsable-python-version', { content: excerpt(written) }),
  };
}
