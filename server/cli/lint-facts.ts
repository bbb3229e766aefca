import { homedir } from 'node:os';
import { readEnvironment } from '../environment/environment';
import type { LintFacts, LintInput, PackageReleases } from '../lint/input';
import { packagesAsked } from '../lint/packages-asked';
import type { Context, Input } from './command';
import { gitLines } from './remote-of';

/** What the linter has to know besides the files: the day, where the repository is at home, what the index has. */
export async function lintFacts(
  target: LintInput,
  dir: string,
  input: Input,
  context: Context,
): Promise<LintFacts> {
  const [remote, tags, releases] = await Promise.all([
    gitLines(dir, ['remote', 'get-url', 'origin'], context),
    gitLines(dir, ['tag', '--list'], context),
    input.flags.has('online') ? releasesAsked(target, context) : undefined,
  ]);
  const [url] = remote;
  return {
    today: new Date().toISOString().slice(0, 10),
    ...(url !== undefined && { remote: url }),
    tags,
    ...(releases !== undefined && { releases }),
  };
}

/** Loaded only when the network may be asked. */
async function releasesAsked(
  { view }: LintInput,
  { env, interrupts, output }: Context,
): Promise<Readonly<Record<string, PackageReleases>>> {
  const { readPipSettings, withoutCredentials } = await import('../build/packages/pip-config');
  const { findReleases } = await import('../build/packages/releases');
  const { releaseMemory } = await import('./release-memory');
  const settings = await readPipSettings({ env, home: homedir(), platform: process.platform });
  const index = [settings.indexUrl, ...settings.extraIndexUrls].map(withoutCredentials).join(' ');
  const names = packagesAsked(readEnvironment(view));
  const context = { env, signal: interrupts.first };
  const found = await findReleases(names, settings, context, releaseMemory(env, index));
  const missing = names.filter((name) => found[name] === undefined);
  if (missing.length > 0)
    output.say(`The package index gave no answer for ${missing.length} of ${names.length} packages.`);
  return found;
}
