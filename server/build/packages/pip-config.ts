import { readFile } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { parseIni } from './ini';

/**
 * pip's own default index: what every installation uses that was not told otherwise. The only host of a registry that
 * is named in this project; anything else comes from pip's configuration.
 */
const defaultIndex = 'https://pypi.org/simple';

/** What pip on this machine is configured to do, as far as it concerns where packages come from. */
export interface PipSettings {
  /** Base of the simple index, without a slash at its end. May hold credentials. */
  readonly indexUrl: string;
  readonly extraIndexUrls: readonly string[];
  /** Folders, files and URLs that are looked at besides the index. */
  readonly findLinks: readonly string[];
  readonly noIndex: boolean;
  /** Bundle of certificate authorities. */
  readonly cert?: string;
  readonly clientCert?: string;
  /** `host` or `host:port`, whose certificates are not checked. */
  readonly trustedHosts: readonly string[];
  readonly proxy?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly pre: boolean;
  /** Constraint files that hold for every installation. */
  readonly constraints: readonly string[];
}

/** Where pip would be running. */
export interface PipContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Reads pip's configuration as `pip install` would: environment variables before PIP_CONFIG_FILE, before the active
 * virtual environment's, the user's and the machine's files; in each the section `[install]` before `[global]`. Files
 * that do not exist or cannot be read count as empty, as with pip.
 */
export async function readPipSettings(context: PipContext): Promise<PipSettings> {
  const merged = new Map<string, string>();
  for (const file of configFiles(context)) {
    const text = await readFile(file, 'utf8').catch(() => '');
    for (const [key, value] of parseIni(text)) merged.set(normalKey(key), value);
  }
  return toSettings(effective(merged, context.env));
}

/** Files in the order in which pip reads them: later ones win. */
function configFiles(context: PipContext): readonly string[] {
  const { env, platform } = context;
  const named = env['PIP_CONFIG_FILE'];
  if (named === '/dev/null' || named?.toLowerCase() === 'nul') return [];
  const path = platform === 'win32' ? win32 : posix;
  const fileName = platform === 'win32' ? 'pip.ini' : 'pip.conf';
  const venv = env['VIRTUAL_ENV'];
  return [
    ...machineFolders(context).map((folder) => path.join(folder, fileName)),
    path.join(context.home, platform === 'win32' ? 'pip' : '.pip', fileName),
    ...userFolders(context).map((folder) => path.join(folder, fileName)),
    ...(venv === undefined ? [] : [path.join(venv, fileName)]),
    ...(named === undefined ? [] : [named]),
  ];
}

function machineFolders({ env, platform }: PipContext): readonly string[] {
  if (platform === 'win32') return [win32.join(env['PROGRAMDATA'] ?? 'C:\\ProgramData', 'pip')];
  if (platform === 'darwin') return ['/Library/Application Support/pip'];
  const xdg = (env['XDG_CONFIG_DIRS'] ?? '/etc/xdg').split(':').filter((folder) => folder !== '');
  return [...xdg.map((folder) => posix.join(folder, 'pip')), '/etc'];
}

function userFolders({ env, home, platform }: PipContext): readonly string[] {
  if (platform === 'win32') {
    return [win32.join(env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), 'pip')];
  }
  const xdg = posix.join(env['XDG_CONFIG_HOME'] ?? posix.join(home, '.config'), 'pip');
  return platform === 'darwin' ? [xdg, posix.join(home, 'Library/Application Support/pip')] : [xdg];
}

/** `section.Some_Key` and `section.--some-key` are one option to pip. */
function normalKey(key: string): string {
  const dot = key.indexOf('.');
  const option = key
    .slice(dot + 1)
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^--/, '');
  return `${key.slice(0, dot)}.${option}`;
}

/** One value per option, from the strongest place that has one. An empty value unsets, as with pip. */
function effective(
  files: ReadonlyMap<string, string>,
  env: PipContext['env'],
): (option: string) => string | undefined {
  return (option) => {
    const variable = env[`PIP_${option.toUpperCase().replaceAll('-', '_')}`];
    const value = variable ?? files.get(`install.${option}`) ?? files.get(`global.${option}`);
    return value === undefined || value.trim() === '' ? undefined : value.trim();
  };
}

function toSettings(get: (option: string) => string | undefined): PipSettings {
  const list = (option: string): readonly string[] => get(option)?.split(/\s+/) ?? [];
  const flag = (option: string): boolean => /^(y|yes|t|true|on|1)$/i.test(get(option) ?? '');
  const optional = { cert: get('cert'), clientCert: get('client-cert'), proxy: get('proxy') };
  const timeout = Number(get('timeout') ?? get('default-timeout'));
  return {
    indexUrl: (get('index-url') ?? defaultIndex).replace(/\/+$/, ''),
    extraIndexUrls: list('extra-index-url').map((url) => url.replace(/\/+$/, '')),
    findLinks: list('find-links'),
    noIndex: flag('no-index'),
    ...(optional.cert === undefined ? {} : { cert: optional.cert }),
    ...(optional.clientCert === undefined ? {} : { clientCert: optional.clientCert }),
    ...(optional.proxy === undefined ? {} : { proxy: optional.proxy }),
    trustedHosts: list('trusted-host'),
    ...(timeout > 0 ? { timeout } : {}),
    pre: flag('pre'),
    constraints: list('constraint'),
  };
}

/** The URL as it may be shown and hashed: without user name and password. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/i, '$1');
}
