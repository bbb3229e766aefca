import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { pathsOfArtifact } from '../build/host/prefixes';
import { sandboxed, sandboxWorks } from '../build/host/sandbox';
import type { Env } from '../platform/paths';
import { entryScriptPath } from './entry-script';
import type { SpawnSpec } from './types';

export interface SessionSandboxDeps {
  readonly env: Env;
  /** The person's home folder, which a sandboxed session does not see. */
  readonly home: string;
  /** The state root: of it a session sees its own folder and its prefix. */
  readonly stateRoot: string;
}

/** Wraps the command line of a session; undefined where no sandbox works on this machine. */
export type SessionSandbox = (
  spec: SpawnSpec,
  argv: readonly string[],
  signal: AbortSignal,
) => Promise<readonly string[] | undefined>;

/** The sandbox in which sessions of fetched repositories run: bubblewrap, as for their builds. */
export function createSessionSandbox(deps: SessionSandboxDeps): SessionSandbox {
  let works: boolean | undefined;
  return async (spec, [file = '', ...args], signal) => {
    works ??= await sandboxWorks(deps.env, signal);
    if (!works) return undefined;
    const wrapped = sandboxed(file, args, await viewOf(deps, spec));
    return [wrapped.command, ...wrapped.args];
  };
}

async function viewOf(deps: SessionSandboxDeps, spec: SpawnSpec): Promise<Parameters<typeof sandboxed>[2]> {
  const prefix = pathsOfArtifact(spec.artifact).dir;
  const python = await realpath(path.join(spec.artifact.location, 'bin', 'python'));
  const certificates = [deps.env['SSL_CERT_FILE'], deps.env['PIP_CERT'], deps.env['REQUESTS_CA_BUNDLE']];
  const files = certificates.filter((file) => file?.startsWith('/') === true) as string[];
  const work = spec.session.workFolder.path;
  return {
    hidden: [deps.home, deps.stateRoot],
    readable: [prefix, path.dirname(path.dirname(python)), path.dirname(entryScriptPath()), ...files],
    writable: [spec.dir, ...(work.startsWith(`${spec.dir}${path.sep}`) ? [] : [work])],
    cwd: work,
  };
}
