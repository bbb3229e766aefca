import type { EnvironmentProblem, Platform } from '../protocol';
import type { PipfileFile, PipfileLockFile, PythonRequire } from './pipfile';
import { defaultPython } from './pythons';
import type { SourceText } from './text';
import { excerpt } from './text';
import { faultProblem, planProblemAt, pythonOf } from './version-problems';
import type { Choice } from './version-problems';

type Asking = PipfileFile | PipfileLockFile;

/** The Python of a Pipfile repository: the lock is asked first, and in each file the full version. */
export function choosePipfilePython(
  lock: PipfileLockFile | undefined,
  pipfile: PipfileFile | undefined,
  platform: Platform,
): Choice {
  const files = [lock, pipfile].filter((file) => file !== undefined);
  const broken = files.map(brokenFile).find((problem) => problem !== undefined);
  if (broken !== undefined) return { problem: broken };
  for (const { source, requires } of files) {
    for (const asked of [requires.full, requires.short]) {
      if (asked === undefined) continue;
      if (!asked.isText) return { problem: notText(source, asked) };
      const number = /^\d+(\.\d+)*/.exec(asked.text)?.[0];
      if (number !== undefined) return pythonOf(number, source, asked.range, platform);
    }
  }
  return { version: defaultPython };
}

function brokenFile({ source, syntaxError, requires: { notTable } }: Asking): EnvironmentProblem | undefined {
  if (syntaxError !== undefined) return faultProblem(source, syntaxError);
  if (notTable === undefined) return undefined;
  const detail = `requires is ${excerpt(notTable.text)}, which is no table.`;
  return faultProblem(source, { detail, position: notTable.range.start });
}

function notText(source: SourceText, { text, range }: PythonRequire): EnvironmentProblem {
  const detail = `the version of Python is ${excerpt(text)}; it must stand in quotes.`;
  return planProblemAt(source, range, 'config-file-syntax', { detail });
}
