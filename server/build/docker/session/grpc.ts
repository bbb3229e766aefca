import type { ServerHttp2Stream } from 'node:http2';
import { createServer } from 'node:http2';
import type { Duplex, Readable } from 'node:stream';

/** Status codes of gRPC that are answered here. */
export const grpcStatus = { ok: 0, notFound: 5, unimplemented: 12, internal: 13, unavailable: 14 } as const;

/** A call's failure that the caller is told by its status code. */
export class GrpcFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** One call: its messages as they come in, and the metadata that it was made with. */
export interface GrpcCall {
  readonly messages: AsyncIterable<Uint8Array>;
  readonly metadata: (name: string) => string | undefined;
}

/** Answers a call, message by message. Throwing a GrpcFailure ends it with that status. */
export type GrpcMethod = (call: GrpcCall) => AsyncIterable<Uint8Array>;

/** A method with one message in each direction. */
export function unary(answer: (request: Uint8Array) => Uint8Array): GrpcMethod {
  return async function* ({ messages }) {
    for await (const request of messages) {
      yield answer(request);
      return;
    }
    throw new GrpcFailure(grpcStatus.internal, 'a call without a message');
  };
}

/** What serves one connection. */
export interface GrpcServer {
  close(): void;
}

/**
 * Serves gRPC methods, by path, on a connection that has been handed over: the other side is the one that calls. What
 * is not in the table is answered as unimplemented, which every caller must be able to deal with.
 */
export function serveGrpc(socket: Duplex, methods: Readonly<Record<string, GrpcMethod>>): GrpcServer {
  const server = createServer();
  server.on('session', (session) => session.on('error', () => socket.destroy()));
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    const path = headers[':path'] ?? '';
    const metadata = (name: string): string | undefined => {
      const value = headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    // Own properties only: a path such as /constructor is no method.
    const method = Object.hasOwn(methods, path) ? methods[path] : undefined;
    void answer(stream, method, { messages: framesOf(stream), metadata });
  });
  socket.on('error', () => undefined);
  server.emit('connection', socket);
  return {
    close() {
      server.close();
      socket.destroy();
    },
  };
}

async function answer(
  stream: ServerHttp2Stream,
  method: GrpcMethod | undefined,
  call: GrpcCall,
): Promise<void> {
  let end = { status: grpcStatus.ok as number, message: '' };
  stream.on('wantTrailers', () => {
    const message = end.message === '' ? {} : { 'grpc-message': encodeURIComponent(end.message) };
    stream.sendTrailers({ 'grpc-status': String(end.status), ...message });
  });
  try {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    if (method === undefined) throw new GrpcFailure(grpcStatus.unimplemented, 'not served here');
    for await (const message of method(call)) await write(stream, frame(message));
  } catch (error) {
    end =
      error instanceof GrpcFailure
        ? { status: error.status, message: error.message }
        : { status: grpcStatus.internal, message: 'this call failed' };
  }
  if (!stream.destroyed) stream.end();
}

async function write(stream: ServerHttp2Stream, bytes: Uint8Array): Promise<void> {
  if (stream.destroyed) throw new GrpcFailure(grpcStatus.unavailable, 'the caller is gone');
  await new Promise<void>((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** In front of each message: one byte that says whether it is compressed, four that tell its length. */
const prefixLength = 5;
/** Bytes of the longest message that is taken. What comes here is names, and packets of an ssh agent. */
const longestMessage = 4 * 1024 * 1024;

function frame(message: Uint8Array): Buffer {
  const bytes = Buffer.alloc(prefixLength + message.length);
  bytes.writeUInt32BE(message.length, 1);
  bytes.set(message, prefixLength);
  return bytes;
}

async function* framesOf(stream: Readable): AsyncIterable<Uint8Array> {
  let rest = Buffer.alloc(0);
  // Whoever has read enough still answers: leaving this loop must not end the stream.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length >= prefixLength) {
      const length = rest.readUInt32BE(1);
      if (rest[0] !== 0) throw new GrpcFailure(grpcStatus.unimplemented, 'no compression is served');
      if (length > longestMessage) throw new GrpcFailure(grpcStatus.internal, 'the message is too long');
      if (rest.length < prefixLength + length) break;
      yield rest.subarray(prefixLength, prefixLength + length);
      rest = rest.subarray(prefixLength + length);
    }
  }
}
