import type Docker from 'dockerode';
import { AppError } from '../../protocol';
import type { EngineAddress, EngineContext } from './address';
import { addressText, engineAddresses } from './address';
import { asPodman, isPodmanVersion } from './podman-client';

/** An engine that answered. */
export interface Connection {
  readonly docker: Docker;
  readonly address: EngineAddress;
}

/** Finds the engine when first asked, and again after it was lost. */
export interface Connector {
  /** @throws AppError engine-unavailable, saying for each address that was tried why it does not answer */
  connect(signal?: AbortSignal): Promise<Connection>;
}

const pingMilliseconds = 5000;

interface AbortablePing {
  ping(options: { abortSignal: AbortSignal }): Promise<unknown>;
}

export function createConnector(context: EngineContext): Connector {
  let known: Connection | undefined;
  return {
    connect: async (signal) => {
      if (known !== undefined && (await ping(known.docker, signal)) === undefined) return known;
      known = await firstAnswer(await engineAddresses(context), signal);
      return known;
    },
  };
}

async function firstAnswer(
  addresses: readonly EngineAddress[],
  signal: AbortSignal | undefined,
): Promise<Connection> {
  const refusals: string[] = [];
  for (const address of addresses) {
    const docker = await client(address);
    const refusal = await ping(docker, signal);
    if (refusal === undefined) {
      return { docker: isPodmanVersion(await docker.version()) ? asPodman(docker) : docker, address };
    }
    signal?.throwIfAborted();
    refusals.push(`${addressText(address)} (${refusal})`);
  }
  throw new AppError('engine-unavailable', { detail: tellRefusals(refusals) });
}

/** Sockets that do not exist say nothing of interest, as long as another one does. */
function tellRefusals(refusals: readonly string[]): string {
  const present = refusals.filter((refusal) => !refusal.endsWith('(ENOENT)'));
  return (present.length > 0 ? present : refusals).join(', ');
}

/** dockerode is loaded when an engine is first needed: it takes longer than all else that a command loads. */
async function client({ endpoint }: EngineAddress): Promise<Docker> {
  const { default: Client } = await import('dockerode');
  if (endpoint.kind === 'socket') {
    // Every option is named, because the ones that are not are taken from DOCKER_HOST.
    return new Client({ socketPath: endpoint.path, host: undefined, port: undefined, protocol: 'http' });
  }
  const { host, port, tls } = endpoint;
  return new Client({ socketPath: undefined, host, port, protocol: tls ? 'https' : 'http', ...tls });
}

/** Undefined when the engine answers, else why it does not. */
async function ping(docker: Docker, signal: AbortSignal | undefined): Promise<string | undefined> {
  const timeout = AbortSignal.timeout(pingMilliseconds);
  const abortSignal = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  try {
    // The types do not know yet that a ping can be aborted.
    await (docker as unknown as AbortablePing).ping({ abortSignal });
    return undefined;
  } catch (error) {
    if (timeout.aborted) return `no answer within ${pingMilliseconds / 1000} s`;
    return errorText(error);
  }
}

/** The reason in as few words as there are: `ENOENT`, or what the engine itself said. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, json } = error as { code?: unknown; json?: { message?: unknown } };
  if (typeof json?.message === 'string') return json.message;
  return typeof code === 'string' ? code : error.message;
}

/** HTTP status that the engine answered with, where it did. */
export function statusOf(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null | undefined)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

const brokenConnection = [
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
];

/** True for what Node throws when the engine's side of a connection is gone. */
export function isConnectionLost(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  if (typeof code !== 'string') return false;
  return brokenConnection.includes(code) || (syscall === 'connect' && ['ENOENT', 'EACCES'].includes(code));
}

/** What dockerode throws, in the project's words; what is none of its errors stays as it is. */
export function asEngineError(error: unknown): unknown {
  if (statusOf(error) !== undefined)
    return new AppError('engine-failed', { detail: errorText(error) }, { cause: error });
  if (!isConnectionLost(error)) return error;
  return new AppError('engine-lost', { detail: errorText(error) }, { cause: error });
}
