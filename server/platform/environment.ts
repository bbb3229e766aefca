import type { Env } from './paths';

/**
 * Names of variables that child processes may have, by what they are for. A name that ends in `*` stands for all that
 * begin like it. Anything not named here (tokens above all) does not reach a child process.
 */
export const environmentGroups = {
  /** What any program needs to start, to find its home and to write text. */
  system: [
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'SHELL',
    'LANG',
    'LANGUAGE',
    'LC_*',
    'TZ',
    'TMPDIR',
    'TMP',
    'TEMP',
    'LD_LIBRARY_PATH',
    'SystemRoot',
    'SystemDrive',
    'ComSpec',
    'PATHEXT',
    'USERPROFILE',
    'APPDATA',
    'LOCALAPPDATA',
    'ProgramData',
    'ProgramFiles',
  ],
  /** The way to the network, in both spellings that programs look for. */
  proxy: [
    'http_proxy',
    'https_proxy',
    'ftp_proxy',
    'all_proxy',
    'no_proxy',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'FTP_PROXY',
    'ALL_PROXY',
    'NO_PROXY',
  ],
  /** Which certificates are trusted: OpenSSL, requests, curl, git, Node, pip, conda. */
  certificates: [
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
    'REQUESTS_CA_BUNDLE',
    'CURL_CA_BUNDLE',
    'GIT_SSL_CAINFO',
    'GIT_SSL_CAPATH',
    'NODE_EXTRA_CA_CERTS',
    'PIP_CERT',
    'UV_SYSTEM_CERTS',
    'UV_NATIVE_TLS',
    'CONDA_SSL_VERIFY',
  ],
  /** Settings of the installers: index, mirrors, caches, timeouts. */
  installers: ['PIP_*', 'UV_*'],
  /** The agent that signs for ssh, and where a credential helper finds the desktop's key ring. */
  credentials: ['SSH_AUTH_SOCK', 'SSH_AGENT_PID', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR'],
  /** Where programs keep the user's settings. */
  config: ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME'],
} as const satisfies Record<string, readonly string[]>;

export type EnvironmentGroup = keyof typeof environmentGroups;

/** Names that are secrets even where a group's pattern covers them (`UV_PUBLISH_TOKEN`). */
const secret = /TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIAL/i;

/**
 * The environment of a child process: of `base` only what the groups in `allow` name, then `extra`, whose `undefined`
 * takes a variable away.
 */
export function childEnvironment(
  base: Env,
  allow: readonly EnvironmentGroup[],
  extra: Env = {},
): Record<string, string> {
  const names = allow.flatMap((group): readonly string[] => environmentGroups[group]);
  const kept = Object.entries(base).filter(([name]) => names.some((pattern) => covers(pattern, name)));
  const merged = { ...Object.fromEntries(kept), ...extra };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function covers(pattern: string, name: string): boolean {
  if (!pattern.endsWith('*')) return sameName(pattern, name);
  return name.startsWith(pattern.slice(0, -1)) && !secret.test(name);
}

/** Windows spells `Path` as it likes. */
function sameName(a: string, b: string): boolean {
  return process.platform === 'win32' ? a.toLowerCase() === b.toLowerCase() : a === b;
}
