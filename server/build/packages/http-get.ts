import { readFileSync } from 'node:fs';
import type { ClientRequest, IncomingMessage } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import type { PipSettings } from './pip-config';

/** An answer of a package index. */
export interface HttpAnswer {
  /** The address that answered, after redirects. */
  readonly url: string;
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

export interface HttpContext {
  readonly settings: Pick<PipSettings, 'cert' | 'trustedHosts' | 'proxy'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

const largestAnswer = 200 * 1024 * 1024;
const quietSeconds = 30;

/**
 * GETs `url` the way pip would on this machine: its certificate authorities, trusted hosts and proxy, credentials from
 * the address, at most five redirects. Node's `fetch` can be given none of these.
 */
export async function httpGet(url: string, accept: string, context: HttpContext): Promise<HttpAnswer> {
  let at = new URL(url);
  for (let redirects = 0; redirects <= 5; redirects++) {
    const response = await send(at, accept, context);
    const location = response.headers.location;
    if (location === undefined || (response.statusCode ?? 0) < 300 || (response.statusCode ?? 0) >= 400) {
      return {
        url: at.href,
        status: response.statusCode ?? 0,
        type: response.headers['content-type'] ?? '',
        body: await readAll(response),
      };
    }
    response.resume();
    at = redirected(at, location);
  }
  throw new Error(`${at.host} redirects without end`);
}

/** Credentials go along only to the same place. */
function redirected(from: URL, location: string): URL {
  const to = new URL(location, from);
  if (from.protocol === 'https:' && to.protocol !== 'https:')
    throw new Error(`${from.host} redirects to http`);
  if (to.origin === from.origin) [to.username, to.password] = [from.username, from.password];
  return to;
}

async function send(url: URL, accept: string, context: HttpContext): Promise<IncomingMessage> {
  const headers: Record<string, string> = { accept, 'user-agent': 'bindery' };
  if (url.username !== '') {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers['authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`;
  }
  const proxy = proxyFor(url, context);
  const options = { headers, signal: context.signal };
  if (url.protocol === 'http:') return await answered(plainRequest(url, proxy, options));
  const socket = proxy === undefined ? undefined : await tunnel(proxy, url, context.signal);
  return await answered(
    https.get(url, {
      ...options,
      ...tlsOptions(url, context),
      agent: false,
      ...(socket === undefined ? {} : { socket }),
    }),
  );
}

interface RequestOptions {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

function plainRequest(url: URL, proxy: URL | undefined, options: RequestOptions): ClientRequest {
  if (proxy === undefined) return http.get(url, options);
  const headers = { ...options.headers, ...proxyHeaders(proxy), host: url.host };
  return http.get({ ...options, host: proxy.hostname, port: proxy.port || 80, path: url.href, headers });
}

function answered(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.setTimeout(quietSeconds * 1000, () =>
      request.destroy(new Error(`no answer within ${quietSeconds} seconds`)),
    );
    request.once('response', resolve).once('error', reject);
  });
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestAnswer) throw new Error('the answer is larger than any package');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A connection to `url` through an HTTP proxy. */
function tunnel(proxy: URL, url: URL, signal: AbortSignal): Promise<Socket> {
  const target = `${url.hostname}:${url.port || '443'}`;
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      signal,
    });
    request.once('connect', (response, socket: Socket) => {
      if (response.statusCode === 200) resolve(socket);
      else reject(new Error(`the proxy ${proxy.host} answered ${response.statusCode ?? 0}`));
    });
    request.setTimeout(quietSeconds * 1000, () =>
      request.destroy(new Error(`the proxy ${proxy.host} is silent`)),
    );
    request.once('error', reject).end();
  });
}

function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** pip's own setting, else the environment's, unless NO_PROXY names the host. */
export function proxyFor(
  url: URL,
  { settings, env }: Pick<HttpContext, 'settings' | 'env'>,
): URL | undefined {
  const fromEnv = (name: string): string | undefined => env[name.toLowerCase()] ?? env[name];
  const exempt = (fromEnv('NO_PROXY') ?? '').split(',').map((host) => host.trim().replace(/^\*?\./, ''));
  const named = exempt.some(
    (host) => host === '*' || (host !== '' && (url.hostname === host || url.hostname.endsWith(`.${host}`))),
  );
  if (named) return undefined;
  const own = url.protocol === 'http:' ? fromEnv('HTTP_PROXY') : fromEnv('HTTPS_PROXY');
  const value = settings.proxy ?? own ?? fromEnv('ALL_PROXY');
  if (value === undefined || value === '') return undefined;
  return new URL(value.includes('://') ? value : `http://${value}`);
}

/** Certificate authorities: pip's `cert` alone where it is set, else Node's and those the environment adds. */
function tlsOptions(url: URL, { settings, env }: HttpContext): https.RequestOptions {
  const rejectUnauthorized = !settings.trustedHosts.some(
    (host) => host === url.hostname || host === url.host,
  );
  if (settings.cert !== undefined) return { rejectUnauthorized, ca: readFileSync(settings.cert) };
  const authorities = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS']
    .map((name) => env[name] ?? '')
    .filter((file) => file !== '')
    .map((file) => readFileSync(file, 'utf8'));
  return { rejectUnauthorized, ca: [...tls.rootCertificates, ...authorities] };
}
