import type { PackageRelease, PackageReleases } from '../../lint/input';
import type { HttpContext } from './http-get';
import type { PipSettings } from './pip-config';
import type { IndexFile } from './simple-index';
import { projectFiles } from './simple-index';
import { parseWheelName } from './wheel-name';

/** What was asked before, and for how long it may be believed. */
export interface ReleaseMemory {
  get(project: string): Promise<PackageReleases | undefined>;
  put(project: string, releases: PackageReleases): Promise<void>;
}

/** So many projects are asked for at a time. */
const atOnce = 6;

/**
 * What the configured package index has of each project, by the names given. Projects that could not be asked for are
 * left out: nothing is said of them. @throws Cancelled by way of the signal
 */
export async function findReleases(
  projects: readonly string[],
  settings: PipSettings,
  context: Omit<HttpContext, 'settings'>,
  memory: ReleaseMemory,
): Promise<Readonly<Record<string, PackageReleases>>> {
  const found: Record<string, PackageReleases> = {};
  const waiting = [...projects];
  const worker = async (): Promise<void> => {
    for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
      const releases = await ask(project, settings, context, memory);
      if (releases !== undefined) found[project] = releases;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found;
}

async function ask(
  project: string,
  settings: PipSettings,
  context: Omit<HttpContext, 'settings'>,
  memory: ReleaseMemory,
): Promise<PackageReleases | undefined> {
  const held = await memory.get(project);
  if (held !== undefined) return held;
  try {
    const files = await projectFiles(project, settings, context);
    const releases = { exists: files.length > 0, releases: releasesOf(files) };
    await memory.put(project, releases);
    return releases;
  } catch (error) {
    if (context.signal.aborted) throw error;
    return undefined;
  }
}

/** The releases that a project's files make, in the order in which the index tells them. */
export function releasesOf(files: readonly IndexFile[]): PackageRelease[] {
  const byVersion = new Map<string, IndexFile[]>();
  for (const file of files) {
    const version = parseWheelName(file.name)?.version ?? sourceVersion(file.name);
    if (version !== undefined) byVersion.set(version, [...(byVersion.get(version) ?? []), file]);
  }
  return [...byVersion].map(([version, own]) => {
    const requiresPython = own.find((file) => file.requiresPython !== undefined)?.requiresPython;
    return {
      version,
      yanked: own.every(({ yanked }) => yanked === true),
      ...(requiresPython !== undefined && { requiresPython }),
      wheels: [...new Set(own.flatMap(({ name }) => linuxPythons(name)))].sort(),
      sdist: own.some(({ name }) => sourceVersion(name) !== undefined),
    };
  });
}

/** Version in the name of a source archive: behind the last dash. */
function sourceVersion(name: string): string | undefined {
  return /-([^-]+)\.(?:tar\.gz|zip|tar\.bz2|tgz)$/i.exec(name)?.[1];
}

/** Tags of the Pythons that a wheel is for, where it can be installed on linux-64; `abi3` stands as it is. */
function linuxPythons(name: string): readonly string[] {
  const wheel = parseWheelName(name);
  if (wheel === undefined) return [];
  const fits = wheel.platforms.some((tag) => tag === 'any' || /^(many)?linux.*x86_64$/.test(tag));
  if (!fits) return [];
  return wheel.abis.includes('abi3') ? wheel.pythons.map((tag) => `${tag}-abi3`) : wheel.pythons;
}
