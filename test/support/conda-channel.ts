import { execFileSync } from 'node:child_process';
import { createReadStream, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readPipSettings } from '../../server/build/packages/pip-config';
import { projectFiles } from '../../server/build/packages/simple-index';
import { downloadFile } from '../../server/build/uv';
import { temporaryDir } from './engine-scratch';

const pipWheel = 'pip-25.3-py3-none-any.whl';

let made: Promise<string> | undefined;

/**
 * A folder with a channel called `conda-forge`, made once per process: Debian's own Python 3.11 as a conda package, pip
 * from its wheel, this node, stand-ins that say what they are for conda and mamba, and small packages for what the tests
 * ask (conda/make-channel.py says which). Takes a few seconds.
 */
export function channelFolder(): Promise<string> {
  made ??= makeChannel();
  return made;
}

async function makeChannel(): Promise<string> {
  const folder = temporaryDir('bindery-channel-');
  const wheel = join(folder, pipWheel);
  writeFileSync(wheel, await fetchPip());
  const script = join(__dirname, 'conda', 'make-channel.py');
  const args = [script, join(folder, 'conda-forge'), wheel, process.execPath];
  execFileSync('/usr/bin/python3', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  return folder;
}

async function fetchPip(): Promise<Buffer> {
  const { env } = process;
  const signal = AbortSignal.timeout(60_000);
  const settings = await readPipSettings({ env, home: env['HOME'] ?? '/', platform: process.platform });
  const file = (await projectFiles('pip', settings, { env, signal })).find(({ name }) => name === pipWheel);
  if (file === undefined) throw new Error(`the package index has no ${pipWheel}`);
  return await downloadFile(file, { settings, env }, signal);
}

export interface ChannelServer {
  /** `http://<address>:<port>`: what names of channels are put behind. */
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export interface ChannelServerOptions {
  /** Address to listen on. Default loopback. */
  readonly address?: string;
  /** `user:password` without which the server answers 401. */
  readonly login?: string;
}

/** Serves the folder of channels over real HTTP, on a free port. */
export async function serveChannel(
  folder: string,
  { address = '127.0.0.1', login }: ChannelServerOptions = {},
): Promise<ChannelServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (mayEnter(request, login)) sendFile(folder, request, response);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="channel"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function mayEnter({ headers }: IncomingMessage, login: string | undefined): boolean {
  return login === undefined || headers.authorization === `Basic ${Buffer.from(login).toString('base64')}`;
}

function sendFile(folder: string, { url = '', method }: IncomingMessage, response: ServerResponse): void {
  const path = join(folder, new URL(url, 'http://channel').pathname);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-length': stats.size });
  if (method === 'HEAD') response.end();
  else createReadStream(path).pipe(response);
}
