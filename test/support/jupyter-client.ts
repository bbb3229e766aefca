import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';

/** What running a cell printed and returned. */
export interface CellResult {
  readonly status: 'ok' | 'error';
  /** Everything written to standard output and error. */
  readonly text: string;
  /** `text/plain` of the last expression, where it has a value. */
  readonly result?: string;
  /** Names of the rich outputs (`image/png`, ...) that were shown. */
  readonly shown: readonly string[];
  readonly error?: string;
}

/** A kernel of a real Jupyter server, driven over its own API. */
export interface Kernel {
  readonly id: string;
  run(code: string, seconds?: number): Promise<CellResult>;
  shutdown(): Promise<void>;
}

export interface JupyterServer {
  readonly url: string;
  readonly token: string;
}

/** One request to the server's REST API; answers status and parsed body (undefined where it is empty or not JSON). */
export function ask(
  server: JupyterServer,
  path: string,
  method = 'GET',
  body?: unknown,
): Promise<{ readonly status: number; readonly body: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `token ${server.token}`, 'Content-Type': 'application/json' };
    const outgoing = request(new URL(path, server.url), { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString('utf8')) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Starts a kernel and connects to its channels. */
export async function startKernel(server: JupyterServer, name = 'python3'): Promise<Kernel> {
  const { status, body } = await ask(server, 'api/kernels', 'POST', { name });
  if (status !== 201) throw new Error(`starting a kernel: status ${status} ${JSON.stringify(body)}`);
  const { id } = body as { id: string };
  const socket = await openWebSocket(server, `api/kernels/${id}/channels?session_id=${randomUUID()}`);
  return {
    id,
    run: (code, seconds = 60) => runCell(socket, code, seconds),
    async shutdown() {
      socket.close();
      await ask(server, `api/kernels/${id}`, 'DELETE');
    },
  };
}

interface KernelMessage {
  readonly header: { readonly msg_type: string };
  readonly parent_header: { readonly msg_id?: string };
  readonly content: Readonly<Record<string, unknown>>;
}

/** Ends when both the reply and the kernel's `idle` have come, whichever is last. */
function runCell(socket: WebSocketClient, code: string, seconds: number): Promise<CellResult> {
  const id = randomUUID();
  const header = {
    msg_id: id,
    msg_type: 'execute_request',
    username: '',
    session: id,
    date: '',
    version: '5.3',
  };
  const content = { code, silent: false, store_history: true, allow_stdin: false, stop_on_error: true };
  const seen = { text: '', shown: [] as string[], result: undefined as string | undefined };
  return new Promise((resolve, reject) => {
    let outcome: Pick<CellResult, 'status' | 'error'> | undefined;
    let idle = false;
    const timer = setTimeout(
      () => finish(new Error(`the cell did not end; so far: ${seen.text}`)),
      seconds * 1000,
    );
    const finish = (error?: Error): void => {
      clearTimeout(timer);
      socket.onMessage = undefined;
      socket.onClose = undefined;
      if (error !== undefined || outcome === undefined) reject(error ?? new Error('no reply'));
      else
        resolve({
          ...outcome,
          text: seen.text,
          shown: seen.shown,
          ...(seen.result && { result: seen.result }),
        });
    };
    socket.onClose = () => finish(new Error('the connection to the kernel was closed'));
    socket.onMessage = (text) => {
      const message = JSON.parse(text) as KernelMessage;
      if (message.parent_header.msg_id !== id) return;
      collect(message, seen);
      if (message.header.msg_type === 'execute_reply') outcome = outcomeOf(message.content);
      if (message.header.msg_type === 'status' && message.content['execution_state'] === 'idle') idle = true;
      if (outcome !== undefined && idle) finish();
    };
    socket.send(
      JSON.stringify({ header, parent_header: {}, metadata: {}, content, buffers: [], channel: 'shell' }),
    );
  });
}

function collect(
  { header, content }: KernelMessage,
  seen: { text: string; shown: string[]; result: string | undefined },
): void {
  if (header.msg_type === 'stream') seen.text += String(content['text']);
  if (header.msg_type !== 'display_data' && header.msg_type !== 'execute_result') return;
  const data = content['data'] as Record<string, string>;
  seen.shown.push(...Object.keys(data).filter((type) => type !== 'text/plain'));
  if (header.msg_type === 'execute_result') seen.result = data['text/plain'];
}

function outcomeOf(content: KernelMessage['content']): Pick<CellResult, 'status' | 'error'> {
  if (content['status'] === 'ok') return { status: 'ok' };
  return { status: 'error', error: `${String(content['ename'])}: ${String(content['evalue'])}` };
}

/** As much of RFC 6455 as talking to Jupyter takes: Node 20 has no WebSocket of its own. */
interface WebSocketClient {
  send(text: string): void;
  close(): void;
  onMessage: ((text: string) => void) | undefined;
  onClose: (() => void) | undefined;
}

function openWebSocket(server: JupyterServer, path: string): Promise<WebSocketClient> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, server.url), {
      agent: false,
      headers: {
        Authorization: `token ${server.token}`,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response: IncomingMessage) => {
      response.resume();
      reject(new Error(`no WebSocket: status ${String(response.statusCode)}`));
    });
    outgoing.on('upgrade', (_response, socket, head) => resolve(overSocket(socket, head)));
    outgoing.end();
  });
}

const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;

function overSocket(socket: Duplex, head: Buffer): WebSocketClient {
  const client: WebSocketClient = {
    send: (text) => socket.write(frame(opcodes.text, Buffer.from(text))),
    close: () => socket.end(frame(opcodes.close, Buffer.alloc(0))),
    onMessage: undefined,
    onClose: undefined,
  };
  let pending = head;
  let message: Buffer[] = [];
  const read = (chunk: Buffer): void => {
    pending = Buffer.concat([pending, chunk]);
    for (let next = parseFrame(pending); next !== undefined; next = parseFrame(pending)) {
      pending = pending.subarray(next.size);
      if (next.opcode === opcodes.ping) socket.write(frame(opcodes.pong, next.payload));
      if (next.opcode !== opcodes.text && next.opcode !== opcodes.continuation) continue;
      message.push(next.payload);
      if (!next.final) continue;
      client.onMessage?.(Buffer.concat(message).toString('utf8'));
      message = [];
    }
  };
  socket.on('data', read);
  socket.on('error', () => undefined);
  socket.on('close', () => client.onClose?.());
  read(Buffer.alloc(0));
  return client;
}

interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly payload: Buffer;
  /** Bytes of the whole frame. */
  readonly size: number;
}

/** The first frame of `data`; undefined while it is not whole. Servers do not mask. */
function parseFrame(data: Buffer): Frame | undefined {
  if (data.length < 2) return undefined;
  const short = data[1]! & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (data.length < start) return undefined;
  const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
  const size = start + length;
  if (data.length < size) return undefined;
  const final = (data[0]! & 0x80) !== 0;
  return { opcode: data[0]! & 0x0f, final, payload: data.subarray(start, size), size };
}

/** Clients mask. */
function frame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const header = Buffer.alloc(2 + extended);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) header.writeUInt16BE(length, 2);
  if (extended === 8) header.writeBigUInt64BE(BigInt(length), 2);
  const masked = payload.map((byte, index) => byte ^ mask[index % 4]!);
  return Buffer.concat([header, mask, masked]);
}
