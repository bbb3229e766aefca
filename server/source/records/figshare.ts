import type { RecordFile, RecordIdentity, RecordNetwork } from './types';
import { fields, items, textOf } from './types';

/** The article behind an address; without a version it is the first (contracts/repo2docker.md section 8). */
export function figshareRecord(url: URL): RecordIdentity | undefined {
  if (url.hostname !== 'figshare.com' && url.hostname !== 'www.figshare.com') return undefined;
  const path = url.pathname.replace(/\/+$/, '');
  const match = /^\/articles\/(?:(?:code|dataset|software)\/)?[^/]+\/(\d+)(?:\/(\d+))?$/.exec(path);
  const [, article, version = '1'] = match ?? [];
  return article === undefined ? undefined : { provider: 'figshare', article, version };
}

/**
 * Files of an article; those that are only links elsewhere are left out.
 * @throws AppError network
 */
export async function figshareFiles(
  { article, version }: Extract<RecordIdentity, { provider: 'figshare' }>,
  network: RecordNetwork,
): Promise<readonly RecordFile[] | undefined> {
  const answer = await network.json(`https://api.figshare.com/v2/articles/${article}/versions/${version}`);
  if (answer === undefined) return undefined;
  return items(fields(answer)['files'])
    .map(fields)
    .filter(({ is_link_only }) => is_link_only !== true)
    .flatMap(({ name, download_url }) => {
      const [path, url] = [textOf(name), textOf(download_url)];
      return path === undefined || url === undefined ? [] : [{ path, url }];
    });
}
