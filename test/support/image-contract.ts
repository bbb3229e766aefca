import { isDeepStrictEqual } from 'node:util';
import type Docker from 'dockerode';
import {
  cleanliness,
  environmentOf,
  exitCodes,
  facts,
  loginPython,
  serverLog,
  signals,
} from './image-probes';

/** What an image is expected to be, where that differs from a repository of the conda family without a start script. */
export interface ContractOptions {
  /** Default jovyan. */
  readonly user?: string;
  /** Uid and gid. Default 1000. */
  readonly uid?: number;
  /** Default /home/jovyan/work, where the repositories of these tests stand. */
  readonly repoDir?: string;
  /** False for nix: no CONDA_DIR and none of its variables, folders of PATH or environments. Default true. */
  readonly conda?: boolean;
  /** KERNEL_PYTHON_PREFIX where it is not the server's own. */
  readonly kernelPrefix?: string;
  /** Variables besides those that every image of the family has; a value of `undefined`: not set. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Folders of PATH between NPM_DIR and those of the base, such as `/usr/lib/rstudio-server/bin`. */
  readonly path?: readonly string[];
  /** Names that `jupyter kernelspec list` must have. Default python3. */
  readonly kernels?: readonly string[];
  /** Modules of the server's Python besides JupyterLab, Notebook, jupyter-resource-usage and nbgitpuller. */
  readonly modules?: readonly string[];
  /** What `which python` says in a login shell. Default: the kernel environment's. */
  readonly loginPython?: string;
  /** Folders that belong to the account besides REPO_DIR and the prefixes, such as /srv/rlibs. */
  readonly owned?: readonly string[];
  /** Labels with their values besides those that every image has. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Start script relative to the repository; it must hand over. */
  readonly start?: string;
}

