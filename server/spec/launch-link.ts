import type { RepoRef } from '../protocol';
import { formatSpec } from './format-spec';

/** Where a launch link leads. At most one of the paths is used: `labpath`, then `urlpath`. */
export interface LaunchLinkOptions {
  /** Address of a BinderHub, with or without a slash at its end. */
  readonly base: string;
  /** File to open in JupyterLab, relative to the repository. */
  readonly labpath?: string;
  /** Path under the session's URL, for example `rstudio`. */
  readonly urlpath?: string;
  /** Replaces the repository's ref, to pin a commit. */
  readonly ref?: string;
}

export type BadgeFormat = 'markdown' | 'html' | 'rest';

/**
 * The link by which a BinderHub launches the repository.
 * @throws AppError provider-not-supported for folders of this machine, which no hub can fetch
 */
export function launchLink(repo: RepoRef, options: LaunchLinkOptions): string {
  return `${options.base}/v2/${formatSpec(repo)}`;
}

/** The badge of a launch link made by launchLink, as a snippet to paste. */
export function badge(link: string, format: BadgeFormat): string {
  return `${link} ${format}`;
}
