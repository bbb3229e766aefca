import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { AppError } from '../../protocol';

/** Where the docker command finds its engine, and what told us so. */
export interface EngineAddress {
  readonly endpoint:
    | { readonly kind: 'socket'; readonly path: string }
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: TlsFiles };
  /** What named it: `DOCKER_HOST`, a context's name, or the usual place. */
  readonly from: string;
}

/** Client certificate, in PEM. */
export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Where the docker command would be running. */
export interface EngineContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Addresses to try, in order: DOCKER_HOST, else the current context, else the usual sockets of Docker (system-wide,
 * rootless, Docker Desktop) and Podman. What is named by name is the only one: no other engine is used in its place.
 * @throws AppError engine-unavailable where what is named cannot be used
 */
export async function engineAddresses(context: EngineContext): Promise<readonly EngineAddress[]> {
  const { env } = context;
  const host = env['DOCKER_HOST'];
  if (host !== undefined && host !== '') {
    const certificates = env['DOCKER_CERT_PATH'];
    const secured = (env['DOCKER_TLS_VERIFY'] ?? '') !== '' || certificates !== undefined;
    return [
      await addressOf(host, 'DOCKER_HOST', secured ? (certificates ?? configFolder(context)) : undefined),
    ];
  }
  const name = await contextName(context);
  if (name !== undefined && name !== 'default') return [await contextAddress(name, context)];
  return usualSockets(context).map((path) => ({ endpoint: { kind: 'socket', path }, from: path }));
}

/** The address as the docker command writes it. */
export function addressText({ endpoint }: EngineAddress): string {
  if (endpoint.kind === 'tcp') return `tcp://${endpoint.host}:${endpoint.port}`;
  return endpoint.path.startsWith('//./pipe/') ? `npipe://${endpoint.path}` : `unix://${endpoint.path}`;
}

/** Folder of the docker command’s own configuration. */
export function configFolder({ env, home }: Pick<EngineContext, 'env' | 'home'>): string {
  return env['DOCKER_CONFIG'] ?? join(home, '.docker');
}

async function contextName(context: EngineContext): Promise<string | undefined> {
  const named = context.env['DOCKER_CONTEXT'];
  if (named !== undefined && named !== '') return named;
  const config = await readJson(join(configFolder(context), 'config.json'));
  const current = property(config, 'currentContext');
  return typeof current === 'string' && current !== '' ? current : undefined;
}

async function contextAddress(name: string, context: EngineContext): Promise<EngineAddress> {
  const id = createHash('sha256').update(name).digest('hex');
  const folder = join(configFolder(context), 'contexts');
  const meta = await readJson(join(folder, 'meta', id, 'meta.json'));
  const host = property(property(property(meta, 'Endpoints'), 'docker'), 'Host');
  if (typeof host !== 'string') {
    throw new AppError('engine-unavailable', { detail: `the docker context ${name} does not exist` });
  }
  return await addressOf(host, `the docker context ${name}`, join(folder, 'tls', id, 'docker'));
}

async function addressOf(text: string, from: string, certificates?: string): Promise<EngineAddress> {
  const socket = /^(?:unix|npipe):\/\/(.+)$/.exec(text)?.[1];
  if (socket !== undefined) return { endpoint: { kind: 'socket', path: socket }, from };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'ssh:') {
    throw new AppError('engine-unavailable', {
      detail: `${from} names ${text}; forward its socket with ssh -L and name that instead`,
    });
  }
  if (url?.hostname === undefined || !['tcp:', 'http:', 'https:'].includes(url.protocol)) {
    throw new AppError('engine-unavailable', { detail: `${from} names ${text}, which is no address` });
  }
  const tls = certificates === undefined ? {} : await readCertificates(certificates);
  const secured = url.protocol === 'https:' || Object.keys(tls).length > 0;
  const port = Number(url.port === '' ? (secured ? 2376 : 2375) : url.port);
  return { endpoint: { kind: 'tcp', host: url.hostname, port, ...(secured ? { tls } : {}) }, from };
}

async function readCertificates(folder: string): Promise<TlsFiles> {
  const read = (name: string): Promise<Buffer | undefined> =>
    readFile(join(folder, name)).catch(() => undefined);
  const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
  return { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
}

function usualSockets({ env, home, platform }: EngineContext): readonly string[] {
  if (platform === 'win32') return ['//./pipe/docker_engine', '//./pipe/podman-machine-default'];
  const runtime = env['XDG_RUNTIME_DIR'];
  const own = runtime === undefined ? [] : [runtime];
  return [
    '/var/run/docker.sock',
    ...own.map((folder) => posix.join(folder, 'docker.sock')),
    posix.join(home, '.docker/run/docker.sock'),
    posix.join(home, '.docker/desktop/docker.sock'),
    ...own.map((folder) => posix.join(folder, 'podman/podman.sock')),
    '/run/podman/podman.sock',
  ];
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('engine-unavailable', { detail: `${file} is not JSON` }, { cause: error });
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
