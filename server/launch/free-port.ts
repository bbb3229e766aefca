import { createServer } from 'node:net';

/** A port of 127.0.0.1 that is free now. Nothing keeps it free: whoever uses it must be ready to lose the race. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Error('the system has no free port');
  return port;
}

/** True when somebody listens on this port of 127.0.0.1, or this user may not. */
export const isTaken = async (port: number): Promise<boolean> => (await tryPort(port)) === undefined;

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}
