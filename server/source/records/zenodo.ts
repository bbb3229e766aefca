import type { RecordFile, RecordIdentity, RecordNetwork } from './types';
import { fields, items, textOf } from './types';

/** Sites that run the same software, by host: which paths name a record. */
const sites: Readonly<Record<string, RegExp | undefined>> = {
  'zenodo.org': /^\/(?:record|records|doi)\/(.+)$/,
  'sandbox.zenodo.org': /^\/(?:record|records|doi)\/(.+)$/,
  'data.caltech.edu': /^\/records\/(.+)$/,
};

/** The record behind an address; the number is the last part of a path that may be a DOI. */
export function zenodoRecord(url: URL): RecordIdentity | undefined {
  const path = sites[url.hostname]?.exec(url.pathname.replace(/\/+$/, ''))?.[1];
  const record = path
    ?.split('/')
    .at(-1)
    ?.replace(/^zenodo\./, '');
  if (record === undefined || record === '') return undefined;
  return { provider: 'zenodo', record, api: `https://${url.hostname}/api/records/` };
}

/**
 * The record as it is now: a number that stands for all versions leads to the newest one.
 * @throws AppError network
 */
export async function zenodoFiles(
  identity: Extract<RecordIdentity, { provider: 'zenodo' }>,
  network: RecordNetwork,
): Promise<{ readonly record: string; readonly files: readonly RecordFile[] } | undefined> {
  const answer = fields(await network.json(`${identity.api}${encodeURIComponent(identity.record)}`));
  const record = textOf(answer['id']);
  const list = textOf(fields(answer['links'])['files']);
  if (record === undefined || list === undefined) return undefined;
  const entries = items(fields(await network.json(list))['entries']).map(fields);
  const files = entries.flatMap(({ key, links }) => {
    const [path, url] = [textOf(key), textOf(fields(links)['content'])];
    return path === undefined || url === undefined ? [] : [{ path, url }];
  });
  return { record, files };
}
