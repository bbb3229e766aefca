import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parse } from 'yaml';

/** What conda on this machine is configured to do, as far as it concerns where packages come from. */
export interface CondaSettings {
  /** Names or URLs, first before last; `conda-forge` where nothing else is configured. May hold credentials. */
  readonly channels: readonly string[];
  /** What a channel's name is put behind. */
  readonly channelAlias?: string;
  /** By name of a channel: what the name is put behind instead of the alias. */
  readonly customChannels: Readonly<Record<string, string>>;
  readonly customMultichannels: Readonly<Record<string, readonly string[]>>;
  /** What `defaults` stands for, where an environment.yml names it. */
  readonly defaultChannels?: readonly string[];
  readonly channelPriority: 'strict' | 'flexible' | 'disabled';
  /** False: certificates are not checked. Text: the file of authorities to check them with. */
  readonly sslVerify: boolean | string;
  /** By scheme. */
  readonly proxies: Readonly<Record<string, string>>;
}

/** Where conda would be running. */
export interface CondaContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** The one public place that names stand for. A mirror is configured as for conda itself: by `channel_alias`. */
const publicAlias = 'https://conda.anaconda.org';

/**
 * Reads conda's configuration in conda's order: the machine's files, the user's, the active environment's, the one that
 * CONDARC names, then CONDA_* variables. Files that are missing or that cannot be read count as empty.
 *
 * Of the configured channels `defaults` is left out: it is what an unconfigured conda lists, while the managed toolchain
 * is conda-forge, as on Binder. An environment.yml that names it gets it.
 */
export async function readCondaSettings(context: CondaContext): Promise<CondaSettings> {
  const merged: Merged = {};
  for (const file of await configFiles(context)) merge(merged, await readConfig(file, context.env));
  merge(merged, fromVariables(context.env));
  return toSettings(merged);
}

type Merged = Record<string, unknown>;

async function configFiles({ env, home }: CondaContext): Promise<readonly string[]> {
  const config = env['XDG_CONFIG_HOME'] ?? posix.join(home, '.config');
  const folders = ['/etc/conda', env['CONDA_ROOT'], posix.join(config, 'conda'), posix.join(home, '.conda')];
  const perFolder = await Promise.all(
    folders.filter((folder) => folder !== undefined).map((folder) => filesIn(folder)),
  );
  const prefix = env['CONDA_PREFIX'];
  const last = [prefix === undefined ? undefined : posix.join(prefix, '.condarc'), env['CONDARC']];
  return [...perFolder.flat(), posix.join(home, '.condarc'), ...last].filter((file) => file !== undefined);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const parts = await readdir(join(folder, 'condarc.d')).catch((): string[] => []);
  const pieces = parts.filter((name) => /\.ya?ml$/.test(name)).sort();
  return [
    join(folder, '.condarc'),
    join(folder, 'condarc'),
    ...pieces.map((name) => join(folder, 'condarc.d', name)),
  ];
}

async function readConfig(file: string, env: CondaContext['env']): Promise<Merged> {
  try {
    const text = await readFile(file, 'utf8');
    // conda expands variables in these files, which is how passwords are kept out of them.
    const expanded = text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
      return env[braced ?? bare ?? ''] ?? whole;
    });
    const content: unknown = parse(expanded, { maxAliasCount: 0 });
    return typeof content === 'object' && content !== null ? (content as Merged) : {};
  } catch {
    return {};
  }
}

/** The variables that conda reads for what is used here; lists are separated by commas. */
function fromVariables(env: CondaContext['env']): Merged {
  const list = (name: string): readonly string[] | undefined =>
    env[name]
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const all = {
    channels: list('CONDA_CHANNELS'),
    default_channels: list('CONDA_DEFAULT_CHANNELS'),
    channel_alias: env['CONDA_CHANNEL_ALIAS'],
    channel_priority: env['CONDA_CHANNEL_PRIORITY'],
    ssl_verify: env['CONDA_SSL_VERIFY'],
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''));
}

/** Lists of a stronger place come first and keep what was there; maps are joined; other values are replaced. */
function merge(into: Merged, stronger: Merged): void {
  for (const [key, value] of Object.entries(stronger)) {
    const old = into[key];
    if (Array.isArray(value) && Array.isArray(old))
      into[key] = [...(value as unknown[]), ...(old as unknown[])];
    else if (isMap(value) && isMap(old)) into[key] = { ...old, ...value };
    else if (value !== null) into[key] = value;
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toSettings(merged: Merged): CondaSettings {
  const channels = [...new Set(texts(merged['channels']))].filter((name) => name !== 'defaults');
  const alias = merged['channel_alias'];
  const defaults = texts(merged['default_channels']);
  return {
    channels: channels.length === 0 ? ['conda-forge'] : channels,
    ...(typeof alias === 'string' ? { channelAlias: alias.replace(/\/+$/, '') } : {}),
    customChannels: textMap(merged['custom_channels']),
    customMultichannels: listMap(merged['custom_multichannels']),
    ...(defaults.length === 0 ? {} : { defaultChannels: defaults }),
    channelPriority: priority(merged['channel_priority']),
    sslVerify: verify(merged['ssl_verify']),
    proxies: textMap(merged['proxy_servers']),
  };
}

function texts(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string' && one !== '');
}

function textMap(value: unknown): Readonly<Record<string, string>> {
  if (!isMap(value)) return {};
  const pairs = Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return Object.fromEntries(pairs);
}

function listMap(value: unknown): Readonly<Record<string, readonly string[]>> {
  if (!isMap(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, members]) => [name, texts(members)]));
}

/** conda's default, and that of the mamba in Binder's images, is `flexible`; older files say true or false. */
function priority(value: unknown): CondaSettings['channelPriority'] {
  if (value === 'strict') return 'strict';
  return value === 'disabled' || value === false ? 'disabled' : 'flexible';
}

function verify(value: unknown): boolean | string {
  if (value === false || value === 'false' || value === 'False' || value === '0') return false;
  const isFile = typeof value === 'string' && !/^(true|1|truststore|<truststore>)$/i.test(value);
  return isFile ? value : true;
}

/** The configured channels as URLs, in order, by conda's rules for names. May hold credentials. */
export function channelUrls(settings: CondaSettings): readonly string[] {
  return [...new Set(settings.channels.flatMap((name) => urlsOf(name, settings)))];
}

function urlsOf(name: string, settings: CondaSettings): readonly string[] {
  const members = settings.customMultichannels[name];
  if (members !== undefined)
    return members.filter((member) => member !== name).flatMap((one) => urlsOf(one, settings));
  if (/^[a-z][a-z0-9+]*:\/\//i.test(name)) return [name.replace(/\/+$/, '')];
  if (name.startsWith('/')) return [`file://${name}`];
  const custom = Object.keys(settings.customChannels)
    .filter((own) => name === own || name.startsWith(`${own}/`))
    .sort((a, b) => b.length - a.length)[0];
  const base =
    custom === undefined ? (settings.channelAlias ?? publicAlias) : settings.customChannels[custom];
  return [`${(base ?? '').replace(/\/+$/, '')}/${name}`];
}

/** A channel's URL as it may be shown and hashed: without user name, password and token. */
export function channelWithoutCredentials(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1').replace(/\/t\/[^/]+/, '');
}
