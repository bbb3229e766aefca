import { normalizeDoi } from '../../spec/doi';
import { ckanRecord } from './ckan';
import { isDataverse } from './dataverse';
import { figshareRecord } from './figshare';
import { hydroshareRecord } from './hydroshare';
import type { RecordIdentity, RecordNetwork } from './types';
import { fields, items } from './types';
import { zenodoRecord } from './zenodo';

type Recogniser = (url: URL, network: RecordNetwork) => Promise<RecordIdentity | undefined>;

/** In the order in which repo2docker asks (contracts/repo2docker.md section 8). */
const recognisers: readonly Recogniser[] = [
  (url) => Promise.resolve(zenodoRecord(url)),
  (url) => Promise.resolve(figshareRecord(url)),
  async (url, network) =>
    (await isDataverse(url, network)) ? { provider: 'dataverse', url: url.href } : undefined,
  hydroshareRecord,
  ckanRecord,
];

/**
 * The record that a DOI, a SWHID or an address names; undefined where it names none: then it may be git's.
 * @throws AppError network
 */
export async function identifyRecord(
  source: string,
  network: RecordNetwork,
): Promise<RecordIdentity | undefined> {
  const software = /^swh:1:(dir|rev):[0-9a-f]{40}(?:;.*)?$/.exec(source);
  if (software !== null) {
    return { provider: 'swhid', swhid: source, type: software[1] === 'dir' ? 'dir' : 'rev' };
  }
  const doi = normalizeDoi(source);
  const address = doi === undefined ? source : await addressOfDoi(doi, network);
  if (address === undefined || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  for (const recognise of recognisers) {
    const identity = await recognise(url, network);
    if (identity !== undefined) return identity;
  }
  return undefined;
}

/** Where a DOI leads, by doi.org's own table; undefined for one that it does not have. */
async function addressOfDoi(doi: string, network: RecordNetwork): Promise<string | undefined> {
  const answer = fields(await network.json(`https://doi.org/api/handles/${encodeURI(doi)}`));
  const values = items(answer['values']).map(fields);
  const value = values.find(({ type }) => type === 'URL');
  const address = fields(value?.['data'])['value'];
  return typeof address === 'string' ? address : undefined;
}

/** Identity of what a record holds now; undefined where only its files tell (contracts/repo2docker.md section 8). */
export function recordContentId(identity: RecordIdentity): string | undefined {
  switch (identity.provider) {
    case 'zenodo':
      return identity.record;
    case 'figshare':
      return `${identity.article}.v${identity.version}`;
    case 'hydroshare':
      return `${identity.resource}.v${identity.version}`;
    case 'ckan':
      return `${identity.datasetId}.v${identity.version}`;
    case 'dataverse':
    case 'swhid':
      return undefined;
  }
}
