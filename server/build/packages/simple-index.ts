import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HttpContext } from './http-get';
import { httpGet } from './http-get';
import type { PipSettings } from './pip-config';
import { withoutCredentials } from './pip-config';

/** A file that a package index offers. */
export interface IndexFile {
  readonly name: string;
  /** Absolute; `file:` for what lies in a folder of `find-links`. */
  readonly url: string;
  /** Hex digest, where the index tells one. */
  readonly sha256?: string;
  /** Range of Pythons that the file is for, where it states one. */
  readonly requiresPython?: string;
  /** True where it was withdrawn: installers take it only when exactly its version is asked for. */
  readonly yanked?: boolean;
}

const accepted = [
  'application/vnd.pypi.simple.v1+json',
  'application/vnd.pypi.simple.v1+html;q=0.2',
  'text/html;q=0.01',
].join(', ');

/**
 * All files of a project: from the index, the extra indexes and local folders of `find-links`, in this order.
 * @throws Error with a sentence for people when no index that is configured can be asked.
 */
export async function projectFiles(
  project: string,
  settings: PipSettings,
  context: Omit<HttpContext, 'settings'>,
): Promise<readonly IndexFile[]> {
  const files: IndexFile[] = [];
  const indexes = settings.noIndex ? [] : [settings.indexUrl, ...settings.extraIndexUrls];
  for (const index of indexes) {
    files.push(...(await filesOfIndex(`${index}/${project}/`, { ...context, settings })));
  }
  for (const folder of settings.findLinks.filter((link) => !/^[a-z]+:\/\//i.test(link))) {
    const names = await readdir(folder).catch(() => []);
    files.push(...names.map((name) => ({ name, url: pathToFileURL(join(folder, name)).href })));
  }
  return files;
}

async function filesOfIndex(url: string, context: HttpContext): Promise<readonly IndexFile[]> {
  if (!/^https?:/i.test(url)) throw new Error(`the index ${url} is not reached by http`);
  const answer = await httpGet(url, accepted, context).catch((error: unknown) => {
    if (context.signal.aborted) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new Error(`${withoutCredentials(url)}: ${detail}`, { cause: error });
  });
  if (answer.status === 404) return [];
  if (answer.status !== 200)
    throw new Error(`${withoutCredentials(url)} answered with status ${answer.status}`);
  const text = answer.body.toString('utf8');
  return answer.type.includes('json') ? parseJsonPage(text, answer.url) : parseHtmlPage(text, answer.url);
}

interface JsonPage {
  readonly files?: readonly {
    readonly filename: string;
    readonly url: string;
    readonly hashes?: Readonly<Record<string, string>>;
    readonly 'requires-python'?: string | null;
    readonly yanked?: boolean | string;
  }[];
}

/** A page of the JSON form of the simple API (PEP 691). */
export function parseJsonPage(text: string, base: string): readonly IndexFile[] {
  const page = JSON.parse(text) as JsonPage;
  return (page.files ?? []).map((file) => {
    const sha256 = file.hashes?.['sha256'];
    return {
      name: file.filename,
      url: new URL(file.url, base).href,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(typeof file['requires-python'] === 'string' && { requiresPython: file['requires-python'] }),
      ...(file.yanked !== undefined && file.yanked !== false && { yanked: true }),
    };
  });
}

/** A page of the HTML form of the simple API (PEP 503): one anchor per file, its digest in the fragment. */
export function parseHtmlPage(text: string, base: string): readonly IndexFile[] {
  const files: IndexFile[] = [];
  for (const match of text.matchAll(/<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([^<]*)<\/a>/gi)) {
    const python = /\sdata-requires-python\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(match[0]);
    const requiresPython = python === null ? undefined : decodeEntities(python[1] ?? python[2] ?? '');
    const url = new URL(decodeEntities(match[1] ?? match[2] ?? ''), base);
    const sha256 = /(?:^#|&)sha256=([0-9a-f]{64})/i.exec(url.hash)?.[1];
    url.hash = '';
    const name = decodeEntities(match[3] ?? '').trim();
    files.push({
      name,
      url: url.href,
      ...(sha256 === undefined ? {} : { sha256: sha256.toLowerCase() }),
      ...(requiresPython !== undefined && { requiresPython }),
      ...(/\sdata-yanked\b/i.test(match[0]) && { yanked: true }),
    });
  }
  return files;
}

function decodeEntities(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => named[name] ?? '');
}
