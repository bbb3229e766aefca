import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import type { BuildBounds } from '../build/bounds';
import { boundsEvent } from '../build/bounds';
import { boundBuilds } from '../build/docker/bounds';
import { createConnector } from '../build/docker/connect';
import { addressText } from '../build/docker/address';
import { sandboxWorks } from '../build/host/sandbox';
import { readPipSettings, withoutCredentials } from '../build/packages/pip-config';
import { projectFiles } from '../build/packages/simple-index';
import { systemInterpreters } from '../build/python-system';
import { uvVersion } from '../build/uv';
import { connectAgent } from '../http/client/connect';
import { childEnvironment } from '../platform/environment';
import { freeSpace } from '../platform/files';
import { stateRoot } from '../platform/paths';
import { run } from '../platform/run';
import { AppError, Cancelled } from '../protocol';
import { buildCaps } from './build-caps';
import type { Context } from './command';
import { readCount } from './settings';

/** One thing that Bindery uses, as it is on this machine. */
export interface Check {
  readonly name: string;
  /** `absent`: something works less well, or not at all, without it. `missing`: nothing can be built. */
  readonly state: 'ok' | 'absent' | 'missing';
  readonly detail: string;
  /** How to get it. */
  readonly how?: string;
}

interface Probe {
  readonly name: string;
  readonly needed: boolean;
  readonly how: string;
  /** What is there, in a few words; throws where it is not. */
  readonly look: (context: Pick<Context, 'env' | 'program'>, signal: AbortSignal) => Promise<string>;
}

const lookSeconds = 20;
const gibibyte = 1024 ** 3;

const probes: readonly Probe[] = [
  {
    name: 'Node',
    needed: true,
    how: 'Install Node 20 or newer.',
    look: () => {
      if (Number(process.versions.node.split('.')[0]) < 20) throw new Error(process.versions.node);
      return Promise.resolve(process.versions.node);
    },
  },
  {
    name: 'git',
    needed: false,
    how: 'Install git (apt-get install git); without it only local folders can be built.',
    look: async ({ env }, signal) => firstLine('git', ['--version'], env, signal),
  },
  {
    name: 'Python',
    needed: true,
    how: 'Install Python 3.9 or newer (apt-get install python3).',
    look: async ({ env }, signal) => {
      const found = await systemInterpreters(undefined, { env, home: homedir() }, signal);
      if (found.length === 0) throw new Error('none was found');
      return found.map(({ version, path }) => `${version} (${path})`).join(', ');
    },
  },
  {
    name: 'package index',
    needed: false,
    how: 'Check the settings of pip (pip config list), the proxy and the certificates.',
    look: async ({ env }, signal) => {
      const settings = await readPipSettings({ env, home: homedir(), platform: process.platform });
      const files = await projectFiles('uv', settings, { env, signal });
      const address = withoutCredentials(settings.indexUrl);
      if (!files.some(({ name }) => name.startsWith(`uv-${uvVersion}-`))) {
        throw new Error(`${address} answers, but has no uv ${uvVersion}`);
      }
      return `${address} answers; it has uv ${uvVersion}`;
    },
  },
  {
    name: 'container engine',
    needed: false,
    how: 'Start Docker or Podman; without one, repositories are built on this machine itself (--engine host).',
    look: async ({ env }, signal) => {
      const engine = createConnector({ env, home: homedir(), platform: process.platform });
      const { docker, address } = await engine.connect(signal);
      const { Version } = await docker.version();
      return `version ${Version} at ${addressText(address)}`;
    },
  },
  {
    name: 'bounds of builds',
    needed: false,
    how: 'Run Bindery as a user who may write these files, or let the owner of the machine write them.',
    look: async ({ env }, signal) => {
      const minutes = readCount(env, 'BINDERY_BUILD_MINUTES');
      const { message, level } = boundsEvent(minutes, await boundsOfEngine(env, signal));
      if (level === 'warning') throw new Error(message);
      return message ?? '';
    },
  },
  {
    name: 'bubblewrap',
    needed: false,
    how: 'Install bubblewrap (apt-get install bubblewrap); it keeps fetched repositories from your files.',
    look: async ({ env }, signal) => {
      if (await sandboxWorks(env, signal)) return 'bwrap works';
      throw new Error('bwrap is not installed, or this machine lets it do nothing');
    },
  },
  {
    name: 'state folder',
    needed: true,
    how: 'Free some space, or set BINDERY_HOME to a folder of yours with at least 1 GiB.',
    look: async ({ env }) => {
      const root = stateRoot(env);
      const free = await freeSpace(await nearestFolder(root));
      const detail = `${root}, ${(free / gibibyte).toFixed(1)} GiB free`;
      if (free < gibibyte) throw new Error(detail);
      return detail;
    },
  },
  {
    name: 'agent',
    needed: false,
    how: 'None is needed: commands start it.',
    look: async ({ env, program }, signal) => {
      const agent = { file: program, args: [] };
      const client = await connectAgent({ env, start: false, program: agent, linger: 0, signal });
      const { pid, version } = client.hello;
      client.close();
      return `version ${version}, process ${pid}`;
    },
  },
];

/** All checks, running side by side, in the order in which they are told. */
export function checks(context: Pick<Context, 'env' | 'program'>, signal: AbortSignal): Promise<Check>[] {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(lookSeconds * 1000)]);
  return probes.map(async ({ name, needed, how, look }): Promise<Check> => {
    try {
      return { name, state: 'ok', detail: await look(context, bounded) };
    } catch (error) {
      if (signal.aborted) throw new Cancelled();
      return { name, state: needed ? 'missing' : 'absent', detail: reason(error), how };
    }
  });
}

function reason(error: unknown): string {
  if (Cancelled.is(error)) return `no answer within ${lookSeconds} s`;
  if (AppError.is(error, 'agent-unreachable')) return 'none is running';
  return error instanceof Error ? error.message : String(error);
}

/** As the next build would find and set them; without an engine, nothing but time bounds a build. */
async function boundsOfEngine(env: Context['env'], signal: AbortSignal): Promise<BuildBounds> {
  const engine = createConnector({ env, home: homedir(), platform: process.platform });
  const connection = await engine.connect(signal).catch(() => undefined);
  return connection === undefined ? {} : boundBuilds(connection.docker, buildCaps(env));
}

async function firstLine(
  command: string,
  args: readonly string[],
  env: Context['env'],
  signal: AbortSignal,
): Promise<string> {
  const { code, stdoutTail } = await run(command, args, { env: childEnvironment(env, ['system']), signal });
  if (code !== 0) throw new Error(`${command} ended with exit code ${code ?? 'unknown'}`);
  return stdoutTail.split('\n')[0] ?? '';
}

async function nearestFolder(path: string): Promise<string> {
  const exists = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return exists || dirname(path) === path ? path : nearestFolder(dirname(path));
}
