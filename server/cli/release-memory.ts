import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseMemory } from '../build/packages/releases';
import type { PackageReleases } from '../lint/input';
import { makePrivateDir, writeFileAtomic } from '../platform/files';
import type { Env } from '../platform/paths';
import { stateRoot } from '../platform/paths';

/** In milliseconds: how long an answer of a package index is believed. */
const maxAge = 24 * 60 * 60 * 1000;

interface Kept {
  readonly at: number;
  readonly index: string;
  readonly releases: PackageReleases;
}

/** Answers of a package index in the state root: a cache, which may be deleted at any time. `index` tells indexes apart. */
export function releaseMemory(env: Env, index: string, now: () => number = Date.now): ReleaseMemory {
  const folder = join(stateRoot(env), 'index-cache');
  const fileOf = (project: string): string => join(folder, `${encodeURIComponent(project)}.json`);
  return {
    get: async (project) => {
      const text = await readFile(fileOf(project), 'utf8').catch(() => undefined);
      const kept = text === undefined ? undefined : parse(text);
      return kept?.index === index && now() - kept.at < maxAge ? kept.releases : undefined;
    },
    put: async (project, releases) => {
      await makePrivateDir(folder);
      await writeFileAtomic(fileOf(project), JSON.stringify({ at: now(), index, releases } satisfies Kept));
    },
  };
}

function parse(text: string): Kept | undefined {
  try {
    return JSON.parse(text) as Kept;
  } catch {
    return undefined;
  }
}
