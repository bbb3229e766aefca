import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../../server/launch/free-port';
import { askServer } from '../../../server/launch/probe';
import { readToken, sessionFiles } from '../../../server/launch/session-files';
import { docker, withDockerAgent } from '../docker';
import { execute, inTurns } from '../measure';
import { makeRepository } from '../repository';
import type { Row } from '../row';

/** Times the peer. */
const goal = 1.15;
const patienceSeconds = 120;

/** A built session until it answers to its token, beside a bare container of the same image and command. */
export const sessionStart: Row = {
  name: 'session-start',
  measure: (context) =>
    withDockerAgent(context, async (env) => {
      const { folder, bindery, runs } = context;
      const repository = await makeRepository(join(folder, 'repository'), { files: 5, bytes: 1000 });
      const [port, barePort] = [await freePort(), await freePort()];
      const ask = (...args: readonly string[]): Promise<string> =>
        execute({ argv: [process.execPath, bindery, ...args], cwd: folder, env });
      const session = await launch(ask, repository, port);
      const same = await imageAndCommand(session);
      await ask('sessions', 'stop', session);
      const tokenFile = sessionFiles(join(folder, 'home', 'sessions', session)).token;
      const times = await inTurns(runs, {
        ours: async () => {
          const start = () => ask('sessions', 'start', session, '--json');
          const time = await untilAnswered(start, port, () => readToken(tokenFile));
          await ask('sessions', 'stop', session);
          return time;
        },
        bare: () => bareContainer(session, same, barePort),
      }).finally(() => ask('sessions', 'delete', session, '--yes'));
      return [
        {
          what: 'bindery sessions start: a session in a container, to its first answer',
          ours: times.ours,
          peer: { name: 'docker run of the same image and command', time: times.bare },
          n: runs,
          goal: `at most ${goal} × the peer`,
          met: times.ours <= goal * times.bare,
        },
      ];
    }),
};

type Ask = (...args: readonly string[]) => Promise<string>;

/** Builds and starts it; returns the session's name. */
async function launch(ask: Ask, repository: string, port: number): Promise<string> {
  const name = `bench-${randomBytes(3).toString('hex')}`;
  const options = ['--engine', 'docker', '--detach', '--name', name, '--port', String(port)];
  await ask('launch', repository, ...options);
  return name;
}

interface Same {
  readonly image: string;
  readonly command: readonly string[];
}

/** Of the session's container: the server's command is what stands behind the entry script's options. */
async function imageAndCommand(session: string): Promise<Same> {
  const id = await docker('ps', '--quiet', '--filter', `label=bindery.session=${session}`);
  const [found] = JSON.parse(await docker('inspect', id)) as { Config: { Image: string; Cmd: string[] } }[];
  if (found === undefined) throw new Error(`the session ${session} has no container`);
  const { Image: image, Cmd: all } = found.Config;
  return { image, command: all.slice(all.lastIndexOf('--') + 1) };
}

/** What one would type oneself: the session's image and server command, a port and a token. */
async function bareContainer(session: string, { image, command }: Same, port: number): Promise<number> {
  const token = randomBytes(16).toString('hex');
  const name = `${session}-bare`;
  const run = ['run', '--detach', '--name', name, '--publish', `127.0.0.1:${port}:8888`];
  try {
    return await untilAnswered(
      () => docker(...run, '--env', `JUPYTER_TOKEN=${token}`, image, ...command),
      port,
      () => Promise.resolve(token),
    );
  } finally {
    await docker('rm', '--force', name);
  }
}

/** Milliseconds from before `start` until the server answers to its token, asked after 20, 40, 80 … ms. */
async function untilAnswered(
  start: () => Promise<unknown>,
  port: number,
  token: () => Promise<string | undefined>,
): Promise<number> {
  const began = performance.now();
  let failure: Error | undefined;
  const started = start().catch((error: unknown) => (failure = error as Error));
  for (let wait = 20; ; wait = Math.min(wait * 2, 80)) {
    await delay(wait);
    if (failure !== undefined) throw failure;
    if (await answers(port, await token())) break;
    if (performance.now() - began > patienceSeconds * 1000) throw new Error('the server does not answer');
  }
  const time = performance.now() - began;
  await started;
  return time;
}

async function answers(port: number, token: string | undefined): Promise<boolean> {
  return token !== undefined && (await askServer(`http://127.0.0.1:${port}/`, token, 5000)) !== undefined;
}
