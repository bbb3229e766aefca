import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, Cancelled } from '../../protocol';
import type { RecordNetwork } from './types';

/** Fetches files as well as answers. */
export interface RecordDownloads extends RecordNetwork {
  /** Writes the file at an address to `path`. @throws AppError network, fetch-failed; Cancelled */
  save(url: string, path: string): Promise<void>;
}

/** Milliseconds in which a server must begin to answer. */
const patience = 30_000;

/** Characters of an answer: lists of files are long, but not longer. */
const longestAnswer = 32 * 1024 * 1024;

/** Records' servers, asked over `request` (Node's fetch, unless a test has its own). */
export function recordNetwork(signal: AbortSignal, request: typeof fetch = fetch): RecordDownloads {
  const get = async (url: string, accept: string): Promise<Response> => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('it does not answer')), patience);
    try {
      return await request(url, { headers: { accept }, signal: AbortSignal.any([signal, late.signal]) });
    } catch (error) {
      if (signal.aborted) throw new Cancelled();
      throw new AppError('network', { host: new URL(url).host, detail: reasonOf(error) }, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    async json(url) {
      const response = await get(url, 'application/json');
      if (response.status === 404 || response.status === 410) return undefined;
      if (!response.ok) throw refused(url, response.status);
      const text = await response.text();
      // A page for people where an answer for programs was asked for: not such a server.
      return text.length > longestAnswer ? undefined : parsed(text);
    },
    async save(url, path) {
      const response = await get(url, '*/*');
      if (!response.ok || response.body === null) throw refused(url, response.status);
      try {
        await pipeline(
          Readable.from(response.body as unknown as AsyncIterable<Uint8Array>),
          createWriteStream(path),
          {
            signal,
          },
        );
      } catch (error) {
        if (signal.aborted) throw new Cancelled();
        throw AppError.from(error).code === 'disk-full'
          ? AppError.from(error)
          : new AppError('network', { host: new URL(url).host, detail: reasonOf(error) }, { cause: error });
      }
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function refused(url: string, status: number): AppError {
  return new AppError('network', { host: new URL(url).host, detail: `it answered ${status}` });
}

/** What the system said, which fetch hides behind "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
