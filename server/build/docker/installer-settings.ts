import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../protocol';
import { installerVariables } from '../packages/installer-variables';
import { secretsMount } from '../../plan/dockerfile/mounts';
import type { PipSettings } from '../packages/pip-config';
import { withoutCredentials } from '../packages/pip-config';

type Env = Readonly<Record<string, string | undefined>>;

/** Settings that name a file of this machine mean nothing inside an image. */
const ofThisMachine = [
  'PIP_CERT',
  'PIP_CLIENT_CERT',
  'SSL_CERT_FILE',
  'SSL_CLIENT_CERT',
  'PIP_CONSTRAINT',
  'UV_CONSTRAINT',
];

/** By which uv and pip inside a build use the package indexes of this machine: shell lines, in no layer. */
export interface InstallerSettings {
  /** Of the build's context: everything but credentials. They read the secret, where it is mounted. */
  readonly lines: string;
  /** The lines that hold credentials; absent where no URL has any. They reach steps by a secret mount alone. */
  readonly secret?: string;
  /** User names with their passwords, as `name:password`, as they stand in the URLs. */
  readonly credentials: readonly string[];
}

/** Name of the secret of the steps that install packages. */
export const installerSecret = 'installer';

export function installerSettings(settings: PipSettings): InstallerSettings {
  const all = shellLines(settings);
  const open = shellLines(withOpenUrls(settings));
  const secret = all.filter((line) => !open.includes(line)).join('');
  const file = `${secretsMount}/${installerSecret}`;
  const read = secret === '' ? '' : `[ ! -f ${file} ] || . ${file}\n`;
  return {
    lines: `${open.join('')}${read}`,
    ...(secret === '' ? {} : { secret }),
    credentials: [...new Set(urlsOf(settings).flatMap(credentialsIn))],
  };
}

function shellLines(settings: PipSettings): readonly string[] {
  const remote = { ...settings, findLinks: settings.findLinks.filter((link) => /^https?:\/\//i.test(link)) };
  return Object.entries(installerVariables(remote))
    .filter(([name]) => !ofThisMachine.includes(name))
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`);
}

function withOpenUrls(settings: PipSettings): PipSettings {
  const { proxy } = settings;
  return {
    ...settings,
    indexUrl: withoutCredentials(settings.indexUrl),
    extraIndexUrls: settings.extraIndexUrls.map(withoutCredentials),
    findLinks: settings.findLinks.map(withoutCredentials),
    ...(proxy === undefined ? {} : { proxy: withoutCredentials(proxy) }),
  };
}

function urlsOf({ indexUrl, extraIndexUrls, findLinks, proxy = '' }: PipSettings): readonly string[] {
  return [indexUrl, ...extraIndexUrls, ...findLinks, proxy];
}

function credentialsIn(url: string): readonly string[] {
  const found = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)@/i.exec(url)?.[1];
  return found === undefined ? [] : [found];
}

const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/** Build arguments that the builder itself knows: they are in no layer. A proxy on loopback is out of a build's reach. */
export function proxyArguments(env: Env): Readonly<Record<string, string>> {
  const given = proxyNames
    .flatMap((name) => [name, name.toLowerCase()])
    .map((name) => [name, env[name]] as const);
  return Object.fromEntries(
    given.filter((pair): pair is readonly [string, string] => {
      const value = pair[1] ?? '';
      return value !== '' && !/\/\/(localhost|127\.|\[::1\])/.test(value);
    }),
  );
}

/**
 * Certificate authorities that BINDERY_EXTRA_CA names, by file name: a file, or the `*.crt` and `*.pem` of a folder.
 * @throws AppError config-file-unreadable
 */
export async function extraAuthorities(env: Env): Promise<Readonly<Record<string, Uint8Array>>> {
  const named = env['BINDERY_EXTRA_CA'] ?? '';
  if (named === '') return {};
  try {
    const isFolder = (await stat(named)).isDirectory();
    const names = isFolder ? (await readdir(named)).filter((name) => /\.(crt|pem)$/.test(name)).sort() : [''];
    const read = async (name: string, index: number): Promise<[string, Uint8Array]> => [
      `bindery-${index}.crt`,
      await readFile(join(named, name)),
    ];
    return Object.fromEntries(await Promise.all(names.map(read)));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'config-file-unreadable',
      { file: `BINDERY_EXTRA_CA=${named}`, detail },
      { cause: error },
    );
  }
}
