import type { RepoRef } from '../protocol';

/** `provider/spec/ref` with BinderHub's escaping rules; parseRepo reads it back. */
export function formatSpec(repo: RepoRef): string {
  return [repo.provider, repo.spec, repo.ref].join('/');
}
