import type { RequirementPlace } from './requirement-place';

/** Why an installer or a script failed, as far as its output tells. */
export type Cause =
  | { readonly kind: 'disk-full'; readonly line: string }
  | { readonly kind: 'certificate'; readonly host: string; readonly line: string }
  | { readonly kind: 'network'; readonly host: string; readonly line: string }
  | { readonly kind: 'hash-mismatch'; readonly package: string }
  | { readonly kind: 'package-not-found'; readonly package: string }
  | { readonly kind: 'version-not-found'; readonly package: string; readonly requirement: string }
  | { readonly kind: 'no-wheel'; readonly package: string; readonly requirement: string }
  | { readonly kind: 'compiler-missing'; readonly package: string; readonly compiler: string }
  | { readonly kind: 'header-missing'; readonly package: string; readonly header: string }
  | { readonly kind: 'package-build'; readonly package: string }
  | { readonly kind: 'file-missing'; readonly path: string }
  | {
      readonly kind: 'unreadable-requirement';
      readonly file: string;
      readonly line: string;
      /** Where pip says that it stands. */
      readonly place?: RequirementPlace;
    }
  | { readonly kind: 'conflict'; readonly packages: string }
  | { readonly kind: 'command-missing'; readonly command: string; readonly at: string };

type Recognise = (text: string) => Cause | undefined;

/**
 * Recognises the cause in the output of uv, pip or a script. The order matters: pip says "No matching distribution"
 * also when it could not reach the index, and both say "failed to build" after the compiler has said why.
 */
export function recogniseCause(lines: readonly string[]): Cause | undefined {
  const text = lines.join('\n').replace(/\u001b\[[0-9;]*m/g, '');
  for (const recognise of recognisers) {
    const cause = recognise(text);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

const recognisers: readonly Recognise[] = [
  diskFull,
  certificate,
  network,
  hashMismatch,
  compilerMissing,
  headerMissing,
  packageNotFound,
  noWheel,
  versionNotFound,
  packageBuild,
  fileMissing,
  unreadableRequirement,
  conflict,
  commandMissing,
];

function diskFull(text: string): Cause | undefined {
  const line = /^.*(No space left on device|os error 28|Errno 28|ENOSPC|Disk quota exceeded).*$/im.exec(text);
  return line === null ? undefined : { kind: 'disk-full', line: line[0].trim() };
}

function certificate(text: string): Cause | undefined {
  const line =
    /^.*(invalid peer certificate|CERTIFICATE_VERIFY_FAILED|certificate verify failed|SSL certificate problem).*$/im.exec(
      text,
    );
  return line === null ? undefined : { kind: 'certificate', host: hostIn(text), line: line[0].trim() };
}

const networkSigns = [
  'dns error',
  'client error \\(Connect\\)',
  'NameResolutionError',
  'Temporary failure in name resolution',
  'Could not resolve host',
  'Connection refused',
  'ConnectTimeoutError',
  'NewConnectionError',
  'Network is unreachable',
  'operation timed out',
  'ProxyError',
];

function network(text: string): Cause | undefined {
  const line = new RegExp(`^.*(${networkSigns.join('|')}).*$`, 'im').exec(text);
  return line === null ? undefined : { kind: 'network', host: hostIn(text), line: line[0].trim() };
}

/** The host the output names first, in an address or in pip's words. */
function hostIn(text: string): string {
  const host = /host='([^']+)'|https?:\/\/(?:[^/@\s`']*@)?([^/\s`')]+)|resolve host: (\S+)/.exec(text);
  return host?.[1] ?? host?.[2] ?? host?.[3] ?? 'the package index';
}

function hashMismatch(text: string): Cause | undefined {
  const uv = /Hash mismatch for `([^`]+)`/.exec(text);
  const pip = /DO NOT MATCH THE HASHES[^\n]*\n\s+(\S+)/.exec(text);
  const name = uv?.[1] ?? pip?.[1];
  return name === undefined ? undefined : { kind: 'hash-mismatch', package: name };
}

const compilers =
  /^(?:[\w.-]*-)?(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|gfortran|cargo|rustc|cmake|ninja|make)(?:-[\d.]+)?$/;

/** The sentences by which Python, distutils and make say that a program is not there. */
const missingProgram = [
  /No such file or directory: '([^']+)'/g,
  /command '([^']+)' failed: No such file or directory/g,
  /unable to execute '([^']+)': No such file or directory/g,
  /(?:^|\s)([\w.+-]+): (?:command )?not found$/gm,
];

function compilerMissing(text: string): Cause | undefined {
  const missing = missingProgram.flatMap((sentence) =>
    [...text.matchAll(sentence)].map((match) => match[1] ?? ''),
  );
  const compiler = missing.find((name) => compilers.test(name.split('/').at(-1) ?? ''));
  return compiler === undefined
    ? undefined
    : { kind: 'compiler-missing', package: failedPackage(text), compiler };
}

