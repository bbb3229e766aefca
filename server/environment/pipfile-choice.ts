import type { EnvironmentProblem, Platform } from '../protocol';
import type { PipfileFile, PipfileLockFile, PythonRequire } from './pipfile';
import { defaultPython } from './pythons';
import type { SourceText, TextSpan } from './text';
import { excerpt } from './text';
import { faultProblem, planProblemAt, pythonOf } from './version-problems';
import type { Choice } from './version-problems';

/** The Python of a Pipfile repository: the lock is asked first, and in each file the full version. */
export function choosePipfilePython(
  lock: PipfileLockFile | undefined,
  pipfile: PipfileFile | undefined,
  platform: Platform,
): Choice {
  const files = [lock, pipfile].filter((file) => file !== undefined);
  for (const { source, syntaxError } of files) {
    if (syntaxError !== undefined) return { problem: faultProblem(source, syntaxError) };
  }
  for (const { source, requires } of files) {
    if (requires.notTable !== undefined) return { problem: noTable(source, requires.notTable) };
    for (const asked of [requires.full, requires.short]) {
      if (asked === undefined) continue;
      if (!asked.isText) return { problem: notText(source, asked) };
      const number = /^\d+(\.\d+)*/.exec(asked.text)?.[0];
      if (number !== undefined) return pythonOf(number, source, asked.range, platform);
    }
  }
  return { version: defaultPython };
}

function noTable(source: SourceText, { text, range }: TextSpan): EnvironmentProblem {
  const detail = `requires is ${excerpt(text)}, which is no table.`;
  return faultProblem(source, { detail, position: range.start });
}

function notText(source: SourceText, { text, range }: PythonRequire): EnvironmentProblem {
  const detail = `the version of Python is ${excerpt(text)}; it must stand in quotes.`;
  return planProblemAt(source, range, 'config-file-syntax', { detail });
}
