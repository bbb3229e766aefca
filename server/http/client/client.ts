import type {
  ConnectionAnswer,
  Hello,
  JobAnswer,
  JobEvent,
  JobRecord,
  JobsAnswer,
  ModulesAnswer,
  PruneAnswer,
  Session,
  SessionAnswer,
  SessionsAnswer,
} from '../../protocol';
import { AppError, routePath } from '../../protocol';
import type { FollowedFrame } from './follow';
import { followEvents } from './follow';
import type { AgentSocket } from './socket';
import { isNobodyThere } from './socket';
import type { BinderyClient, FollowOptions } from './types';

/** Reaches an agent again after it went away, starting one where that is wanted. */
export type Reach = (signal?: AbortSignal) => Promise<Hello>;

/** Asks, and asks once more what an agent that was about to end did not take. */
interface Caller {
  readonly json: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  readonly text: (path: string) => Promise<string>;
}

function createCaller(socket: AgentSocket, reach: Reach, signal: AbortSignal): Caller {
  const persist = async <T>(send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      if (!isNobodyThere(error) && !AppError.is(error, 'agent-draining')) throw error;
      await reach(signal);
      return send();
    }
  };
  return {
    json: <T>(method: string, path: string, body?: unknown) =>
      persist(() => socket.json<T>({ method, path, body, signal })),
    text: (path) => persist(() => socket.text({ method: 'GET', path, signal })),
  };
}

/** A client over a socket on which an agent has just answered `hello`. */
export function createClient(socket: AgentSocket, hello: Hello, reach: Reach): BinderyClient {
  const closed = new AbortController();
  const { json, text } = createCaller(socket, reach, closed.signal);
  const askJob = async (method: string, path: string, body?: unknown): Promise<JobRecord> =>
    (await json<JobAnswer>(method, path, body)).job;
  const askSession = async (method: string, path: string): Promise<Session> =>
    (await json<SessionAnswer>(method, path)).session;
  const stream = (path: string, options: FollowOptions): AsyncIterable<FollowedFrame> =>
    followEvents(socket, options.owner === true ? `${path}?watch=owner` : path, {
      cursor: options.cursor ?? '',
      signal: AbortSignal.any([closed.signal, ...(options.signal ? [options.signal] : [])]),
      reach,
    });

  return {
    hello,
    build: (request) => askJob('POST', routePath('builds'), request),
    launch: (request) => askJob('POST', routePath('launches'), request),
    job: (id) => askJob('GET', routePath('job', { id })),
    jobs: async () => (await json<JobsAnswer>('GET', routePath('jobs'))).jobs,
    follow: async function* (id, options = {}) {
      for await (const frame of stream(routePath('jobEvents', { id }), options)) {
        yield { cursor: frame.id, event: frame.data as JobEvent };
      }
    },
    modules: async (folder) => {
      const path = `${routePath('modules')}?folder=${encodeURIComponent(folder)}`;
      return (await json<ModulesAnswer>('GET', path)).modules ?? undefined;
    },
    cancel: (id) => askJob('POST', routePath('jobCancel', { id })),
    sessions: async () => (await json<SessionsAnswer>('GET', routePath('sessions'))).sessions,
    session: (name) => askSession('GET', routePath('session', { name })),
    watchSession: async function* (name, options = {}) {
      for await (const frame of stream(routePath('sessionEvents', { name }), options)) {
        yield frame.data as Session;
      }
    },
    startSession: (name, options = {}) => askJob('POST', routePath('sessionStart', { name }), options),
    stopSession: (name) => askSession('POST', routePath('sessionStop', { name })),
    deleteSession: async (name) => {
      await json('DELETE', routePath('session', { name }));
    },
    connection: async (name) =>
      (await json<ConnectionAnswer>('GET', routePath('sessionConnection', { name }))).connection,
    prune: (request) => json<PruneAnswer>('POST', routePath('prune'), request),
    log: (name) => text(routePath('sessionLog', { name })),
    close: () => {
      closed.abort();
      socket.close();
    },
  };
}
