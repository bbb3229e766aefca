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
  const checked = async (options: SocketRequest): Promise<IncomingMessage> => {
    const response = await open(options);
    if ((response.statusCode ?? 500) >= 400) throw await readError(response);
    return response;
  };
  return {
    open,
    json: async <T>(options: SocketRequest) => (await json(await checked(options))) as T,
    text: async (options) => text(await checked(options)),
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
  const payload = options.body === undefined ? undefined : JSON.stringify(options.body);
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted === true) {
      reject(new Cancelled());
      return;
    }
    const request = httpRequest({
      socketPath,
      agent,
      method: options.method,
      path: options.path,
      headers: { host, ...(payload && { 'content-type': 'application/json' }), ...options.headers },
      ...(options.signal && { signal: options.signal }),
    });
    if (options.timeout !== undefined) giveUpAfter(request, options.timeout);
    request.once('response', resolve);
    request.once('error', (error) => reject(Cancelled.is(error) ? new Cancelled() : unreachable(error)));
    request.end(payload);
  });
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
