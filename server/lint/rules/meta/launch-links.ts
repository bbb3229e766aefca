import type { LaunchLink, ReadmeFile } from '../../../environment/readme';
import type { RepoRef } from '../../../protocol';
import { repoFromRemote } from '../../../spec/remote';
import type { RepositoryModel } from '../../model';
import { readmeFiles } from './files';

/** A launch link and the file that it stands in. */
export interface Placed {
  readonly readme: ReadmeFile;
  readonly link: LaunchLink;
}

export function* launchLinks(model: RepositoryModel): Iterable<Placed> {
  for (const readme of readmeFiles(model)) for (const link of readme.launchLinks) yield { readme, link };
}

/** The repository as others fetch it; undefined where nobody has said. */
export function ownRepo(model: RepositoryModel): RepoRef | undefined {
  const { remote } = model.options.facts;
  return remote === undefined ? undefined : repoFromRemote(remote);
}

export function isSameRepo(left: RepoRef, right: RepoRef): boolean {
  return left.provider === right.provider && left.spec.toLowerCase() === right.spec.toLowerCase();
}

/** True for a link of this repository; where nobody has said which that is, undefined. */
export function isOwn(model: RepositoryModel, { repo }: LaunchLink): boolean | undefined {
  const own = ownRepo(model);
  return own === undefined ? undefined : isSameRepo(own, repo);
}

/** The link fetches other content first: what it opens is not of this repository. */
export function isGitPuller({ query }: LaunchLink): boolean {
  return query.some(({ name, value }) => name === 'urlpath' && /git-pull/i.test(value.text));
}

/** What percent signs and HTML stand for; undefined where a percent sign is followed by nonsense. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('&amp;', '&'));
  } catch {
    return undefined;
  }
}
