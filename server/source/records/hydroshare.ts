import type { RecordIdentity, RecordNetwork } from './types';
import { epochSeconds, fields, items } from './types';

/**
 * The resource behind an address. Its version is the time at which it was last modified: there is no history.
 * @throws AppError network
 */
export async function hydroshareRecord(
  url: URL,
  network: RecordNetwork,
): Promise<RecordIdentity | undefined> {
  if (url.hostname.replace(/^www\./, '') !== 'hydroshare.org') return undefined;
  const resource = /^\/resource\/([0-9a-f]{32})\/?$/.exec(url.pathname)?.[1];
  if (resource === undefined) return undefined;
  const answer = await network.json(
    `https://www.hydroshare.org/hsapi/resource/${resource}/scimeta/elements/`,
  );
  const dates = items(fields(answer)['dates']).map(fields);
  const version = epochSeconds(dates.find(({ type }) => type === 'modified')?.['start_date']);
  return version === undefined ? undefined : { provider: 'hydroshare', resource, version };
}
