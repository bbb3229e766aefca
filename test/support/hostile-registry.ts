import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';

/** A registry that has nothing, and asks everybody for a password. */
export interface HostileRegistry {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Every request that came in, with what it said of itself. */
  readonly requests: readonly SeenRequest[];
  stop(): Promise<void>;
}

export interface SeenRequest {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Asks for the password itself (`Basic`), or sends the engine to its own token service for it (`Bearer`). It answers after `patience`. */
export async function startHostileRegistry(
  scheme: 'Basic' | 'Bearer',
  patience: () => Promise<unknown> = () => Promise.resolve(),
): Promise<HostileRegistry> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void Promise.all([bodyOf(request), patience()]).then(
      ([body]) => {
        requests.push({ url: request.url ?? '', authorization: request.headers.authorization, body });
        const realm = scheme === 'Basic' ? '"tests"' : `"http://${host}/token",service="evil"`;
        response.writeHead(401, { 'www-authenticate': `${scheme} realm=${realm}` });
        response.end('{"errors":[{"code":"UNAUTHORIZED","message":"who are you?"}]}');
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const host = `127.0.0.1:${address === null || typeof address === 'string' ? 0 : address.port}`;
  return {
    ...{ host, requests },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