/** One thing that is not as the contract says. */
export interface Deviation {
  readonly what: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/**
 * Runs containers of an image and compares them with the image contract (contracts/repo2docker.md section 6, design
 * section 6). Empty when the image keeps it: `assert.deepEqual(await contractDeviations(docker, image), [])`. Takes
 * about ten seconds; a container that cannot run at all throws.
 */
export async function contractDeviations(
  docker: Docker,
  image: string,
  options: ContractOptions = {},
): Promise<readonly Deviation[]> {
  const wanted = expectationsOf(options);
  const found = await observe(docker, image, wanted);
  return Object.entries(wanted.values).flatMap(([what, expected]) =>
    isDeepStrictEqual(found[what], expected) ? [] : [{ what, expected, found: found[what] }],
  );
}

/** What to look for, and what the answers must be. */
export interface Expectations {
  readonly home: string;
  readonly repoDir: string;
  readonly uid: number;
  readonly names: readonly string[];
  readonly modules: readonly string[];
  readonly kernels: readonly string[];
  readonly owned: readonly string[];
  readonly labels: readonly string[];
  readonly pathLength: number;
  readonly values: Readonly<Record<string, unknown>>;
}

const serverModules = ['jupyterlab', 'notebook', 'jupyter_resource_usage', 'nbgitpuller'];

function expectationsOf(options: ContractOptions): Expectations {
  const user = options.user ?? 'jovyan';
  const uid = options.uid ?? 1000;
  const home = `/home/${user}`;
  const repoDir = options.repoDir ?? '/home/jovyan/work';
  const paths = pathsOf(options, home, repoDir);
  const labels = { 'repo2docker.repo': 'local', 'repo2docker.ref': 'None', ...options.labels };
  const environment = environmentWanted(options, { user, uid, home, repoDir });
  const kernels = options.kernels ?? ['python3'];
  const prefixes = options.conda === false ? [] : [nbPrefix, options.kernelPrefix ?? nbPrefix];
  const owned = [...new Set([repoDir, ...prefixes, ...(options.owned ?? [])])];
  return {
    home,
    repoDir,
    uid,
    kernels,
    owned,
    modules: [...serverModules, ...(options.modules ?? [])],
    names: Object.keys(environment),
    labels: Object.keys(labels),
    pathLength: paths.length,
    values: {
      account: `${user} ${uid} ${uid}`,
      'working folder': repoDir,
      environment,
      PATH: paths,
      labels,
      'label repo2docker.version': true,
      ...configuration,
      'python of a login shell':
        options.loginPython ??
        `${options.conda === false ? '/usr' : (options.kernelPrefix ?? nbPrefix)}/bin/python`,
      locale: 'LC_ALL=en_US.UTF-8 UTF-8',
      'files of another owner': '',
      'more than 1 MB in': '',
      'kernels that are missing': [],
      'modules that cannot be imported': '',
      'log of the server': ['to standard output', 'to standard error'],
      'exit codes': { command: 7, killed: 137, terminated: 143, 'failing start script': 3 },
      'signals that arrive': ['HUP', 'INT', 'USR1', 'USR2', 'WINCH', 'TERM'],
    },
  };
}

const nbPrefix = '/srv/conda/envs/notebook';

const configuration = {
  'entry point': ['/usr/local/bin/repo2docker-entrypoint'],
  command: ['jupyter', 'notebook', '--ip', '0.0.0.0'],
  'exposed ports': ['8888/tcp'],
};

function pathsOf(options: ContractOptions, home: string, repoDir: string): readonly string[] {
  const kernel = options.kernelPrefix === undefined ? [] : [`${options.kernelPrefix}/bin`];
  const conda = [`${nbPrefix}/bin`, ...kernel, '/srv/conda/bin', '/srv/npm/bin'];
  return [
    `${home}/.local/bin`,
    `${repoDir}/.local/bin`,
    ...(options.conda === false ? [] : conda),
    ...(options.path ?? []),
  ];
}

interface Account {
  readonly user: string;
  readonly uid: number;
  readonly home: string;
  readonly repoDir: string;
}

function environmentWanted(
  options: ContractOptions,
  { user, uid, home, repoDir }: Account,
): Readonly<Record<string, string | undefined>> {
  const locale = 'en_US.UTF-8';
  return {
    LC_ALL: locale,
    LANG: locale,
    LANGUAGE: locale,
    SHELL: '/bin/bash',
    DEBIAN_FRONTEND: 'noninteractive',
    PYTHONUNBUFFERED: '1',
    NB_USER: user,
    NB_UID: String(uid),
    USER: user,
    HOME: home,
    REPO_DIR: repoDir,
    R2D_ENTRYPOINT: options.start === undefined ? undefined : `${repoDir}/${options.start}`,
    ...(options.conda === false ? {} : condaEnvironment(options.kernelPrefix ?? nbPrefix)),
    ...options.environment,
  };
}

function condaEnvironment(kernelPrefix: string): Readonly<Record<string, string>> {
  return {
    APP_BASE: '/srv',
    CONDA_DIR: '/srv/conda',
    NB_PYTHON_PREFIX: nbPrefix,
    KERNEL_PYTHON_PREFIX: kernelPrefix,
    NPM_DIR: '/srv/npm',
    NPM_CONFIG_GLOBALCONFIG: '/srv/npm/npmrc',
    MAMBA_ROOT_PREFIX: '/srv/conda',
    MAMBA_EXE: '/srv/conda/bin/mamba',
    CONDA_PLATFORM: process.arch === 'arm64' ? 'linux-aarch64' : 'linux-64',
    CONDA_DEFAULT_ENV: kernelPrefix,
  };
}

async function observe(
  docker: Docker,
  image: string,
  wanted: Expectations,
): Promise<Readonly<Record<string, unknown>>> {
  const { Config } = await docker.getImage(image).inspect();
  const known = await facts(docker, image, wanted);
  const kernels = known['kernels']?.split(' ') ?? [];
  return {
    account: known['account'],
    'working folder': known['folder'],
    environment: environmentOf(known['environment'] ?? '', wanted.names),
    PATH: (known['path'] ?? '').split(':').slice(0, wanted.pathLength),
    labels: Object.fromEntries(wanted.labels.map((name) => [name, Config.Labels[name]])),
    'label repo2docker.version': (Config.Labels['repo2docker.version'] ?? '') !== '',
    'entry point': Config.Entrypoint,
    command: Config.Cmd,
    'exposed ports': Object.keys(Config.ExposedPorts),
    locale: known['locale'],
    'modules that cannot be imported': known['modules'],
    'kernels that are missing': wanted.kernels.filter((name) => !kernels.includes(name)),
    'python of a login shell': await loginPython(docker, image, wanted.home),
    ...(await cleanliness(docker, image, wanted)),
    'log of the server': await serverLog(docker, image),
    'exit codes': await exitCodes(docker, image),
    'signals that arrive': await signals(docker, image),
  };
}
