import { AppError } from '../protocol';
import { redactCredentials } from '../spec/redact-url';

/** What of a repository is told to people: never with credentials. */
export interface Remote {
  readonly url: string;
  /** Where its files are put, for telling a full disk. */
  readonly place: string;
}

const unreachable =
  /could not resolve|failed to connect|couldn't connect|connection (?:refused|reset|timed out|closed)|timed out|network is unreachable|no route to host|ssl (?:certificate|connect)|certificate verif|tls|server certificate|proxy|returned error: (?:408|429|5\d\d)|empty reply|operation too slow|early eof|hung up unexpectedly|unexpected disconnect|transfer closed|rpc failed/i;
const notThere =
  /repository .* not found|repository not found|returned error: (?:401|403|404|410)|could not read (?:username|password)|authentication failed|terminal prompts disabled|permission denied \(|does not appear to be a git repository|host key verification failed|access denied|not valid: is this a git repository|invalid credentials/i;
const full = /no space left on device|disk quota exceeded/i;

/**
 * What a git command that failed means. `output` is what it wrote on standard error, in English. Lines from the server
 * count last: a server may say anything.
 */
export function gitError(output: string, { url, place }: Remote): AppError {
  const lines = redactCredentials(output)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const ours = lines.filter((line) => !line.startsWith('remote:')).join('\n');
  const repo = redactCredentials(url);
  const detail = reason(lines);
  if (full.test(ours))
    return new AppError('disk-full', { path: place, needed: 'the size of the repository' });
  // A server that ends the connection because of a missing repository is told by ssh as both.
  if (notThere.test(ours)) return new AppError('unknown-repository', { repo });
  if (unreachable.test(ours)) return new AppError('network', { host: hostOf(url), detail });
  return new AppError('fetch-failed', { repo, detail });
}

/** The most telling line: the last one of git itself. */
function reason(lines: readonly string[]): string {
  const telling =
    lines.findLast((line) => /^(?:fatal|error):/.test(line)) ?? lines.at(-1) ?? 'git said nothing';
  return telling.replace(/^(?:fatal|error): /, '').trim();
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** True when the server has the repository but does not give out a single commit of it, or not without its history. */
export function refusesSingleCommit(output: string): boolean {
  return /not our ref|unadvertised object|does not support shallow|couldn't find remote ref|remote error: upload-pack|bad object|did not send all necessary objects/i.test(
    output,
  );
}
