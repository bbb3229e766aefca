import type { RequirementLine } from '../../../environment/requirement-line';
import type { TextSpan } from '../../../environment/text';
import { rangeAt } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import type { PipList } from './lists';
import { pipLists } from './lists';

/** Options whose value is the address of packages. */
const indexOptions = ['--index-url', '--extra-index-url', '--pypi-url', '--find-links'];

/** Names that only a private network knows, and addresses of one. */
const privateHost =
  /^(?:localhost|[\w-]+|.*\.(?:local|localdomain|internal|intranet|corp|lan|home|private)|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+)$/i;

/** A user without a password is no secret, unless it looks like a token. */
const tokenLike = /^(?:gh[pousr]_|github_pat_|glpat-|pypi-|[A-Za-z0-9_-]{20,}$)/;

interface Address {
  readonly host: string;
  /** `user:password`, without the `@`. */
  readonly login?: string;
  /** Where the login stands in the address, with its `@`. */
  readonly loginAt: readonly [number, number];
}

/** Addresses of packages that hold a secret, or that only some can reach. */
export function* checkIndexes(model: RepositoryModel): Iterable<Report> {
  for (const list of pipLists(model)) {
    for (const line of list.lines) {
      for (const { text, range, isIndex } of addressesOf(line)) {
        const address = readAddress(text);
        const report = address && addressReport(list, { text, range }, address, isIndex);
        if (report !== undefined) yield report;
      }
    }
  }
}

function* addressesOf(line: RequirementLine): Iterable<TextSpan & { isIndex: boolean }> {
  for (const { name, value } of line.options) {
    if (value !== undefined && indexOptions.includes(name)) yield { ...value, isIndex: true };
  }
  if (line.kind === 'location') yield { ...line.location, isIndex: false };
  if (line.kind === 'requirement' && line.requirement.url !== undefined)
    yield { ...line.requirement.url, isIndex: false };
}

function readAddress(text: string): Address | undefined {
  const match = /^(?:[a-z]+\+)?https?:\/\/(?:([^/@]*)@)?([^/:?#]+)/i.exec(text);
  if (match === null) return undefined;
  const [all, login, host = ''] = match;
  const end = all.length - host.length;
  return { host, ...(login !== undefined && { login }), loginAt: [end - (login ?? '').length - 1, end] };
}

function addressReport(
  list: PipList,
  { text, range }: TextSpan,
  { host, login, loginAt }: Address,
  isIndex: boolean,
): Report | undefined {
  const { source } = list;
  const args = { host };
  const file = source.path;
  if (login !== undefined && isSecret(login)) {
    const at = range.start.offset;
    const place = rangeAt(source, at + loginAt[0], at + loginAt[1] - 1);
    const taken = rangeAt(source, at + loginAt[0], at + loginAt[1]);
    const edits = [replaceSpan(source, { range: taken }, '')];
    const fixes = [{ code: 'req-index-private.fix' as const, safe: false, edits }];
    return { file, range: place, severity: 'error', code: 'req-index-private.secret', args, fixes };
  }
  if (login?.includes('${') === true || host.startsWith('${')) {
    const [variable = ''] = /\$\{\w+\}/.exec(text) ?? [];
    return { file, range, code: 'req-index-private.variable', args: { variable } };
  }
  return isIndex && privateHost.test(host) ? { file, range, args } : undefined;
}

/** What an environment variable holds is not written here. */
function isSecret(login: string): boolean {
  const [user = '', password] = login.split(':', 2);
  if (login.includes('${')) return false;
  return (password !== undefined && password !== '') || tokenLike.test(user);
}
