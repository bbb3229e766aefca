// npm run lock: writes server/build/locks/jupyter-<X.Y>.json anew from the package index that pip is configured for.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PipSettings } from '../server/build/packages/pip-config';
import { readPipSettings } from '../server/build/packages/pip-config';
import { installerVariables } from '../server/build/packages/installer-variables';
import type { IndexFile } from '../server/build/packages/simple-index';
import { projectFiles } from '../server/build/packages/simple-index';
import { parseWheelName } from '../server/build/packages/wheel-name';
import { ensureUv, thisMachine } from '../server/build/uv';
import type { Leases } from '../server/store/types';

const pythons = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14'];

/** What every session has (contracts/repo2docker.md section 6), and nbgitpuller, which launch links rely on. */
const stack = [
  'pip',
  'jupyterlab>=4,<5',
  'notebook>=7,<8',
  'jupyter_server>=2,<3',
  'jupyterhub>=5,<6',
  'ipykernel',
  'ipywidgets>=8,<9',
  'jupyter-resource-usage>=1,<2',
  'jupyter-offlinenotebook>=0.3',
  'nbgitpuller',
];

const never = new AbortController().signal;
const run = promisify(execFile);

/** Nobody else writes into the temporary folder of this script. */
const noLeases: Leases = {
  tryAcquire: (name) => Promise.resolve({ name, release: () => Promise.resolve() }),
  holder: () => Promise.resolve(undefined),
};

async function main(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'bindery-lock-'));
  try {
    const settings = await readPipSettings({ env: process.env, home: homedir(), platform: process.platform });
    const uv = await ensureUv(
      { cacheDir: dir, leases: noLeases, settings, env: process.env, machine: thisMachine() },
      never,
    );
    const filesOf = rememberedFiles(settings);
    for (const python of pythons) {
      const compiled = await compile(uv, python, dir, settings);
      const requirements = await trim(compiled, python, filesOf);
      const file = join(__dirname, `../server/build/locks/jupyter-${python}.json`);
      await writeFile(file, `${JSON.stringify({ python, requirements }, undefined, 2)}\n`);
      console.log(`${python}: ${requirements.length} packages`);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** One resolution for all platforms, for this Python alone: a marker on every input keeps later Pythons out of it. */
async function compile(uv: string, python: string, dir: string, settings: PipSettings): Promise<string> {
  const input = join(dir, 'stack.in');
  const output = join(dir, 'stack.txt');
  await rm(output, { force: true });
  await writeFile(input, stack.map((line) => `${line} ; ${onlyThis(python)}\n`).join(''));
  const flags = [
    '--universal',
    '--generate-hashes',
    '--no-header',
    '--no-annotate',
    '--no-config',
    '--quiet',
  ];
  await run(uv, ['pip', 'compile', input, '-o', output, '--python-version', python, ...flags], {
    env: {
      ...process.env,
      ...installerVariables(settings),
      UV_CACHE_DIR: join(dir, 'cache'),
      UV_PYTHON_DOWNLOADS: 'never',
    },
  });
  return await readFile(output, 'utf8');
}

function onlyThis(python: string): string {
  return `python_full_version < '3.${Number(python.split('.')[1]) + 1}'`;
}

type FilesOf = (project: string) => Promise<readonly IndexFile[]>;

function rememberedFiles(settings: PipSettings): FilesOf {
  const known = new Map<string, Promise<readonly IndexFile[]>>();
  return (project) => {
    const files = known.get(project) ?? projectFiles(project, settings, { env: process.env, signal: never });
    known.set(project, files);
    return files;
  };
}

/** One line per package, without the marker that `compile` added and without digests of files that never fit. */
async function trim(text: string, python: string, filesOf: FilesOf): Promise<readonly string[]> {
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  const trimmed: string[] = [];
  for (const line of lines.filter((candidate) => candidate.trim() !== '')) {
    const [requirement = '', ...digests] = line.trim().split(/\s+--hash=sha256:/);
    const wanted = await fittingDigests(requirement, python, filesOf);
    const kept = digests.filter((digest) => wanted.has(digest));
    if (kept.length === 0) throw new Error(`no file of ${requirement} fits Python ${python}`);
    trimmed.push(
      [withoutMarker(requirement, python), ...kept.map((digest) => `--hash=sha256:${digest}`)].join(' '),
    );
  }
  return trimmed;
}

function withoutMarker(requirement: string, python: string): string {
  const marker = onlyThis(python);
  return requirement
    .replaceAll(`${marker} and `, '')
    .replaceAll(` and ${marker}`, '')
    .replace(` ; ${marker}`, '');
}

/** Digests of the wheels for this Python on the platforms that Bindery runs on, and of the source where one is needed. */
async function fittingDigests(
  requirement: string,
  python: string,
  filesOf: FilesOf,
): Promise<ReadonlySet<string>> {
  const [project = ''] = requirement.split('==');
  const files = await filesOf(project.toLowerCase().replace(/[-_.]+/g, '-'));
  const universal = new Set<string>();
  const others = new Set<string>();
  for (const file of files) {
    if (file.sha256 === undefined) continue;
    const wheel = parseWheelName(file.name);
    if (wheel === undefined) others.add(file.sha256);
    else if (wheel.platforms.includes('any') && wheel.pythons.includes('py3')) universal.add(file.sha256);
    else if (fitsPython(wheel.pythons, wheel.abis, python) && wheel.platforms.some(fitsPlatform)) {
      others.add(file.sha256);
    }
  }
  const pure = requirementHasUniversal(requirement, files);
  return pure ? universal : new Set([...universal, ...others]);
}

function requirementHasUniversal(requirement: string, files: readonly IndexFile[]): boolean {
  const version = /==([^\s;]+)/.exec(requirement)?.[1];
  return files.some((file) => {
    const wheel = parseWheelName(file.name);
    return wheel?.version === version && wheel?.pythons.includes('py3') && wheel.platforms.includes('any');
  });
}

function fitsPython(tags: readonly string[], abis: readonly string[], python: string): boolean {
  const minor = Number(python.split('.')[1]);
  return tags.some((tag) => {
    if (/^py3\d*$/.test(tag)) return true;
    const built = /^cp3(\d+)$/.exec(tag)?.[1];
    if (built === undefined) return false;
    return abis.includes('abi3')
      ? Number(built) <= minor
      : Number(built) === minor && !abis.includes(`${tag}t`);
  });
}

function fitsPlatform(tag: string): boolean {
  return /^(manylinux.*_(x86_64|aarch64)|macosx_.*_(x86_64|arm64|universal2)|win_amd64)$/.test(tag);
}

void main();
