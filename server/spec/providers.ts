import type { ProviderId } from '../protocol';

/** How BinderHub writes repositories of one kind (contracts/binderhub.md section 2). */
export interface Provider {
  readonly id: ProviderId;
  readonly displayName: string;
  /** What may stand behind `id/`, as BinderHub checks it. */
  readonly validate: RegExp;
  /** True where the repository is one percent-encoded path segment. */
  readonly urlEncode: boolean;
  readonly ref: 'required' | 'optional' | 'none';
  /** False for what only Bindery understands: no hub can be sent there. */
  readonly onHubs: boolean;
}

const doi = /^10\.\d+\/.+$/;

/** Every provider, once. `local` is not in it: a folder of this machine is named by its path. */
export const providers = [
  provider('gh', 'GitHub', /^[^/]+\/[^/]+\/.+$/, 'required'),
  provider('gist', 'Gist', /^[^/]+\/[^/]+(\/[^/]+)?$/, 'optional'),
  provider('gl', 'GitLab', /^[^/]+\/.+$/, 'required', { urlEncode: true }),
  provider('git', 'Git repository', /^[^/]+\/.+$/, 'required', { urlEncode: true }),
  provider('zenodo', 'Zenodo', doi, 'none'),
  provider('figshare', 'Figshare', doi, 'none'),
  provider('dataverse', 'Dataverse', doi, 'none'),
  provider('hydroshare', 'HydroShare', /^[^/]+$/, 'none', { urlEncode: true }),
  provider('ckan', 'CKAN', /^[^/]+$/, 'none', { urlEncode: true }),
  provider('swh', 'Software Heritage', /^swh:1:(dir|rev):[0-9a-f]{40}$/, 'none', { onHubs: false }),
] as const satisfies readonly Provider[];

/** The provider of this id; undefined for `local` and for ids that nobody has. */
export function findProvider(id: string): Provider | undefined {
  return providers.find((candidate) => candidate.id === id);
}

/** The ids, as a list for people. */
export function providerList(): string {
  return providers.map(({ id }) => id).join(', ');
}

function provider(
  id: ProviderId,
  displayName: string,
  validate: RegExp,
  ref: Provider['ref'],
  { urlEncode = false, onHubs = true }: { urlEncode?: boolean; onHubs?: boolean } = {},
): Provider {
  return { id, displayName, validate, urlEncode, ref, onHubs };
}
