import type { EnvironmentProblem, ErrorCode, MessageArgs, Platform, Range } from '../../protocol';
import { AppError } from '../../protocol';
import { parseSpecifiers, parseVersion, satisfies } from '../pep440';
import { pythonsChosenAutomatically, supportedPythons } from '../pythons';
import type { EnvironmentReaders } from '../readers';
import { excerpt } from '../text';
import type { LockFile, PythonVersionFile } from './types';

/** What decides on Python besides Binder's own rules. */
export interface PythonQuestion {
  /** What Binder would use; absent where it could not tell. */
  readonly binder: string | undefined;
  readonly readers: EnvironmentReaders;
  readonly lock: LockFile | undefined;
  readonly stated: PythonVersionFile | undefined;
  readonly platform: Platform;
}

export type PythonAnswer =
  | { readonly version: string | undefined; readonly byFile: boolean }
  | { readonly problem: EnvironmentProblem };

/**
 * Python of the dialect `extended`: runtime.txt wins, then .python-version, then what Binder would take; the last two
 * only where requires-python of pyproject.toml and of the lock allow it, else the newest that they do. `byFile`: that
 * .python-version decided.
 */
export function choosePython(question: PythonQuestion): PythonAnswer {
  const { binder, readers, lock, stated, platform } = question;
  if (lock?.format === 'conda-lock' || lock?.format === 'pixi') return condaPython(lock, binder, platform);
  const allowed = (version: string): boolean => allows(readers, lock, version);
  if (readers.runtime?.runtime?.version !== undefined) {
    if (binder === undefined || lock === undefined || allowed(binder))
      return { version: binder, byFile: false };
    const range = lock.python?.text ?? '';
    const place = readers.runtime.version?.range ?? readers.runtime.range;
    const file = readers.runtime.source.path;
    const args = { file, version: binder, other: lock.source.path, range };
    return problem('python-version-conflict', args, file, place);
  }
  const wanted = stated?.version;
  if (wanted !== undefined && supportedPythons(platform).includes(wanted) && allowed(wanted)) {
    return { version: wanted, byFile: true };
  }
  if (binder === undefined || lock === undefined || allowed(binder))
    return { version: binder, byFile: false };
  const newest = pythonsChosenAutomatically.findLast(allowed);
  if (newest !== undefined) return { version: newest, byFile: false };
  const file = lock.source.path;
  const args = {
    file,
    range: excerpt(lock.python?.text ?? ''),
    supported: supportedPythons(platform).join(', '),
  };
  return problem('no-supported-python', args, file, lock.python?.range);
}

/** A conda lock pins Python itself. */
function condaPython(lock: LockFile, binder: string | undefined, platform: Platform): PythonAnswer {
  const pinned = lock.python?.text;
  if (pinned === undefined) return { version: binder, byFile: false };
  const version = /^\d+\.\d+/.exec(pinned)?.[0] ?? pinned;
  if (pythonsChosenAutomatically.some((each) => each === version)) return { version, byFile: false };
  const file = lock.source.path;
  const args = { file, version: excerpt(version), supported: supportedPythons(platform).join(', ') };
  return problem('unsupported-python', args, file, lock.python?.range);
}

function allows(readers: EnvironmentReaders, lock: LockFile | undefined, version: string): boolean {
  const parsed = parseVersion(version);
  const ranges = [readers.pyproject?.requiresPython?.text, lock?.python?.text];
  return ranges.every((range) => {
    // A range of another grammar (Poetry's `^3.10`) was written by a tool that checked it against pyproject.toml.
    const specifiers = range === undefined ? undefined : parseSpecifiers(range);
    return specifiers === undefined || (parsed !== undefined && satisfies(parsed, specifiers));
  });
}

function problem(
  code: ErrorCode,
  args: MessageArgs,
  file: string,
  range: Range | undefined,
): { readonly problem: EnvironmentProblem } {
  const error = new AppError(code, args).toData();
  return { problem: { stage: 'plan', error, file, ...(range === undefined ? {} : { range }) } };
}
