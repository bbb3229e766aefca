import type { CauseArgs, CauseRow, Sign } from '../types';
import type { Log } from '../log';
import { hostNear, lineAt, wentOn } from '../log';

/** A sign whose arguments are the host that is named nearest, and the line. Progress after it makes it void. */
function atHost(pattern: RegExp): Sign {
  return (log: Log): CauseArgs | undefined => {
    const match = pattern.exec(log.text);
    if (match === null || wentOn(log.text, match.index)) return undefined;
    const host = match.groups?.['host'] ?? hostNear(log.text, match.index) ?? 'a server';
    return { host, detail: lineAt(log.text, match.index) };
  };
}

const killedAtEnd: Sign = ({ text, exit }) => {
  if (exit !== '137' && exit !== 'SIGKILL') return undefined;
  return { what: killedCommand(text) ?? `the step was killed (${exit === '137' ? 'exit code 137' : exit})` };
};

/** What bash says was killed. */
function killedCommand(text: string): string | undefined {
  return /^\S{1,200}: line \d+: +\d+ Killed {2,}(\S.{0,200})$/m.exec(text)?.[1];
}

/** What is the machine's, the network's or a server's fault, whoever says so. They come before all that follows from them. */
export const machineRows: readonly CauseRow[] = [
  {
    kind: 'disk-full',
    family: 'any',
    place: 'none',
    signs: [
      /(?:: |\] )No space left on device/,
      /\(os error 28\)|\[Errno 28\]|\bENOSPC\b/,
      /: Disk quota exceeded/,
      /^E: You don't have enough free space in \S/m,
    ],
  },
  {
    kind: 'out-of-memory',
    family: 'any',
    place: 'command',
    signs: [
      killedAtEnd,
      /^(?<file>\S{1,200}): line (?<line>\d+): +\d+ Killed {2,}(?<what>\S.{0,200})$/m,
      /^[ \t]*(?<what>\S{1,60}): fatal error: Killed signal terminated program/m,
      /^[ \t]*(?<what>MemoryError|std::bad_alloc)(?::|$)/m,
      /(?<what>cannot allocate vector of size [\d.]+ \w+)/,
      /^(?:.{0,200}: )?(?<what>Cannot allocate memory)$/m,
      /^(?<what>(?:ERROR: )?Killed)$/m,
    ],
  },
  {
    kind: 'exec-format',
    family: 'any',
    place: 'none',
    signs: [
      /Exec format error: '(?<program>[^'\n]{1,200})'/,
      /exec (?<program>\S{1,200}): exec format error/,
      /(?:^|: )(?<program>[^\s:]{1,200}): (?:cannot execute binary file: )?Exec format error/m,
    ],
  },
  {
    kind: 'certificate',
    family: 'any',
    place: 'none',
    signs: [
      atHost(
        /invalid peer certificate|CERTIFICATE_VERIFY_FAILED|SSL certificate problem|server certificate verification failed|Certificate verification failed: The certificate is NOT trusted|x509: certificate signed by unknown authority/,
      ),
    ],
  },
  {
    kind: 'rate-limited',
    family: 'any',
    place: 'none',
    signs: [
      atHost(
        /429 Too Many Requests|429 Client Error|HTTP error 429|returned error: 429|toomanyrequests: |too many 429 error responses/,
      ),
    ],
  },
  {
    kind: 'access-denied',
    family: 'any',
    place: 'none',
    signs: [
      atHost(
        /lack of valid authentication credentials|\(401 Unauthorized\)|\(403 Forbidden\)|returned a 403 Forbidden error|HTTP error 40[13]\b|40[13] Client Error|^User for \S+: *$/m,
      ),
    ],
  },
  {
    kind: 'private-repository',
    family: 'git',
    place: 'none',
    signs: [
      /could not read (?:Username|Password) for '(?<url>[^'\n]{1,300})'/,
      /Authentication failed for '(?<url>[^'\n]{1,300})'/,
      /unable to access '(?<url>[^'\n]{1,300})': The requested URL returned error: 40[13]/,
      /^(?:fatal: )?(?<url>\S{1,200}): Permission denied \(publickey\)/m,
      /(?<url>git@\S{1,200}): Permission denied \(publickey/,
    ],
  },
  {
    kind: 'network',
    family: 'any',
    place: 'none',
    signs: [
      atHost(
        /NewConnectionError\(|NameResolutionError\(|ConnectTimeoutError\(|ReadTimeoutError\(|ProxyError\(/,
      ),
      atHost(/^[ \t]*cause: (?:dns error|tcp connect error|client error \(Connect\)|operation timed out)/m),
      atHost(/Caused by: (?:dns error|tcp connect error|client error \(Connect\))/),
      atHost(/: (?:Could not resolve host: |Failed to connect to |Connection timed out|Operation timed out)/),
      atHost(/^curl: \((?:5|6|7|28|35|52|56)\) /m),
      atHost(
        /^[EW]: Failed to fetch \S+ {2}(?:Could not (?:resolve|connect)|Connection (?:failed|timed out)|Unable to connect)/m,
      ),
      atHost(/unable to access index for repository /),
      atHost(/: (?:Temporary failure in name resolution|Name or service not known)$/m),
      atHost(
        /[\]:)] (?:Connection refused|Network is unreachable|Connection reset by peer)(?:'|\)|>|$| \(os error)/m,
      ),
      atHost(/dial tcp: lookup (?<host>\S{1,200})/),
      atHost(/dial tcp \S{1,80}: (?:connect: )?(?:connection refused|i\/o timeout)/),
      atHost(/: unable to resolve host address|RequestError: HTTP\/\d[^\n]{0,80}Could not resolve host/),
    ],
  },
];
