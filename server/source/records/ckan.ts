import type { RecordFile, RecordIdentity, RecordNetwork } from './types';
import { epochSeconds, fields, items, textOf } from './types';

/**
 * The data set behind an address, of a site that answers as a CKAN does. An activity, in the query or behind `/history/`,
 * names one of its revisions.
 * @throws AppError network
 */
export async function ckanRecord(url: URL, network: RecordNetwork): Promise<RecordIdentity | undefined> {
  const match = /^(.*?)\/dataset\/(?:activity\/)?([^/]+)(?:\/history\/([^/]+))?\/?$/.exec(url.pathname);
  const [, folder = '', datasetId] = match ?? [];
  if (datasetId === undefined) return undefined;
  const apiUrl = `${url.origin}${folder}/api/3/action/`;
  if ((await network.json(`${apiUrl}status_show`)) === undefined) return undefined;
  const activityId = url.searchParams.get('activity_id') ?? match?.[3] ?? null;
  const shown = await packageOf({ apiUrl, datasetId, activityId }, network);
  const version = epochSeconds(shown['metadata_modified']);
  return version === undefined ? undefined : { provider: 'ckan', datasetId, activityId, apiUrl, version };
}

/**
 * Resources of a data set, by name.
 * @throws AppError network
 */
export async function ckanFiles(
  identity: Extract<RecordIdentity, { provider: 'ckan' }>,
  network: RecordNetwork,
): Promise<readonly RecordFile[]> {
  const { resources } = await packageOf(identity, network);
  return items(resources)
    .map(fields)
    .flatMap(({ name, url }) => {
      const address = textOf(url);
      if (address === undefined || !URL.canParse(address)) return [];
      // A resource may be called anything; the end of its address is a file's name.
      const last = decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '');
      return [{ path: last === '' ? (textOf(name) ?? 'resource') : last, url: address }];
    });
}

async function packageOf(
  {
    apiUrl,
    datasetId,
    activityId,
  }: Pick<Extract<RecordIdentity, { provider: 'ckan' }>, 'apiUrl' | 'datasetId' | 'activityId'>,
  network: RecordNetwork,
): Promise<Readonly<Record<string, unknown>>> {
  const asked =
    activityId === null
      ? `package_show?id=${encodeURIComponent(datasetId)}`
      : `activity_data_show?id=${encodeURIComponent(activityId)}`;
  const result = fields(fields(await network.json(`${apiUrl}${asked}`))['result']);
  return activityId === null ? result : fields(result['package']);
}
