import { availableParallelism } from 'node:os';
import { defaultLimitMinutes } from '../build/bounds';
import { defaultFactDays } from '../store/options';
import { publicFactAddresses } from '../source/facts';
import type { FactAddresses } from '../source/facts';
import { AppError } from '../protocol';
import { isImageReference } from '../spec/image-reference';

/** An environment variable that changes what Bindery does. */
export interface Setting {
  readonly name: string;
  /** What holds when it is not set, in words. */
  readonly fallback: string;
  readonly meaning: string;
}

/** Every setting there is, in one table: the README prints it. */
export const settings = [
  {
    name: 'BINDERY_HOME',
    fallback: 'the platform’s state folder, for example ~/.local/state/bindery',
    meaning: 'folder in which everything is kept: jobs, sessions, environments, caches',
  },
  {
    name: 'BINDERY_BASE_IMAGE',
    fallback: 'docker.io/library/buildpack-deps:24.04, as Binder has it',
    meaning: 'image that the docker engine builds upon',
  },
  {
    name: 'BINDERY_TOOLCHAIN',
    fallback: 'managed where it can be had, else system with a warning',
    meaning: 'where Python comes from: managed or system; --toolchain says it for one command',
  },
  {
    name: 'BINDERY_UV',
    fallback: 'fetched from the package index that pip is configured for',
    meaning: 'path of the uv to install with',
  },
  {
    name: 'BINDERY_EXTRA_CA',
    fallback: 'none',
    meaning: 'file with certificate authorities that builds in images trust besides the public ones',
  },
  {
    name: 'BINDERY_REGISTRY',
    fallback: 'none',
    meaning:
      'registry in which images are looked up before they are built, and to which --push puts them, for example registry.example:5000/lab; the docker command’s login is used',
  },
  {
    name: 'CONTAINER_ENGINE_REGISTRY_CREDENTIALS',
    fallback: 'what docker login left, credential helpers included',
    meaning:
      'login at that registry instead, as repo2docker reads it: JSON with registry, username, password',
  },
  {
    name: 'BINDERY_BUILD_SSH',
    fallback: 'off',
    meaning: 'set to anything: builds from a Dockerfile may use this machine’s ssh agent where they mount it',
  },
  {
    name: 'BINDERY_CRAN',
    fallback: 'the snapshot of CRAN that the repository asks for',
    meaning:
      'address of the CRAN mirror that builds in images install from; {date} and {codename} in it are filled in',
  },
  {
    name: 'BINDERY_JULIA_VERSIONS_URL',
    fallback: publicFactAddresses.juliaVersions,
    meaning: 'list of the released versions of Julia, for a mirror',
  },
  {
    name: 'BINDERY_GITHUB_URL',
    fallback: 'https://github.com',
    meaning: 'where gh/owner/repository is fetched from, for a mirror',
  },
  {
    name: 'BINDERY_GITLAB_URL',
    fallback: 'https://gitlab.com',
    meaning: 'where gl/group/repository is fetched from, for a mirror',
  },
  {
    name: 'BINDERY_START_TIMEOUT',
    fallback: '60',
    meaning: 'seconds in which a session’s server must answer, its start script included',
  },
  {
    name: 'BINDERY_BUILDS_AT_ONCE',
    fallback: 'half the processor cores, 2 at least and 8 at most',
    meaning: 'how many builds run at once; the others wait in a line in which repositories take turns',
  },
  {
    name: 'BINDERY_BUILD_MINUTES',
    fallback: '120',
    meaning: 'minutes after which a build is ended',
  },
  {
    name: 'BINDERY_BUILD_MEMORY_MB',
    fallback: 'none',
    meaning: 'megabytes of memory that all image builds together may use, where the engine can be bounded',
  },
  {
    name: 'BINDERY_BUILD_CPUS',
    fallback: 'none',
    meaning: 'processor cores that all image builds together may use, where the engine can be bounded',
  },
  {
    name: 'BINDERY_FACT_DAYS',
    fallback: '30',
    meaning:
      'days after which what moves is looked up again: what a base image’s tag means, the newest versions',
  },
  {
    name: 'BINDERY_MIN_FREE_MB',
    fallback: '1000',
    meaning: 'megabytes that must be free on the disk before a build begins',
  },
  {
    name: 'BINDERY_DEBUG',
    fallback: 'off',
    meaning: 'set to anything: unexpected errors are shown with their stack',
  },
  {
    name: 'DOCKER_HOST, DOCKER_CONTEXT',
    fallback: 'the docker command’s current context, else the usual sockets',
    meaning: 'where the container engine is',
  },
  {
    name: 'NO_COLOR',
    fallback: 'off',
    meaning: 'set to anything: no colours on the terminal',
  },
] as const satisfies readonly Setting[];

const defaults = { BINDERY_BASE_IMAGE: 'docker.io/library/buildpack-deps:24.04' } as const;

const counts = {
  BINDERY_START_TIMEOUT: 60,
  BINDERY_MIN_FREE_MB: 1000,
  BINDERY_BUILDS_AT_ONCE: Math.min(8, Math.max(2, Math.floor(availableParallelism() / 2))),
  BINDERY_BUILD_MINUTES: defaultLimitMinutes,
  BINDERY_FACT_DAYS: defaultFactDays,
} as const satisfies Record<string, number>;

/** Counts without which nothing is bounded. */
const optionalCounts = ['BINDERY_BUILD_MEMORY_MB', 'BINDERY_BUILD_CPUS'] as const;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * A setting that is a whole number, 1 to 999999.
 * @throws AppError usage
 */
export function readCount(env: Env, name: keyof typeof counts): number {
  return parseCount(env, name) ?? counts[name];
}

/**
 * The same for one that need not be set.
 * @throws AppError usage
 */
export function readOptionalCount(env: Env, name: (typeof optionalCounts)[number]): number | undefined {
  return parseCount(env, name);
}

function parseCount(env: Env, name: string): number | undefined {
  const value = env[name] ?? '';
  if (value === '') return undefined;
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new AppError('usage', {
    command: 'launch',
    detail: `${name} is a whole number from 1 to 999999, not ${value}.`,
  });
}

/**
 * Makes sure that the agent, which reads them, will understand them.
 * @throws AppError usage
 */
export function checkCounts(env: Env): void {
  for (const name of [...Object.keys(counts), ...optionalCounts]) parseCount(env, name);
}

/**
 * The value of a setting that has one even when it is not set.
 * @throws AppError invalid-image-name
 */
export function readSetting(env: Env, name: keyof typeof defaults): string {
  const value = env[name];
  if (value === undefined || value === '') return defaults[name];
  if (!isImageReference(value)) throw new AppError('invalid-image-name', { name: value });
  return value;
}

/** Where facts are asked for. */
export function factAddresses(env: Env): FactAddresses {
  const juliaVersions = env['BINDERY_JULIA_VERSIONS_URL'];
  return juliaVersions === undefined || juliaVersions === '' ? publicFactAddresses : { juliaVersions };
}
