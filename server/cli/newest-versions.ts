import { homedir } from 'node:os';
import { readPipSettings, withoutCredentials } from '../build/packages/pip-config';
import { findReleases } from '../build/packages/releases';
import { normalName } from '../environment/names/python';
import { newestRelease } from '../lint/releases';
import type { PackageReleases } from '../lint/input';
import type { InstalledPackages } from '../source/installed-packages';
import type { Context } from './command';
import { releaseMemory } from './release-memory';

/**
 * A version for each package, by normalised name: that of the active environment where its Python is the one asked for,
 * else the newest that the package index has for this Python.
 * @throws Cancelled
 */
export async function newestVersions(
  names: readonly string[],
  python: string,
  active: InstalledPackages | undefined,
  offline: boolean,
  context: Context,
): Promise<Readonly<Record<string, string>>> {
  const installed = active?.python === python ? byNormalName(active.packages) : {};
  const missing = names.map(normalName).filter((name) => installed[name] === undefined);
  const found = offline || missing.length === 0 ? {} : await askIndex(missing, context);
  const newest = missing.flatMap((name) => {
    const releases = found[name];
    const version = releases && newestRelease(releases, python);
    return version === undefined ? [] : [[name, version] as const];
  });
  return { ...installed, ...Object.fromEntries(newest) };
}

/** What the package index that pip is configured for has of each, by the names given. */
export async function askIndex(
  names: readonly string[],
  { env, interrupts, output }: Context,
): Promise<Readonly<Record<string, PackageReleases>>> {
  const settings = await readPipSettings({ env, home: homedir(), platform: process.platform });
  const index = [settings.indexUrl, ...settings.extraIndexUrls].map(withoutCredentials).join(' ');
  const asking = { env, signal: interrupts.first };
  const found = await findReleases(names, settings, asking, releaseMemory(env, index));
  const silent = names.filter((name) => found[name] === undefined);
  if (silent.length > 0)
    output.say(`The package index gave no answer for ${silent.length} of ${names.length} packages.`);
  return found;
}

function byNormalName(packages: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(packages).map(([name, version]) => [normalName(name), version]));
}
