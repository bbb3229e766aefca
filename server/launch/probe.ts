import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** What Jupyter says about itself on `GET /api/status` (contracts/jupyterhub.md section 4). */
export interface ServerStatus {
  readonly started: string;
  readonly last_activity: string;
  readonly connections: number;
  readonly kernels: number;
}

const firstWait = 20;
const longestWait = 500;

/**
 * Asks the server behind `url`, once.
 * @returns undefined when it does not answer in time, or not to this token
 */
export async function askServer(
  url: string,
  token: string,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<ServerStatus | undefined> {
  const limit = AbortSignal.timeout(milliseconds);
  try {
    return await get(url, token, signal === undefined ? limit : AbortSignal.any([limit, signal]));
  } catch {
    return undefined;
  }
}

/**
 * Waits until the server answers with its token: looks after 20, 40, 80 … ms, at most 500 ms apart. Goes on until
 * `signal` fires.
 * @throws AbortError when `signal` fires
 */
export async function untilAnswers(url: string, token: string, signal: AbortSignal): Promise<ServerStatus> {
  for (let wait = firstWait; ; wait = Math.min(wait * 2, longestWait)) {
    await delay(wait, undefined, { signal });
    const status = await askServer(url, token, 5000, signal);
    if (status !== undefined) return status;
  }
}

/** Not fetch(): each question has a connection of its own, and none outlives its answer. */
function get(url: string, token: string, signal: AbortSignal): Promise<ServerStatus> {
  return new Promise((resolve, reject) => {
    const target = new URL('api/status', url);
    const options = { signal, agent: false, headers: { Authorization: `token ${token}` } };
    const outgoing = request(target, options, (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${String(response.statusCode)}`));
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve(parseStatus(Buffer.concat(chunks).toString('utf8')));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function parseStatus(text: string): ServerStatus {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('last_activity' in value)) {
    throw new Error('not the status of a Jupyter server');
  }
  return value as ServerStatus;
}
