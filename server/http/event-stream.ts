import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Cancelled, streamEnd } from '../protocol';

/** One frame of a server-sent event stream: an id to resume from, where there is one, and a value sent as JSON. */
export interface Frame<Data = unknown> {
  readonly id?: string;
  readonly data: Data;
}

/** How soon a client whose connection was lost asks again. */
const retryMilliseconds = 250;

/**
 * Sends `frames` as server-sent events until they end, which an event named `end` says, or until the reader goes away. Takes the next frame
 * only once the reader took the last one, so that nothing piles up for a slow reader. Comments sent every
 * `heartbeatSeconds` make a dead connection show itself.
 */
export async function sendEventStream<Data>(
  response: ServerResponse,
  frames: (signal: AbortSignal) => AsyncIterable<Frame<Data>>,
  heartbeatSeconds: number,
  encode: (frame: Frame<Data>) => Buffer = encodeFrame,
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
    for await (const frame of frames(gone.signal)) {
      await write(response, encode(frame), gone.signal);
    }
    response.write(`event: ${streamEnd}\ndata: {}\n\n`);
  } catch (error) {
    if (!Cancelled.is(error)) throw error;
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

async function write(response: ServerResponse, bytes: Buffer, signal: AbortSignal): Promise<void> {
  if (!response.write(bytes)) await once(response, 'drain', { signal });
}

/** JSON has no raw line breaks, and ids are our own cursors: neither can break out of its line. */
function encodeFrame({ id, data }: Frame): Buffer {
  return Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
}

/**
 * An encoder for streams that tell the very same values to many: each is put into words once, however many watch. A
 * value under another id (the event of a build in the streams of two launches) is encoded anew.
 */
export function createSharedEncoder(): (frame: Frame<object>) => Buffer {
  const encoded = new WeakMap<object, { readonly id: string | undefined; readonly bytes: Buffer }>();
  return (frame) => {
    const known = encoded.get(frame.data);
    if (known !== undefined && known.id === frame.id) return known.bytes;
    const bytes = encodeFrame(frame);
    encoded.set(frame.data, { id: frame.id, bytes });
    return bytes;
  };
}
