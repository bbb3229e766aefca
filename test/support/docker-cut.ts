import type { Socket } from 'node:net';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';

/** A socket in front of the engine's own, which can be cut. */
export interface CuttableSocket {
  /** What DOCKER_HOST has to be. */
  readonly host: string;
  /** Breaks every connection and refuses new ones, as an engine that is gone does. */
  cut(): Promise<void>;
}

/** Passes everything between `folder`/engine.sock and the engine's socket on. */
export async function cuttableSocket(
  folder: string,
  engine = '/var/run/docker.sock',
): Promise<CuttableSocket> {
  const path = join(folder, 'engine.sock');
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ path: engine, allowHalfOpen: true });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => open.delete(from));
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    host: `unix://${path}`,
    async cut() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
