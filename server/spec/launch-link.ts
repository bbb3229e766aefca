import type { RepoRef } from '../protocol';
import { AppError } from '../protocol';
import { formatSpec } from './format-spec';
import { findProvider } from './providers';

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
 * The link by which a BinderHub launches the repository (contracts/binderhub.md section 2).
 * @throws AppError no-launch-link for what no hub can fetch: folders of this machine, Software Heritage
 */
export function launchLink(repo: RepoRef, options: LaunchLinkOptions): string {
  if (findProvider(repo.provider)?.onHubs !== true) throw new AppError('no-launch-link', { repo: repo.spec });
  const spec = formatSpec({ ...repo, ...(options.ref === undefined ? {} : { ref: options.ref }) });
  return `${options.base.replace(/\/+$/, '')}/v2/${spec}${query(options)}`;
}

/** The badge of a launch link, as a snippet to paste. The image comes from the same hub. */
export function badge(link: string, format: BadgeFormat): string {
  const image = `${link.slice(0, Math.max(0, link.indexOf('/v2/')))}/badge_logo.svg`;
  switch (format) {
    case 'markdown':
      return `[![Binder](${escapeMarkdown(image)})](${escapeMarkdown(link)})`;
    case 'html':
      return `<a href="${escapeHtml(link)}"><img src="${escapeHtml(image)}" alt="Binder"></a>`;
    case 'rest':
      return `.. image:: ${image}\n   :target: ${link}`;
  }
}

function query({ labpath, urlpath }: LaunchLinkOptions): string {
  if (labpath !== undefined && labpath !== '') return `?labpath=${encodeURIComponent(labpath)}`;
  return urlpath === undefined || urlpath === '' ? '' : `?urlpath=${encodeURIComponent(urlpath)}`;
}

/** Parentheses and blanks end a Markdown link. */
function escapeMarkdown(url: string): string {
  return url.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll(' ', '%20');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
