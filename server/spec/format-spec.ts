import type { RepoRef } from '../protocol';
import { findProvider } from './providers';

/**
 * `provider/spec/ref` with BinderHub's escaping (contracts/binderhub.md section 2): the repository is percent-encoded
 * where the provider says so and otherwise left as it is, a ref keeps its slashes, and a provider that needs a ref gets
 * `HEAD` where none is given. A local folder is its path. parseRepo reads it back. A sub-directory cannot be told.
 */
export function formatSpec(repo: RepoRef): string {
  const provider = findProvider(repo.provider);
  if (provider === undefined) return repo.spec;
  const spec = provider.urlEncode ? encodeURIComponent(repo.spec) : repo.spec;
  const ref =
    provider.ref === 'required' ? (repo.ref ?? 'HEAD') : provider.ref === 'optional' ? repo.ref : undefined;
  return [provider.id, spec, ...(ref === undefined ? [] : [encodeRef(ref)])].join('/');
}

/** Hubs take the ref as it stands in the path: only what cannot stand there is encoded. */
function encodeRef(ref: string): string {
  return encodeURI(ref).replace(/[?#]/g, encodeURIComponent);
}
