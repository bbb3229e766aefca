import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { readEnvironment } from '../environment/environment';
import type { LintFacts, LintInput, PackageReleases } from '../lint/input';
import { packagesAsked } from '../lint/packages-asked';
import { stateRoot } from '../platform/paths';
import type { Env } from '../platform/paths';
import { gitLines } from '../source/read-git';
import type { Context, Input } from './command';

/** What the linter has to know besides the files: the day, where the repository is at home, what the index has. */
export async function lintFacts(
  target: LintInput,
  dir: string,
  input: Input,
  context: Context,
): Promise<LintFacts> {
  const [remote, tags, releases, modules] = await Promise.all([
    gitLines(dir, ['remote', 'get-url', 'origin'], context),
    gitLines(dir, ['tag', '--list'], context),
    input.flags.has('online') ? releasesAsked(target, context) : undefined,
    modulesBuilt(dir, context.env),
  ]);
  const [url] = remote;
  return {
    today: new Date().toISOString().slice(0, 10),
    ...(url !== undefined && { remote: url }),
    tags,
    ...(releases !== undefined && { releases }),
    ...(modules !== undefined && { modules }),
  };
}

/** Loaded only when the network may be asked. */
async function releasesAsked(
  { view }: LintInput,
  context: Context,
): Promise<Readonly<Record<string, PackageReleases>>> {
  const { askIndex } = await import('./newest-versions');
  return askIndex(packagesAsked(readEnvironment(view)), context);
}

/** What the environment that was last built for this folder says of its modules. The state root is not made for that. */
async function modulesBuilt(dir: string, env: Env): Promise<LintFacts['modules']> {
  const root = stateRoot(env);
  if (!existsSync(join(root, 'schema.json'))) return undefined;
  const { openStore } = await import('../store/open');
  const { builtModules } = await import('../store/built-modules');
  return builtModules(await openStore(root), await realpath(dir));
}
