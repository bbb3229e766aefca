import { dirname } from 'node:path';
import type { Env } from '../platform/paths';
import type { RunResult } from '../platform/run';
import { run } from '../platform/run';
import type { Emit } from '../protocol';
import { AppError } from '../protocol';
import { redactCredentials } from '../spec/redact-url';
import type { Credentials } from './clone-url';
import { gitEnvironment } from './git-environment';
import type { Remote } from './git-errors';
import { gitError } from './git-errors';

/** A repository that git talks to over the network. */
export interface GitRemote {
  readonly url: string;
  readonly credentials?: Credentials | undefined;
  /** True for a folder of this machine. */
  readonly local?: boolean;
}

export interface GitOptions {
  readonly env: Env;
  /** Folder for git's configuration. */
  readonly configDir: string;
  /** Folder that fetched files go to. */
  readonly place: string;
  readonly remote: GitRemote;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/** git, for one remote repository. */
export interface Git {
  /** Runs a command; a failure is a result. What git says on standard error goes to the job's log. */
  attempt(cwd: string, args: readonly string[]): Promise<RunResult>;
  /** Runs a command and returns its output. @throws AppError as `gitError` tells */
  ask(cwd: string, args: readonly string[]): Promise<string>;
  /** The error that a failed result means. */
  error(result: RunResult): AppError;
}

/** Characters of output that are kept: names of refs, of which a large repository has many. */
const outputLimit = 16 * 1024 * 1024;

/** @throws AppError fetch-failed when there is no git; Cancelled */
export async function openGit(options: GitOptions): Promise<Git> {
  const { remote, emit, signal, place } = options;
  const env = await environment(options);
  const told: Remote = { url: remote.url, place };
  const attempt = async (cwd: string, args: readonly string[]): Promise<RunResult> =>
    run('git', args, {
      cwd,
      env,
      signal,
      tailLimit: outputLimit,
      onLine: (line, stream) => {
        if (stream === 'stdout' || line.trim() === '') return;
        emit({ phase: 'fetching', stream, message: redactCredentials(line) });
      },
    });
  const error = (result: RunResult): AppError => gitError(result.stderrTail, told);
  return {
    attempt,
    error,
    async ask(cwd, args) {
      const result = await attempt(cwd, args);
      if (result.code !== 0) throw error(result);
      return result.stdoutTail;
    },
  };
}

async function environment(options: GitOptions): Promise<Record<string, string>> {
  const { env, configDir, place, signal, remote } = options;
  try {
    const local = remote.local === true;
    const base = await gitEnvironment({ env, configDir, ceiling: dirname(place), local, signal });
    return { ...base, ...credentialEnvironment(remote) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const repo = redactCredentials(remote.url);
    throw new AppError('fetch-failed', { repo, detail: 'there is no git on this machine' }, { cause: error });
  }
}

/**
 * Credentials of the address reach git through a helper that reads them from the environment, for that server alone:
 * not through arguments, which everybody on the machine can read, and not through a file.
 */
function credentialEnvironment({ url, credentials }: GitRemote): Record<string, string> {
  if (credentials === undefined) return {};
  const script =
    'test "$1" = get && printf "username=%s\\npassword=%s\\n" "$BINDERY_GIT_USER" "$BINDERY_GIT_PASSWORD"';
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `credential.${new URL(url).origin}.helper`,
    GIT_CONFIG_VALUE_0: `!f() { ${script}; }; f`,
    BINDERY_GIT_USER: credentials.username,
    BINDERY_GIT_PASSWORD: credentials.password,
  };
}
