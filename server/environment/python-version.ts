import type { AppErrorData, ErrorCode, MessageArgs, Platform, Range } from '../protocol';
import { AppError } from '../protocol';
import { compareVersions, parseSpecifiers, parseVersion, satisfies } from './pep440';
import type { SpecifierSet } from './pep440';
import { defaultPython, pythonOfMajor, pythonsChosenAutomatically, supportedPythons } from './pythons';
import type { PyprojectFile } from './pyproject';
import type { RuntimeFile } from './runtime-txt';
import { excerpt } from './text';

/** What decides on the Python of the python family. */
export interface PythonSources {
  readonly runtime?: RuntimeFile;
  /** Only where pyproject.toml counts: at the root, without a configuration folder. */
  readonly pyproject?: PyprojectFile;
  readonly platform: Platform;
}

/** The Python that results, and what decided; or why none does. */
export type PythonChoice = DecidedPython | { readonly problem: PythonProblem };

interface DecidedPython {
  readonly version: string;
  readonly decidedBy: 'default' | 'runtime.txt' | 'pyproject.toml';
}

export interface PythonProblem {
  readonly error: AppErrorData;
  readonly file: string;
  readonly range?: Range;
}

/** The Python that the repository's packages go into (contracts/repo2docker.md section 4, "Python"). */
export function choosePython(sources: PythonSources): PythonChoice {
  const { runtime, pyproject, platform } = sources;
  if (runtime?.runtime !== undefined && runtime.runtime.name !== 'python') {
    return { version: defaultPython, decidedBy: 'default' };
  }
  const asked = askedByRuntime(runtime, platform);
  if ('problem' in asked) return asked;
  const agreed = pyproject === undefined ? asked : agreeWith(pyproject, asked, runtime, platform);
  return 'problem' in agreed || agreed.decidedBy !== 'runtime.txt' || runtime === undefined
    ? agreed
    : checkBuildable(agreed.version, runtime, platform);
}

/** True for a Python that cannot run the server, which then gets one of its own. */
export function needsSeparateKernel(version: string): boolean {
  const parsed = parseVersion(version);
  return parsed !== undefined && compareVersions(parsed, { epoch: 0, release: [3, 7] }) < 0;
}

function askedByRuntime(file: RuntimeFile | undefined, platform: Platform): PythonChoice {
  const text = file?.runtime?.version;
  if (file === undefined || text === undefined) return { version: defaultPython, decidedBy: 'default' };
  const parsed = parseVersion(text);
  if (parsed === undefined) return inRuntime(file, 'invalid-runtime', { content: excerpt(file.source.text) });
  if (parsed.release.length > 1) return { version: text, decidedBy: 'runtime.txt' };
  const version = pythonOfMajor[text];
  return version === undefined ? unsupported(file, text, platform) : { version, decidedBy: 'default' };
}

/** `requires-python` refuses a version that runtime.txt states, and replaces one that nobody stated. */
function agreeWith(
  pyproject: PyprojectFile,
  asked: DecidedPython,
  runtime: RuntimeFile | undefined,
  platform: Platform,
): PythonChoice {
  const specifiers = requiredPython(pyproject);
  if (specifiers === undefined) return asked;
  if ('problem' in specifiers) return specifiers;
  const range = pyproject.requiresPython?.text ?? '';
  if (allows(specifiers, asked.version)) return asked;
  if (asked.decidedBy === 'runtime.txt' && runtime !== undefined) {
    const other = pyproject.source.path;
    return inRuntime(runtime, 'python-version-conflict', { version: asked.version, other, range });
  }
  const version = pythonsChosenAutomatically.findLast((candidate) => allows(specifiers, candidate));
  if (version !== undefined) return { version, decidedBy: 'pyproject.toml' };
  return inPyproject(pyproject, 'no-supported-python', { range, supported: listed(platform) });
}

/** The specifiers of `requires-python`; undefined where it is not there. */
function requiredPython(file: PyprojectFile): SpecifierSet | { problem: PythonProblem } | undefined {
  const syntax = syntaxProblem(file);
  if (syntax !== undefined) return { problem: syntax };
  const written = file.requiresPython ?? file.requiresPythonNotText;
  if (written === undefined) return undefined;
  const specifiers =
    file.requiresPython === undefined ? undefined : parseSpecifiers(file.requiresPython.text);
  if (specifiers !== undefined) return specifiers;
  const detail = `requires-python is ${excerpt(written.text)}, which is not a version range.`;
  return inPyproject(file, 'config-file-syntax', { line: written.range.start.line + 1, detail });
}

/** The problem of a pyproject.toml that is not TOML. */
export function syntaxProblem(file: PyprojectFile): PythonProblem | undefined {
  if (file.syntaxError === undefined) return undefined;
  const { detail, position } = file.syntaxError;
  const args = { file: file.source.path, line: position.line + 1, detail: excerpt(detail, 200) };
  return {
    error: new AppError('config-file-syntax', args).toData(),
    file: file.source.path,
    range: { start: position, end: position },
  };
}

function checkBuildable(version: string, runtime: RuntimeFile, platform: Platform): PythonChoice {
  const parts = version.split('.');
  if (parts.length !== 2) {
    const short = parts.slice(0, 2).join('.');
    return inRuntime(runtime, 'python-version-not-major-minor', { version, short });
  }
  if (!supportedPythons(platform).includes(version)) return unsupported(runtime, version, platform);
  return { version, decidedBy: 'runtime.txt' };
}

function unsupported(file: RuntimeFile, version: string, platform: Platform): { problem: PythonProblem } {
  return inRuntime(file, 'unsupported-python', { version: excerpt(version), supported: listed(platform) });
}

function allows(specifiers: SpecifierSet, version: string): boolean {
  const parsed = parseVersion(version);
  return parsed !== undefined && satisfies(parsed, specifiers);
}

function listed(platform: Platform): string {
  return supportedPythons(platform).join(', ');
}

function inRuntime(file: RuntimeFile, code: ErrorCode, args: MessageArgs): { problem: PythonProblem } {
  const error = new AppError(code, { file: file.source.path, ...args }).toData();
  return { problem: { error, file: file.source.path, range: file.version?.range ?? file.range } };
}

function inPyproject(file: PyprojectFile, code: ErrorCode, args: MessageArgs): { problem: PythonProblem } {
  const error = new AppError(code, { file: file.source.path, ...args }).toData();
  const range = (file.requiresPython ?? file.requiresPythonNotText)?.range;
  return { problem: { error, file: file.source.path, ...(range === undefined ? {} : { range }) } };
}
