import type { FileUse, MessageCode } from '../../protocol';
import { excerpt } from '../text';
import type { UnreadFile } from './readers';
import type { ExtendedFile, LockFile } from './types';

type Args = Readonly<Record<string, string>>;

/** What a file says, as a sentence without an end: `pins 42 packages for Python >=3.10`. */
interface Said {
  readonly code:
    | 'packages'
    | 'packages-python'
    | 'packages-r'
    | 'python'
    | 'image'
    | 'asks'
    | 'broken'
    | 'unread'
    | 'nothing';
  readonly args: Args;
}

function saidBy(file: ExtendedFile | UnreadFile): Said {
  if (file.kind === 'unread') return { code: 'unread', args: {} };
  if ('syntaxError' in file) {
    const { detail, position } = file.syntaxError;
    return { code: 'broken', args: { line: String(position.line + 1), detail: excerpt(detail) } };
  }
  switch (file.kind) {
    case 'lock':
      return lockSays(file);
    case 'pixi-manifest':
      return { code: 'asks', args: { count: String(file.dependencies.length) } };
    case 'python-version':
      return file.stated === undefined
        ? { code: 'nothing', args: {} }
        : { code: 'python', args: { version: excerpt(file.version ?? file.stated.text) } };
    case 'devcontainer':
      return file.image === undefined
        ? { code: 'nothing', args: {} }
        : { code: 'image', args: { image: excerpt(file.image.text) } };
  }
}

function lockSays({ packages, python, r }: LockFile): Said {
  const count = String(packages.length);
  if (python !== undefined) return { code: 'packages-python', args: { count, python: excerpt(python.text) } };
  if (r !== undefined) return { code: 'packages-r', args: { count, r: excerpt(r.text) } };
  return { code: 'packages', args: { count } };
}

/** What the dialect `binder` says of a file that it does not read: what the file would say. */
export function unreadByBinder(path: string, file: ExtendedFile | UnreadFile): FileUse {
  const { code, args } = saidBy(file);
  return { path, role: 'ignored', why: { code: `why.says-${code}` satisfies MessageCode, args } };
}

/** A file that the dialect `extended` honours. */
export function honoured(path: string, file: ExtendedFile): FileUse {
  const { code, args } = saidBy(file);
  return { path, role: 'used', why: { code: counting[code] ?? 'why.extended-packages', args } };
}

const counting: Readonly<Partial<Record<Said['code'], MessageCode>>> = {
  packages: 'why.extended-packages',
  'packages-python': 'why.extended-packages-python',
  'packages-r': 'why.extended-packages-r',
  python: 'why.extended-python',
  image: 'why.extended-image',
};

/** A file that the dialect `extended` would honour, were it not for another one. */
export function outdone(path: string, by: string): FileUse {
  return {
    path,
    role: 'ignored',
    why: { code: 'why.extended-loses' satisfies MessageCode, args: { file: by } },
  };
}

/** A lock without what it is the lock of. */
export function alone(path: string, missing: string): FileUse {
  const why = { code: 'why.extended-lacks' satisfies MessageCode, args: { file: missing } };
  return { path, role: 'ignored', why };
}

/** A .python-version of a Python that there is not. */
export function noSuchPython(path: string): FileUse {
  return {
    path,
    role: 'ignored',
    why: { code: 'why.extended-no-such-python' satisfies MessageCode, args: {} },
  };
}

/** install.R, which Binder ignores without a date. */
export function undatedR(path: string): FileUse {
  return { path, role: 'used', why: { code: 'why.extended-undated' satisfies MessageCode, args: {} } };
}
