import { AppError } from '../protocol';
import type { RepoRef } from '../protocol';
import { providerList } from './providers';

/** Which provider registered a DOI, from how it begins. */
const prefixes: readonly (readonly [RegExp, (doi: string) => RepoRef])[] = [
  [/^10\.(5281|5072)\/zenodo\.\d+$/i, (doi) => ({ provider: 'zenodo', spec: doi })],
  [/^10\.6084\/m9\.figshare\.\d+/i, (doi) => ({ provider: 'figshare', spec: doi })],
  [/^10\.4211\/hs\.[0-9a-f]{32}$/i, (doi) => ({ provider: 'hydroshare', spec: doi.slice(-32) })],
  [/^10\.7910\/dvn\//i, (doi) => ({ provider: 'dataverse', spec: doi })],
];

/**
 * The repository that a bare DOI names, without asking doi.org.
 * @throws AppError unknown-provider where its beginning tells no provider
 */
export function fromDoi(doi: string): RepoRef {
  const found = prefixes.find(([pattern]) => pattern.test(doi));
  if (found !== undefined) return found[1](doi);
  throw new AppError('unknown-provider', { provider: `DOI ${doi}`, providers: providerList() });
}
