import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import type { CondaSettings } from '../conda/settings';
import { channelUrls, channelWithoutCredentials } from '../conda/settings';

type Env = Readonly<Record<string, string | undefined>>;

const patienceMilliseconds = 4000;

/** Read with HEAD, in the order in which clients look for them; small channels have the last one only. */
const indexes = ['noarch/repodata.json.zst', 'noarch/repodata.json'];

/**
 * Why the channels of the managed toolchain (conda-forge, or what conda's configuration says instead) cannot be reached
 * from here; undefined when they can. Behind a proxy they are taken to be reachable: the builder has its own way there.
 */
export async function whyNoConda(
  settings: CondaSettings,
  env: Env,
  signal: AbortSignal,
): Promise<string | undefined> {
  if ((env['HTTPS_PROXY'] ?? env['https_proxy'] ?? '') !== '') return undefined;
  for (const url of channelUrls(settings)) {
    const reason = await whyNotChannel(url, settings, env, signal);
    if (reason !== undefined) return `the channel ${channelWithoutCredentials(url)} ${reason}`;
  }
  return undefined;
}

async function whyNotChannel(
  url: string,
  settings: CondaSettings,
  env: Env,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!/^https?:/i.test(url)) return 'is a folder of this machine, which builds of images do not see';
  let status = 0;
  for (const index of indexes) {
    try {
      status = await headStatus(new URL(`${url}/${index}`), settings, env, signal);
    } catch (error) {
      signal.throwIfAborted();
      const code = (error as { code?: unknown }).code;
      return `cannot be reached (${typeof code === 'string' && code !== 'ABORT_ERR' ? code : 'no answer in time'})`;
    }
    if (status !== 404) break;
  }
  return status >= 200 && status < 400 ? undefined : `answered with status ${status}`;
}

/** The status of a HEAD, with the certificate authorities that conda and this machine's environment name. */
async function headStatus(url: URL, settings: CondaSettings, env: Env, signal: AbortSignal): Promise<number> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)]);
  const options = { method: 'HEAD', signal: limit, ...(await trust(settings, env)) };
  return await new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    send(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });
}

async function trust(
  { sslVerify }: CondaSettings,
  env: Env,
): Promise<{ rejectUnauthorized: boolean; ca?: string[] }> {
  if (sslVerify === false) return { rejectUnauthorized: false };
  const named = [
    sslVerify === true ? '' : sslVerify,
    env['SSL_CERT_FILE'],
    env['NODE_EXTRA_CA_CERTS'],
    env['BINDERY_EXTRA_CA'],
  ];
  const files = named.filter((file): file is string => file !== undefined && file !== '');
  // A folder or a file that cannot be read is no reason to call a channel unreachable by itself.
  const extra = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return { rejectUnauthorized: true, ca: [...tls.rootCertificates, ...extra.filter((text) => text !== '')] };
}
