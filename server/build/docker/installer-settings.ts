import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../protocol';
import { installerVariables } from '../packages/installer-variables';
import type { PipSettings } from '../packages/pip-config';

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

/**
 * The shell lines by which uv and pip inside a build use the package indexes of this machine. They are mounted where
 * packages are installed and are in no layer, because index URLs may hold credentials.
 */
export function installerLines(settings: PipSettings): string {
  const remote = { ...settings, findLinks: settings.findLinks.filter((link) => /^https?:\/\//i.test(link)) };
  return Object.entries(installerVariables(remote))
    .filter(([name]) => !ofThisMachine.includes(name))
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
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
