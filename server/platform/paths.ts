import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '../protocol';

/** Environment variables, as `process.env` has them. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The one folder in which everything is kept (design section 6, "State"): `BINDERY_HOME`, else the platform's place for
 * the state of a user's programs. Nothing is made.
 */
export function stateRoot(env: Env, platform: NodeJS.Platform = process.platform): string {
  if (env['BINDERY_HOME']) return resolve(env['BINDERY_HOME']);
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'bindery');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'bindery');
  return join(env['XDG_STATE_HOME'] ?? join(home, '.local', 'state'), 'bindery');
}

/** Bytes that a socket's path may have on every platform (sun_path is 104 on macOS, 108 on Linux, with its NUL). */
const longestSocketPath = 103;

/**
 * Where the agent of a state root listens: a socket in a folder of mode 700 that is ours, which is made where it is
 * missing; on Windows a named pipe.
 * @throws AppError path-not-private when the folder belongs to somebody else, is a link, or others may enter it
 */
export function socketPath(root: string, env: Env = process.env): string {
  const name = createHash('sha256').update(resolve(root)).digest('hex').slice(0, 12);
  if (process.platform === 'win32') return `\\\\.\\pipe\\bindery-${userInfo().username}-${name}`;
  const folder = socketFolders(name, env).find(
    (path) => Buffer.byteLength(join(path, 's')) <= longestSocketPath,
  );
  if (folder === undefined)
    throw new AppError('path-not-private', { path: tmpdir(), detail: 'its path is too long' });
  makeOwnFolder(folder);
  return join(folder, 's');
}

/** Best first. `/tmp` is the last resort where the others are too long for a socket. */
function socketFolders(name: string, env: Env): readonly string[] {
  const runtime = env['XDG_RUNTIME_DIR'];
  const forUser = `bindery-${userInfo().uid}-${name}`;
  const temporary = [join(env['TMPDIR'] ?? tmpdir(), forUser), join('/tmp', forUser)];
  return runtime ? [join(runtime, `bindery-${name}`), ...temporary] : temporary;
}

function makeOwnFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  const refuse = (detail: string): never => {
    throw new AppError('path-not-private', { path, detail });
  };
  if (!found.isDirectory()) refuse('it is not a folder');
  if (found.uid !== userInfo().uid) refuse('it belongs to somebody else');
  if ((found.mode & 0o077) !== 0) refuse('others may enter it');
}
