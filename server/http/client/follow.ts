import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import type { EventSourceFetchInit, FetchLikeResponse, ReaderLike } from 'eventsource';
import { EventSource } from 'eventsource';
import { AppError, Cancelled, streamEnd } from '../../protocol';
import type { Reach } from './client';
import type { AgentSocket, SocketRequest } from './socket';
import { readError } from './socket';

export interface FollowedFrame {
  readonly id: string;
  readonly data: unknown;
}

interface FollowSettings {
  readonly cursor: string;
  readonly signal: AbortSignal;
  readonly reach: Reach;
}

/** Frames that are taken off the wire before their reader asks for them. */
const inboxFrames = 256;
/** Times that opening the stream is tried when the agent goes away under it. */
const attempts = 5;

/**
 * An event stream of the agent as an iterable: each frame once, over lost connections and restarted agents (EventSource
 * asks again with the id it saw last). Reads off the wire only as fast as the frames are taken.
 * @throws AppError what the agent answered, or why it cannot be reached any more
 */
export async function* followEvents(
  socket: AgentSocket,
  path: string,
  settings: FollowSettings,
): AsyncIterable<FollowedFrame> {
  const inbox = new PassThrough({ objectMode: true, highWaterMark: inboxFrames });
  const source = new EventSource(`http://bindery${path}`, {
    fetch: (_url, init) => openOrFail(socket, path, init, settings, inbox),
  });
  // Not left to the end of the iteration: a reader that was closed may never ask for another frame.
  const stop = (): void => {
    inbox.end();
    source.close();
  };
  settings.signal.addEventListener('abort', stop);
  source.addEventListener(streamEnd, stop);
  source.addEventListener('message', (message) => {
    const frame = { id: message.lastEventId, data: JSON.parse(message.data as string) as unknown };
    if (!inbox.writableEnded) inbox.write(frame);
  });
  try {
    if (!settings.signal.aborted) yield* inbox as AsyncIterable<FollowedFrame>;
  } finally {
    settings.signal.removeEventListener('abort', stop);
    source.close();
    inbox.destroy();
  }
}

/** The fetch that EventSource uses. A failure here is final: whatever may pass was tried again already. */
async function openOrFail(
  socket: AgentSocket,
  path: string,
  init: EventSourceFetchInit,
  settings: FollowSettings,
  inbox: PassThrough,
): Promise<FetchLikeResponse> {
  const cursor = settings.cursor === '' ? undefined : { 'Last-Event-ID': settings.cursor };
  const signal = init.signal as AbortSignal;
  const request = { method: 'GET', path, headers: { ...cursor, ...init.headers }, signal };
  try {
    return toFetchResponse(await openStream(socket, request, settings.reach), inbox);
  } catch (error) {
    if (!Cancelled.is(error)) inbox.destroy(error as Error);
    throw error;
  }
}

async function openStream(
  socket: AgentSocket,
  request: SocketRequest,
  reach: Reach,
): Promise<IncomingMessage> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await socket.open(request);
      if ((response.statusCode ?? 500) >= 400) throw await readError(response);
      return response;
    } catch (error) {
      if (attempt === attempts || !AppError.is(error, 'agent-unreachable')) throw error;
      await reach(request.signal);
    }
  }
}

function toFetchResponse(response: IncomingMessage, inbox: PassThrough): FetchLikeResponse {
  return {
    url: '',
    redirected: false,
    status: response.statusCode ?? 0,
    headers: { get: (name) => response.headers[name.toLowerCase()]?.toString() ?? null },
    body: { getReader: () => readerOf(response, inbox) },
  };
}

/** Reads on once the inbox has room: a slow reader slows the agent down instead of filling this process. */
function readerOf(response: IncomingMessage, inbox: PassThrough): ReaderLike {
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return {
    read: async () => {
      if (inbox.writableNeedDrain) await once(inbox, 'drain');
      const chunk = await chunks.next();
      return chunk.done === true ? { done: true } : { done: false, value: chunk.value };
    },
    cancel: () => {
      response.destroy();
      return Promise.resolve();
    },
  };
}
