import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { childEnvironment } from '../platform/environment';
import { makePrivateDir, writeFileAtomic } from '../platform/files';
import type { Env } from '../platform/paths';
import { run } from '../platform/run';

/** Name and value of a git setting, as `git config --list` tells it. */
type Setting = readonly [name: string, value: string];

/** Protocols of fetched repositories and of their submodules. Not `file`, and none of git's helpers such as `ext`. */
export const fetchProtocols = 'http:https:ssh';

/** What git is told whatever the person's own configuration says. */
const ourSettings: readonly Setting[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.autocrlf', 'false'],
  ['core.longpaths', 'true'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['protocol.version', '2'],
  ['init.defaultBranch', 'main'],
  ['advice.detachedHead', 'false'],
  ['submodule.recurse', 'false'],
];

/** What is taken over from the person: how to log in, how to reach the network, which addresses stand for which. */
const takenOver = /^(?:credential\.|url\.|http\.|safe\.directory$|core\.sshcommand$)/i;
/** Of these, what may hold secrets itself; `insteadof` may too. */
const notTakenOver = /\.(?:extraheader|cookiefile|savecookies)$/i;

export interface GitEnvironmentOptions {
  readonly env: Env;
  /** Folder for the configuration that replaces the person's and the system's. */
  readonly configDir: string;
  /** Folder above which no repository is looked for, so that none that the state root lies in is taken for ours. */
  readonly ceiling: string;
  /** Also from a folder of this machine: the person's own, fetched because a ref of it was asked for. */
  readonly local: boolean;
  readonly signal: AbortSignal;
}

/**
 * The environment in which git fetches what strangers wrote: no prompts, no hooks, no `file` protocol, and instead of
 * the person's and the system's configuration one of ours that takes over only credential helpers, the way to the
 * network, rewritten addresses and the ssh command. The ssh agent stays reachable. So what `git clone` can clone
 * without asking can be fetched, and nothing else that the person configured (filters, aliases, templates) runs.
 */
export async function gitEnvironment(options: GitEnvironmentOptions): Promise<Record<string, string>> {
  const { env, configDir, ceiling, local, signal } = options;
  const theirs = await readSettings(env, signal);
  const config = join(configDir, 'config');
  await writeConfig(config, [...theirs.filter(isTakenOver), ...lfsSettings(env), ...ourSettings]);
  const ssh = env['GIT_SSH_COMMAND'] ?? theirs.findLast(([name]) => name === 'core.sshcommand')?.[1] ?? 'ssh';
  return childEnvironment(env, ['system', 'proxy', 'certificates', 'credentials', 'config'], {
    ...quiet,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: config,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: ceiling,
    GIT_ALLOW_PROTOCOL: local ? `${fetchProtocols}:file` : fetchProtocols,
    GIT_SSH_COMMAND: `${ssh} -o BatchMode=yes`,
    // A connection on which less than 1,000 bytes a second come for a minute is dead.
    GIT_HTTP_LOW_SPEED_LIMIT: '1000',
    GIT_HTTP_LOW_SPEED_TIME: '60',
  });
}

/** Writing waits for the disk: not where the very same stands there already, as it nearly always does. */
async function writeConfig(path: string, settings: readonly Setting[]): Promise<void> {
  const text = formatConfig(settings);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  await makePrivateDir(dirname(path));
  await writeFileAtomic(path, text);
}

/** Never asks, never waits for a terminal, speaks English. */
const quiet = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  GCM_INTERACTIVE: 'never',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_PAGER: 'cat',
  LC_ALL: 'C',
  LANGUAGE: '',
} as const;

/**
 * The environment for reading a person's own checkout: their configuration applies (their `safe.directory`), but
 * nothing is written and no file system monitor is started.
 */
export function localGitEnvironment(env: Env): Record<string, string> {
  return childEnvironment(env, ['system', 'config'], {
    ...quiet,
    ...(env['GIT_CONFIG_GLOBAL'] !== undefined && { GIT_CONFIG_GLOBAL: env['GIT_CONFIG_GLOBAL'] }),
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: 'false',
    GIT_CONFIG_KEY_1: 'core.hooksPath',
    GIT_CONFIG_VALUE_1: '/dev/null',
  });
}

function isTakenOver([name]: Setting): boolean {
  return takenOver.test(name) && !notTakenOver.test(name) && name !== 'core.sshcommand';
}

/** The person's settings, read outside of any repository. */
async function readSettings(env: Env, signal: AbortSignal): Promise<readonly Setting[]> {
  const tellsConfig = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'];
  const theirs = Object.fromEntries(tellsConfig.map((name) => [name, env[name]]));
  const { stdoutTail } = await run('git', ['config', '--list', '-z'], {
    cwd: '/',
    env: { ...childEnvironment(env, ['system', 'config'], { ...theirs, GIT_DIR: '/dev/null' }) },
    signal,
    tailLimit: 1024 * 1024,
  });
  return stdoutTail.split('\0').flatMap((record): readonly Setting[] => {
    const end = record.indexOf('\n');
    return end < 0 ? [] : [[record.slice(0, end), record.slice(end + 1)]];
  });
}

/** Git LFS, where the person has it, as `git lfs install` would set it up. */
function lfsSettings(env: Env): readonly Setting[] {
  if (!hasLfs(env)) return [];
  return [
    ['filter.lfs.process', 'git-lfs filter-process'],
    ['filter.lfs.smudge', 'git-lfs smudge -- %f'],
    ['filter.lfs.clean', 'git-lfs clean -- %f'],
    ['filter.lfs.required', 'true'],
  ];
}

/** Whether git finds Git LFS. */
export function hasLfs(env: Env): boolean {
  const names = process.platform === 'win32' ? ['git-lfs.exe'] : ['git-lfs'];
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => names.some((name) => isExecutable(join(folder, name))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A configuration file. Names are as git tells them: `section.name` or `section.sub.section.name`. */
export function formatConfig(settings: readonly Setting[]): string {
  return settings.map(([name, value]) => formatSetting(name, value)).join('');
}

function formatSetting(name: string, value: string): string {
  const [first, last] = [name.indexOf('.'), name.lastIndexOf('.')];
  const section = name.slice(0, first);
  const sub = first === last ? '' : ` ${quote(name.slice(first + 1, last))}`;
  return `[${section}${sub}]\n\t${name.slice(last + 1)} = ${quote(value)}\n`;
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t')}"`;
}
