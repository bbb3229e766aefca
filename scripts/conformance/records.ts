import { AppError } from '../../server/protocol';
import { identifyRecord, recordContentId } from '../../server/source/records/identify';
import type { RecordIdentity, RecordNetwork } from '../../server/source/records/types';
import { fields, items } from '../../server/source/records/types';
import { parseRepo } from '../../server/spec/parse-repo';

type Row = Readonly<Record<string, unknown>>;

/** Times that the suite's servers say, of which its rows show the seconds. */
const modified = {
  hydroshare: '2019-09-25T16:09:17Z',
  ckan: '2024-02-27T14:15:54',
};

/** Which provider takes a source, and what it makes of it (`unit.content_provider`). */
export async function recordRow({ source }: Row, fixtures: unknown): Promise<Row> {
  const identity = await identifyRecord(String(source), suiteNetwork(fields(fixtures)));
  return { source, expect: identity === undefined ? otherProvider(String(source)) : shown(identity) };
}

function otherProvider(source: string): Row {
  try {
    const { provider } = parseRepo(source, { cwd: '/', isDirectory: (path) => path === '/tmp' });
    return { provider: provider === 'local' ? 'local' : 'git' };
  } catch (error) {
    if (AppError.is(error)) return { error: error.code };
    throw error;
  }
}

/** Under the suite's keys. */
function shown(identity: RecordIdentity): Row {
  const contentId = recordContentId(identity);
  const known = contentId === undefined ? {} : { content_id: contentId };
  if (identity.provider !== 'ckan') return { ...identity, ...known };
  const { provider, datasetId, activityId, apiUrl, version } = identity;
  return { provider, dataset_id: datasetId, activity_id: activityId, api_url: apiUrl, version, ...known };
}

/** The network of the suite: its DOIs, its Dataverse installations and its CKAN sites; nothing else is there. */
function suiteNetwork(fixtures: Row): RecordNetwork {
  const dois = fields(fixtures['doi_resolution_fixture']);
  const hosts = items(fixtures['dataverse_hosts_fixture']);
  const sites = items(fixtures['ckan_hosts_fixture']).map(String);
  return {
    json: (url) => {
      const doi = /^https:\/\/doi\.org\/api\/handles\/(.+)$/.exec(url)?.[1];
      if (doi !== undefined) return Promise.resolve(handle(dois[doi]));
      if (url.endsWith('/data.json')) {
        return Promise.resolve({ installations: hosts.map((hostname) => ({ hostname })) });
      }
      if (url.includes('/hsapi/')) {
        return Promise.resolve({ dates: [{ type: 'modified', start_date: modified.hydroshare }] });
      }
      const known = sites.some((site) => url.startsWith(`${site}/api/3/action/`));
      return Promise.resolve(known ? { result: { metadata_modified: modified.ckan } } : undefined);
    },
  };
}

function handle(address: unknown): unknown {
  return address === undefined ? undefined : { values: [{ type: 'URL', data: { value: address } }] };
}
