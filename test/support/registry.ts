import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../server/platform/files';
import { eventually } from './eventually';

/** A real registry with its own storage, which asks for this user's password. */
export interface TestRegistry {
  /** `127.0.0.1:port`: engines take loopback addresses without TLS. */
  readonly host: string;
  readonly username: string;
  readonly password: string;
  /** What CONTAINER_ENGINE_REGISTRY_CREDENTIALS has to be. */
  readonly credentials: string;
  /** Asks the registry itself, with the password. */
  get(path: string): Promise<Response>;
  /** Lines of its access log. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

const username = 'bindery';
const password = 'word-of-the-registry-5e81';
/** Of the password above, by bcrypt: the registry takes no other kind. */
const passwordHash = '$2y$05$t9T6QE.YcsmEznwqd6zDbOyOdJa7fP0hyoe924Bu6Wn.yTzBUg7xW';

/** Debian's docker-registry; undefined where it is not installed. */
export async function startRegistry(): Promise<TestRegistry | undefined> {
  const program = ['/usr/bin/docker-registry', '/usr/local/bin/registry'].find(existsSync);
  if (program === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'bindery-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'htpasswd'), `${username}:${passwordHash}\n`);
  writeFileSync(join(folder, 'config.yml'), configuration(folder, host));
  const child = spawn(program, ['serve', join(folder, 'config.yml')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const requests: string[] = [];
  createInterface(child.stdout).on('line', (line) => requests.push(line));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const get = (path: string): Promise<Response> =>
    fetch(`http://${host}${path}`, { headers: { authorization } });
  await eventually(
    () =>
      get('/v2/').then(
        (answer) => answer.ok,
        () => false,
      ),
    'the registry answers',
  );
  return {
    ...{ host, username, password, get, requests },
    credentials: JSON.stringify({ registry: `http://${host}`, username, password }),
    async stop() {
      child.kill();
      await ended;
      await removeTree(folder);
    },
  };
}

function configuration(folder: string, host: string): string {
  return [
    'version: 0.1',
    'log: { level: error }',
    `storage: { filesystem: { rootdirectory: ${join(folder, 'data')} } }`,
    `http: { addr: "${host}" }`,
    `auth: { htpasswd: { realm: tests, path: ${join(folder, 'htpasswd')} } }`,
    '',
  ].join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
