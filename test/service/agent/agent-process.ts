// An agent whose launches do nothing but wait: what is tested with it is who becomes the agent, and when it leaves.
// Its lease, socket, record, client and process are the real ones.
import { setTimeout as delay } from 'node:timers/promises';
import { runAgent } from '../../../server/http/agent';
import { createLog } from '../../../server/http/log';
import { socketPath, stateRoot } from '../../../server/platform/paths';
import { identify } from '../../../server/platform/process';
import { openStore } from '../../../server/store/open';
import { scriptedLaunches, scriptedSessions } from '../../unit/http/fixture';

async function main(): Promise<void> {
  const root = stateRoot(process.env);
  const linger = Number(process.argv[process.argv.indexOf('--linger') + 1]);
  const stop = new AbortController();
  process.on('SIGTERM', () => stop.abort());
  const identity = await identify();
  if (identity === undefined) throw new Error('this process cannot be identified');
  if (process.env['FAIL'] !== undefined) throw new Error(process.env['FAIL']);
  const scripted = scriptedLaunches();
  const store = await openStore(root);
  const launches = {
    ...scripted,
    get running() {
      return scripted.active();
    },
  };
  await runAgent({
    store: { ...store, jobs: { ...store.jobs, ...scripted.jobs } },
    socketPath: socketPath(root, process.env),
    identity,
    version: 'test',
    lingerSeconds: linger,
    services: async () => {
      await delay(Number(process.env['SLOW'] ?? 0));
      const builds = { running: 0, reconcile: () => Promise.resolve(), shutdown: () => Promise.resolve() };
      const prunes = { prune: () => Promise.reject(new Error('not part of these tests')) };
      return { launches, sessions: scriptedSessions(), builds, prunes };
    },
    log: createLog(`${root}/agent.log`),
    signal: stop.signal,
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
