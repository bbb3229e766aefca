import type { CondaSettings } from './settings';
import { channelUrls, channelWithoutCredentials } from './settings';

/** By which the conda client inside a build uses the channels of this machine: JSON, in no layer. */
export interface CondaInstallerSettings {
  /** Of the build's context: everything but credentials. */
  readonly open: string;
  /** The same with credentials; absent where no URL has any. It reaches steps by a secret mount alone. */
  readonly secret?: string;
  /** What is secret in the URLs: `name:password` pairs and tokens. */
  readonly credentials: readonly string[];
}

/** Name of the secret of the steps that install conda packages. */
export const condaSecret = 'conda';

/** A file of authorities means nothing inside an image: those come by BINDERY_EXTRA_CA. */
export function condaInstallerSettings(settings: CondaSettings): CondaInstallerSettings {
  const portable: CondaSettings = {
    ...settings,
    sslVerify: settings.sslVerify !== false,
    // The builder is given its proxies as build arguments.
    proxies: {},
  };
  const whole = settingsJson(portable);
  const open = settingsJson(mapUrls(portable, channelWithoutCredentials));
  return {
    open,
    ...(open === whole ? {} : { secret: whole }),
    credentials: credentialsOf(portable),
  };
}

/** What the client reads with `--settings`. */
export function settingsJson(settings: CondaSettings): string {
  return `${JSON.stringify(settings, undefined, 1)}\n`;
}

function mapUrls(settings: CondaSettings, change: (url: string) => string): CondaSettings {
  const all = (urls: readonly string[]): readonly string[] => urls.map(change);
  const values = <T>(record: Readonly<Record<string, T>>, one: (value: T) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, one(value)]));
  const { channelAlias, defaultChannels } = settings;
  return {
    ...settings,
    channels: all(settings.channels),
    customChannels: values(settings.customChannels, change),
    customMultichannels: values(settings.customMultichannels, all),
    ...(channelAlias === undefined ? {} : { channelAlias: change(channelAlias) }),
    ...(defaultChannels === undefined ? {} : { defaultChannels: all(defaultChannels) }),
  };
}

function credentialsOf(settings: CondaSettings): readonly string[] {
  const found = new Set<string>();
  mapUrls(settings, (url) => {
    const pair = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)@/i.exec(url)?.[1];
    const token = /\/t\/([^/]+)/.exec(url)?.[1];
    for (const secret of [pair, token]) if (secret !== undefined) found.add(secret);
    return url;
  });
  return [...found];
}

/** The channels as part of an environment's identity. */
export function channelIdentity(settings: CondaSettings): readonly string[] {
  return channelUrls(settings).map(channelWithoutCredentials);
}
