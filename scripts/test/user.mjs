// The user that the layers which run repositories' code run as. Root would hide every mistake about permissions.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, sep } from 'node:path';

/** Made by scripts/setup/user.sh. */
export const testUserName = 'bindery-test';

/**
 * Whom to run as: the test user when started by root (undefined where it does not exist), else the one who runs.
 * @returns {{ name?: string, uid: number, gid: number, home: string, self: boolean } | undefined}
 */
export function testUser() {
  const uid = process.getuid?.() ?? -1;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? -1, home: process.env.HOME ?? '', self: true };
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((row) => row.startsWith(`${testUserName}:`));
  if (!line) return undefined;
  const [name, , id, group, , home] = line.split(':');
  return { name, uid: Number(id), gid: Number(group), home, self: false };
}

/** The command line that runs `argv` as that user, with all the groups it is in. */
export function commandAs(user, argv) {
  if (user.self) return argv;
  return ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--init-groups', '--', ...argv];
}

/**
 * The environment of a run as that user: certificates, proxies and index settings stay; what points into the home of the
 * one who started it (caches, shims, configuration files it could not read) goes.
 */
export function environmentOf(user, env) {
  if (user.self) return { ...env };
  const old = env.HOME ?? '/root';
  const within = (path) => path === old || path.startsWith(old + sep);
  const kept = Object.entries(env).filter(([name, value]) => name === 'PATH' || !within(value));
  const path = (env.PATH ?? '').split(delimiter).filter((dir) => !within(dir));
  const identity = { HOME: user.home, USER: user.name, LOGNAME: user.name, SHELL: '/bin/sh' };
  return { ...Object.fromEntries(kept), ...identity, PATH: path.join(delimiter) };
}

/** Whether that user can read the file, folders above it included. */
export function canRead(user, file) {
  const [command, ...args] = commandAs(user, ['test', '-r', file]);
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
