import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { routePath } from '../../server/protocol';

export interface WatchOptions {
  readonly socketPath: string;
  readonly job: string;
  readonly count: number;
}

/** Those who follow one job, each over a connection of its own. */
export interface Watchers {
  /** When the last of them was being served, in milliseconds since the epoch. */
  readonly connectedAt: number;
  /** The JSON of what each of them was sent, in order; resolves when all streams have ended. */
  readonly events: Promise<readonly (readonly string[])[]>;
}

/** Connections that are made at once: a socket's queue of those who wait is short. */
const atOnce = 50;

/** Follows a job as often as wanted. What arrives is only kept: reading it is left until the job is over. */
export async function watch({ socketPath, job, count }: WatchOptions): Promise<Watchers> {
  const path = routePath('jobEvents', { id: job });
  const streams: IncomingMessage[] = [];
  while (streams.length < count) {
    const some = Array.from({ length: Math.min(atOnce, count - streams.length) }, () =>
      open(socketPath, path),
    );
    streams.push(...(await Promise.all(some)));
  }
  return { connectedAt: Date.now(), events: Promise.all(streams.map(readAll)) };
}

function open(socketPath: string, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path, agent: false, headers: { host: 'bindery' } }, resolve)
      .once('error', reject)
      .end();
  });
}

async function readAll(stream: IncomingMessage): Promise<readonly string[]> {
  if (stream.statusCode !== 200) throw new Error(`a watcher was answered with ${stream.statusCode ?? 0}`);
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve, reject) => stream.once('end', resolve).once('error', reject));
  const lines = Buffer.concat(chunks).toString().split('\n');
  return lines.filter((line) => line.startsWith('data: {"id"')).map((line) => line.slice('data: '.length));
}
