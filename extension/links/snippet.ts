import type { RepoRef } from '../../server/protocol';
import type { BadgeFormat } from '../../server/spec/launch-link';
import { badge, launchLink } from '../../server/spec/launch-link';

/** What goes on the clipboard: the bare link, or a badge that leads there. */
export type SnippetFormat = BadgeFormat | 'url';

export interface SnippetChoice {
  readonly repo: RepoRef;
  readonly hub: string;
  readonly format: SnippetFormat;
  /** Branch, tag or commit; `HEAD` is the default branch as it is when someone clicks. */
  readonly ref: string;
  /** Notebook to open, relative to the repository. */
  readonly labpath?: string;
}

/** A launch link as a snippet to paste. */
export function launchSnippet({ repo, hub, format, ref, labpath }: SnippetChoice): string {
  const link = launchLink(repo, { base: hub, ref, ...(labpath === undefined ? {} : { labpath }) });
  return format === 'url' ? link : badge(link, format);
}

/** Path of `file` relative to `root` with forward slashes; undefined when it is not below it. */
export function relativePath(root: string, file: string): string | undefined {
  const slashes = (text: string): string => text.replace(/\\/g, '/').replace(/\/+$/, '');
  const [base, path] = [`${slashes(root)}/`, slashes(file)];
  return path.startsWith(base) ? path.slice(base.length) : undefined;
}
