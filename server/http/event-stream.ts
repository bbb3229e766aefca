import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Cancelled, streamEnd } from '../protocol';

/** One frame of a server-sent event stream: an id to resume from, where there is one, and a value sent as JSON. */
export interface Frame {
  readonly id?: string;
  readonly data: unknown;
}

/** How soon a client whose connection was lost asks again. */
const retryMilliseconds = 250;

/**
 * Sends `frames` as server-sent events until they end, which an event named `end` says, or until the reader goes away. Takes the next frame
 * only once the reader took the last one, so that nothing piles up for a slow reader. Comments sent every
 * `heartbeatSeconds` make a dead connection show itself.
 */
export async function sendEventStream(
  response: ServerResponse,
  frames: (signal: AbortSignal) => AsyncIterable<Frame>,
  heartbeatSeconds: number,
): Promise<void> {
  // A reader that went away before is told by no event any more.
  if (response.closed || response.destroyed) return;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }, heartbeatSeconds * 1000);
  try {
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    response.write(`retry: ${retryMilliseconds}\n\n`);
    for await (const frame of frames(gone.signal)) await write(response, frame, gone.signal);
    response.write(`event: ${streamEnd}\ndata: {}\n\n`);
  } catch (error) {
    if (!Cancelled.is(error)) throw error;
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

async function write(response: ServerResponse, frame: Frame, signal: AbortSignal): Promise<void> {
  // JSON has no raw line breaks, and ids are our own cursors: neither can break out of its line.
  const id = frame.id === undefined ? '' : `id: ${frame.id}\n`;
  if (!response.write(`${id}data: ${JSON.stringify(frame.data)}\n\n`)) {
    await once(response, 'drain', { signal });
  }
}