function headerMissing(text: string): Cause | undefined {
  const header = /fatal error: '?([\w./+-]+\.h(?:pp)?)'?(?: file not found|: No such file or directory)/.exec(
    text,
  )?.[1];
  return header === undefined ? undefined : { kind: 'header-missing', package: failedPackage(text), header };
}

function failedPackage(text: string): string {
  const match =
    /Failed to build `([^`]+)`/.exec(text) ??
    /Failed building wheel for (\S+)/.exec(text) ??
    /Failed to build '([^']+)'/.exec(text) ??
    /Failed to build (?:installable wheels for some pyproject\.toml based projects )?\(?([\w.@=-]+)/.exec(
      text,
    );
  return match?.[1] ?? 'a package';
}

function packageNotFound(text: string): Cause | undefined {
  const uv = /Because (\S+) was not found in the package registry/.exec(text);
  const pip = /satisfies the requirement ([A-Za-z0-9][\w.-]*)[^\n]*\(from versions: none\)/.exec(text);
  const name = uv?.[1] ?? pip?.[1];
  return name === undefined ? undefined : { kind: 'package-not-found', package: name };
}

function noWheel(text: string): Cause | undefined {
  const match = /(?:Because|and) (\S+?)((?:[=<>!~][^\s]*)?) has no wheels with a matching/.exec(text);
  if (match?.[1] === undefined) return undefined;
  return { kind: 'no-wheel', package: match[1], requirement: `${match[1]}${match[2] ?? ''}` };
}

function versionNotFound(text: string): Cause | undefined {
  const uv =
    /there (?:is no version|are no versions) of (([A-Za-z0-9][\w.-]*?)(?:\[[^\]]*\])?[=<>!~][^\s,]*)/.exec(
      text,
    );
  const pip = /satisfies the requirement (([A-Za-z0-9][\w.-]*)\S*) \(from versions: \S/.exec(text);
  const match = uv ?? pip;
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { kind: 'version-not-found', package: match[2], requirement: match[1] };
}

function packageBuild(text: string): Cause | undefined {
  return /Failed to build |Failed building wheel for /.test(text)
    ? { kind: 'package-build', package: failedPackage(text) }
    : undefined;
}

function fileMissing(text: string): Cause | undefined {
  const uv = /failed to read from file `([^`]+)`: No such file|File not found: `([^`]+)`/.exec(text);
  const pip = /Could not open requirements file: \[Errno 2\][^']*'([^']+)'/.exec(text);
  const path = uv?.[1] ?? uv?.[2] ?? pip?.[1];
  return path === undefined ? undefined : { kind: 'file-missing', path };
}

function unreadableRequirement(text: string): Cause | undefined {
  const place = placeByPip(text);
  const placed = place === undefined ? {} : { place };
  const uv = /Couldn't parse requirement in `([^`]+)`[^\n]*\n\s*cause: ([^\n]+)/.exec(text);
  if (uv !== null) return { kind: 'unreadable-requirement', file: uv[1] ?? '', line: uv[2] ?? '', ...placed };
  const option = /^error: (Expected [^\n]+|Unexpected [^\n]+): (\S+?):\d+:\d+$/m.exec(text);
  if (option !== null)
    return { kind: 'unreadable-requirement', file: option[2] ?? '', line: option[1] ?? '' };
  const pip = /Invalid requirement: '?([^'\n]+)'?/.exec(text);
  return pip === null
    ? undefined
    : { kind: 'unreadable-requirement', file: '', line: pip[1] ?? '', ...placed };
}

function placeByPip(text: string): RequirementPlace | undefined {
  const match = /Invalid requirement: '([^'\n]+)'[^]*?\(from line (\d+) of ([^)\n]+)\)/.exec(text);
  if (match === null) return undefined;
  const [, written = '', line, file = ''] = match;
  return { file, line: Number(line) - 1, written };
}

function conflict(text: string): Cause | undefined {
  const pip = /Cannot install (.+?) because these package versions have conflicting dependencies/.exec(text);
  if (pip?.[1] !== undefined) return { kind: 'conflict', packages: pip[1] };
  const uv = /cause: Because ([\s\S]+?),? we can conclude that your\s+requirements are unsatisfiable/.exec(
    text,
  );
  return uv?.[1] === undefined ? undefined : { kind: 'conflict', packages: uv[1].replace(/\s+/g, ' ') };
}

function commandMissing(text: string): Cause | undefined {
  const match =
    /^(\S+: line \d+): (\S+): command not found$/m.exec(text) ?? /^(\S+: \d+): (\S+): not found$/m.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { kind: 'command-missing', command: match[2], at: match[1] };
}
