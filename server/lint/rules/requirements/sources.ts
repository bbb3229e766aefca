import type { RequirementLine } from '../../../environment/requirement-line';
import type { TextSpan } from '../../../environment/text';
import { excerpt, rangeAt } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import type { PipList } from './lists';
import { pipLists } from './lists';

/** Branches by name: what they hold changes. */
const branches = new Set([
  'head',
  'main',
  'master',
  'develop',
  'development',
  'dev',
  'devel',
  'trunk',
  'default',
  'latest',
]);

/** Forges that serve public repositories to everybody by https. */
const publicForges = /^(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)$/i;

/** `git+https://host/path@ref#egg=name`, or the address behind `name @`. */
function sourceOf(line: RequirementLine): TextSpan | undefined {
  if (line.kind === 'location') return line.location;
  return line.kind === 'requirement' ? line.requirement.url : undefined;
}

/** Sources whose content moves: no commit and no tag is named. */
export function* checkMovingSources(model: RepositoryModel): Iterable<Report> {
  for (const { list, span } of sources(model)) {
    const file = list.source.path;
    const archive =
      /\/(?:archive\/(?:refs\/heads\/)?|zipball\/|tarball\/)([\w.-]+?)(?:\.(?:zip|tar\.gz))?$/i.exec(
        span.text,
      );
    const moving = archive?.[1]?.toLowerCase() ?? '';
    if (archive !== null && (branches.has(moving) || archive[0].includes('/heads/'))) {
      yield { file, range: span.range, code: 'req-vcs-unpinned.archive', args: { branch: archive[1] ?? '' } };
      continue;
    }
    const vcs = /^(git|hg|svn|bzr)\+[a-z+]+:\/\//i.exec(span.text);
    if (vcs === null) continue;
    const ref = refOf(span.text.slice(vcs[0].length));
    if (ref === undefined) yield { file, range: span.range, args: { url: shown(span.text) } };
    else if (branches.has(ref.toLowerCase()))
      yield { file, range: span.range, code: 'req-vcs-unpinned.branch', args: { branch: ref } };
  }
}

/** What stands behind `@` in the path of an address; `@` before the first slash belongs to a user. */
function refOf(address: string): string | undefined {
  const path = address.replace(/#.*$/, '').replace(/^[^/]*/, '');
  const at = path.lastIndexOf('@');
  return at === -1 || at === path.length - 1 ? undefined : path.slice(at + 1);
}

/** Addresses that need a key, and those of a protocol that forges have switched off. */
export function* checkPrivateProtocols(model: RepositoryModel): Iterable<Report> {
  for (const { list, span } of sources(model)) {
    const https = asHttps(span.text);
    if (https === undefined) continue;
    const file = list.source.path;
    const code = /^git\+git:\/\/|^git:\/\//i.test(span.text) ? 'req-vcs-ssh.protocol' : 'req-vcs-ssh';
    const range = rangeAt(list.source, span.range.start.offset, span.range.end.offset);
    const fix = {
      code: 'req-vcs-ssh.fix' as const,
      safe: https.isPublic,
      edits: [replaceSpan(list.source, { range }, https.url)],
    };
    yield { file, range, code, args: { url: shown(span.text) }, fixes: [fix] };
  }
}

/** The same repository by https; undefined for addresses that are neither ssh nor git's own protocol. */
function asHttps(text: string): { url: string; isPublic: boolean } | undefined {
  const url = /^(?:git\+)?(?:ssh|git):\/\/(?:[\w.-]+@)?([\w.-]+)(?::\d+)?[:/](.+)$/i.exec(text);
  const short = /^(?:git\+)?[\w.-]+@([\w.-]+):(?!\/\/)(.+)$/i.exec(text);
  const [, host = '', path = ''] = url ?? short ?? [];
  if (host === '' || path === '' || (short !== null && url === null && !host.includes('.'))) return undefined;
  return { url: `git+https://${host}/${path.replace(/^\/+/, '')}`, isPublic: publicForges.test(host) };
}

/** `git@host:path` alone is a package called git for pip's grammar: the whole line is the address. */
function* sources(model: RepositoryModel): Iterable<{ list: PipList; span: TextSpan }> {
  for (const list of pipLists(model)) {
    for (const line of list.lines) {
      const span = sourceOf(line);
      if (span === undefined) continue;
      const whole =
        line.kind === 'requirement' && line.requirement.name.text === 'git' && !span.text.includes('://');
      yield { list, span: whole ? wholeLine(list, line) : span };
    }
  }
}

function wholeLine({ source }: PipList, { range }: RequirementLine): TextSpan {
  return { text: source.text.slice(range.start.offset, range.end.offset), range };
}

/** An address for a message: without what may be a secret. */
function shown(url: string): string {
  return excerpt(url.replace(/\/\/[^/@]*@/, '//'), 70);
}
