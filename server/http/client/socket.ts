import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request as httpRequest } from 'node:http';
import { json, text } from 'node:stream/consumers';
import type { ErrorBody } from '../../protocol';
import { AppError, Cancelled, errorTable } from '../../protocol';

/** The Host by which the agent answers; nothing is resolved, the connection is the socket's. */
const host = 'bindery';

export interface SocketRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without any byte after which the request is given up. */
  readonly timeout?: number;
}

/** HTTP over the agent's socket. One connection stays open between requests: that is how the agent knows its clients. */
export interface AgentSocket {
  /** @throws AppError agent-unreachable when nobody answers; Cancelled */
  open(request: SocketRequest): Promise<IncomingMessage>;
  /** The JSON answer. @throws AppError what the agent answered, agent-unreachable; Cancelled */
  json<T>(request: SocketRequest): Promise<T>;
  /** The answer's text. @throws as `json` */
  text(request: SocketRequest): Promise<string>;
  close(): void;
}

/** @param locate the path of the socket as it is now; undefined where no agent runs */
export function createSocket(locate: () => string | undefined): AgentSocket {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 1 });
  const open = async (options: SocketRequest): Promise<IncomingMessage> => {
    const socketPath = locate();
    if (socketPath === undefined) throw unreachable(Object.assign(new Error(), { code: 'ENOENT' }));
    return send(socketPath, agent, options);
  };
  const read = async <T>(
    options: SocketRequest,
    consume: (from: IncomingMessage) => Promise<T>,
  ): Promise<T> => {
    const response = await open(options);
    if ((response.statusCode ?? 500) >= 400) throw await readError(response);
    try {
      return await consume(response);
    } catch (error) {
      throw options.signal?.aborted === true ? new Cancelled() : unreachable(error as Error);
    }
  };
  return {
    open,
    json: async <T>(options: SocketRequest) => (await read(options, json)) as T,
    text: (options) => read(options, text),
    close: () => agent.destroy(),
  };
}

/** The error that an answer with a status of 400 or more tells; an answer of somebody else is `agent-unreachable`. */
export async function readError(response: IncomingMessage): Promise<AppError> {
  const body = await text(response);
  try {
    const { error } = JSON.parse(body) as ErrorBody;
    if (error.code in errorTable) return AppError.fromData(error);
  } catch {
    // Not ours: told below.
  }
  const detail = `it answered with status ${response.statusCode ?? 0}`;
  return new AppError('agent-unreachable', { detail });
}

function send(socketPath: string, agent: Agent, options: SocketRequest): Promise<IncomingMessage> {
  const { method, path, signal, timeout } = options;
  const payload = options.body === undefined ? undefined : JSON.stringify(options.body);
  const headers = { host, ...(payload && { 'content-type': 'application/json' }), ...options.headers };
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(new Cancelled());
      return;
    }
    const request = httpRequest({ socketPath, agent, method, path, headers });
    if (timeout !== undefined) giveUpAfter(request, timeout);
    request.once('response', resolve);
    request.on('error', (error) => reject(error instanceof Cancelled ? error : unreachable(error)));
    if (signal) endWith(signal, request);
    request.end(payload);
  });
}

/**
 * Ends the request, or what is still to come of its answer. (Node's own `signal` option destroys the connection with an
 * error even when the answer is complete and nobody listens for it any more, which takes the process down.)
 */
function endWith(signal: AbortSignal, request: ClientRequest): void {
  let response: IncomingMessage | undefined;
  const end = (): void => {
    if (response) response.destroy();
    else request.destroy(new Cancelled());
  };
  request.once('response', (answer) => (response = answer));
  request.once('close', () => signal.removeEventListener('abort', end));
  signal.addEventListener('abort', end, { once: true });
}

function giveUpAfter(request: ClientRequest, milliseconds: number): void {
  request.setTimeout(milliseconds, () => request.destroy(new Error('it does not answer')));
}

/** True when the request cannot have been received: nothing listens, so it may be sent again. */
export function isNobodyThere(error: unknown): boolean {
  return AppError.is(error, 'agent-unreachable') && listensNot(error.cause);
}

function listensNot(cause: unknown): boolean {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ENOENT' || code === 'ECONNREFUSED';
}

function unreachable(cause: Error): AppError {
  const detail = listensNot(cause) ? 'none is running' : cause.message;
  return new AppError('agent-unreachable', { detail }, { cause });
}
