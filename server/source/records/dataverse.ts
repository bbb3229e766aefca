import type { RecordFile, RecordNetwork } from './types';
import { fields, items, textOf } from './types';

const installations = 'https://iqss.github.io/dataverse-installations/data/data.json';

/**
 * True for an address of one of the public installations. The list is asked for only where the address looks like one:
 * a data set by its persistent id, or a path of the API.
 * @throws AppError network
 */
export async function isDataverse(url: URL, network: RecordNetwork): Promise<boolean> {
  if (!url.searchParams.has('persistentId') && !url.pathname.startsWith('/api/access/')) return false;
  const list = items(fields(await network.json(installations))['installations']).map(fields);
  return list.some(({ hostname }) => hostname === url.hostname);
}

/** A data set of one version, and its files: in their original formats, in the folders that they are labelled with. */
export interface DataverseSet {
  /** `<id>.v<major>.<minor>`, as BinderHub writes it. */
  readonly contentId: string;
  readonly files: readonly RecordFile[];
}

/**
 * The newest published version of the data set behind an address, also where the address is that of one of its files.
 * @throws AppError network
 */
export async function dataverseSet(url: URL, network: RecordNetwork): Promise<DataverseSet | undefined> {
  const id = url.searchParams.get('persistentId') ?? (await setOfFile(url, network));
  if (id === undefined) return undefined;
  const shown = `${url.origin}/api/datasets/:persistentId?persistentId=${encodeURIComponent(id)}`;
  const data = fields(fields(await network.json(shown))['data']);
  const version = fields(data['latestVersion']);
  const [number, major, minor] = [data['id'], version['versionNumber'], version['versionMinorNumber']].map(
    textOf,
  );
  if (number === undefined || major === undefined || minor === undefined) return undefined;
  const files = items(version['files'])
    .map(fields)
    .flatMap((file) => dataFile(file, url.origin));
  return { contentId: `${number}.v${major}.${minor}`, files };
}

async function setOfFile(url: URL, network: RecordNetwork): Promise<string | undefined> {
  const file = /^\/api\/access\/datafile\/(\d+)$/.exec(url.pathname)?.[1];
  if (file === undefined) return undefined;
  const answer = await network.json(`${url.origin}/api/files/${file}?returnDatasetVersion=true`);
  const version = fields(fields(fields(answer)['data'])['datasetVersion']);
  return textOf(version['datasetPersistentId']);
}

function dataFile(file: Readonly<Record<string, unknown>>, origin: string): readonly RecordFile[] {
  const data = fields(file['dataFile']);
  const [id, label] = [textOf(data['id']), textOf(data['originalFileName']) ?? textOf(file['label'])];
  if (id === undefined || label === undefined) return [];
  const path = [textOf(file['directoryLabel']) ?? '', label].filter((part) => part !== '').join('/');
  return [{ path, url: `${origin}/api/access/datafile/${id}?format=original` }];
}
