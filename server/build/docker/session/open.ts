import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { AppError, Cancelled } from '../../../protocol';
import { errorText, isConnectionLost } from '../connect';
import { serveGrpc } from './grpc';
import type { SessionOffer } from './services';
import { sessionMethods } from './services';

/** A connection by which the builder asks for what the build was promised. */
export interface BuildSession {
  /** What the build names it by. */
  readonly id: string;
  /** The build is over: nothing is answered any more. */
  close(): void;
}

/**
 * Opens a session of the builder that serves this offer and nothing else. The engine's own client library has one too,
 * which tells its password to every registry that a Dockerfile names; it is not used.
 * @throws AppError session-refused where the engine has no such thing, engine-lost; Cancelled
 */
export async function openSession(
  docker: Docker,
  offer: SessionOffer,
  signal: AbortSignal,
): Promise<BuildSession> {
  const id = randomUUID();
  const methods = sessionMethods(offer);
  const socket = await upgrade(docker, id, Object.keys(methods), signal);
  const server = serveGrpc(socket, methods);
  return { id, close: () => server.close() };
}

async function upgrade(docker: Docker, id: string, methods: string[], signal: AbortSignal): Promise<Duplex> {
  const headers = {
    Upgrade: 'h2c',
    'X-Docker-Expose-Session-Uuid': id,
    'X-Docker-Expose-Session-Name': 'bindery',
    'X-Docker-Expose-Session-Grpc-Method': methods,
  };
  try {
    return await new Promise<Duplex>((resolve, reject) => {
      const request = {
        ...{ method: 'POST', path: '/session', hijack: true, headers, abortSignal: signal },
        // Only an upgrade is a success; it is told by another event than an answer is.
        statusCodes: { 400: 'refused', 404: 'refused', 500: 'refused' },
      };
      docker.modem.dial(request, (error: unknown, socket: unknown) => {
        if (isSocket(socket)) resolve(socket);
        else reject(asError(error ?? 'the engine answered without opening a session'));
      });
    });
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    const detail = errorText(error);
    if (isConnectionLost(error)) throw new AppError('engine-lost', { detail }, { cause: error });
    throw new AppError('session-refused', { detail }, { cause: error });
  }
}

function isSocket(value: unknown): value is Duplex {
  return typeof (value as Partial<Duplex> | null | undefined)?.pipe === 'function';
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
