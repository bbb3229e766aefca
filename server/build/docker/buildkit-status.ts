import { Root } from 'protobufjs/light';

/** A step of the builder: becomes known, starts, completes; `cached` and `error` come with the completion. */
export interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly cached: boolean;
  readonly started: boolean;
  readonly completed: boolean;
  /** Empty where there is none. */
  readonly error: string;
}

/** Something countable below a vertex: a layer that is pulled, files that are sent. */
export interface VertexStatus {
  readonly id: string;
  readonly vertex: string;
  readonly current: number;
  readonly total: number;
  readonly completed: boolean;
}

/** A piece of a step's output; lines may be torn apart anywhere, also within a character. */
export interface VertexLog {
  readonly vertex: string;
  readonly stream: 'stdout' | 'stderr';
  readonly data: Uint8Array;
}

export interface BuildStatus {
  readonly vertexes: readonly Vertex[];
  readonly statuses: readonly VertexStatus[];
  readonly logs: readonly VertexLog[];
}

const timestamp = { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } };

/**
 * The part of BuildKit's `moby.buildkit.v1.StatusResponse` that is read, with its field numbers. Written here and not
 * read from a `.proto` file, because there are no files beside a bundle.
 */
const descriptor = {
  nested: {
    Timestamp: timestamp,
    Vertex: {
      fields: {
        digest: { type: 'string', id: 1 },
        name: { type: 'string', id: 3 },
        cached: { type: 'bool', id: 4 },
        started: { type: 'Timestamp', id: 5 },
        completed: { type: 'Timestamp', id: 6 },
        error: { type: 'string', id: 7 },
      },
    },
    VertexStatus: {
      fields: {
        id: { type: 'string', id: 1 },
        vertex: { type: 'string', id: 2 },
        current: { type: 'int64', id: 4 },
        total: { type: 'int64', id: 5 },
        completed: { type: 'Timestamp', id: 8 },
      },
    },
    VertexLog: {
      fields: {
        vertex: { type: 'string', id: 1 },
        stream: { type: 'int64', id: 3 },
        msg: { type: 'bytes', id: 4 },
      },
    },
    StatusResponse: {
      fields: {
        vertexes: { rule: 'repeated', type: 'Vertex', id: 1 },
        statuses: { rule: 'repeated', type: 'VertexStatus', id: 2 },
        logs: { rule: 'repeated', type: 'VertexLog', id: 3 },
      },
    },
  },
};

const statusResponse = Root.fromJSON(descriptor).lookupType('StatusResponse');

/** What a decoded message looks like: missing messages are null, missing scalars their zero. */
interface RawStatus {
  readonly vertexes: readonly (Omit<Vertex, 'started' | 'completed'> & {
    readonly started: object | null;
    readonly completed: object | null;
  })[];
  readonly statuses: readonly (Omit<VertexStatus, 'completed'> & { readonly completed: object | null })[];
  readonly logs: readonly { readonly vertex: string; readonly stream: number; readonly msg: Uint8Array }[];
}

/** Decodes the `aux` of one `moby.buildkit.trace` line. */
export function decodeBuildStatus(base64: string): BuildStatus {
  const message = statusResponse.decode(Buffer.from(base64, 'base64'));
  const raw = statusResponse.toObject(message, { longs: Number, defaults: true }) as RawStatus;
  return {
    vertexes: raw.vertexes.map((vertex) => ({
      ...vertex,
      started: vertex.started !== null,
      completed: vertex.completed !== null,
    })),
    statuses: raw.statuses.map((status) => ({ ...status, completed: status.completed !== null })),
    logs: raw.logs.map(({ vertex, stream, msg }) => ({
      vertex,
      stream: stream === 2 ? 'stderr' : 'stdout',
      data: msg,
    })),
  };
}
