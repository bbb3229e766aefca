import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import {
  extraAuthorities,
  installerSettings,
  proxyArguments,
} from '../../../server/build/docker/installer-settings';
import { runBuild } from '../../../server/build/docker/build';
import { imageLabels } from '../../../server/build/docker/images';
import type { DockerEngine } from '../../../server/build/docker/engine';
import { createDockerEngine } from '../../../server/build/docker/engine';
import { ensureTools } from '../../../server/build/docker/tools-image';
import { jupyterLockId } from '../../../server/build/locks';
import { readPipSettings } from '../../../server/build/packages/pip-config';
import type { PinnedPlan } from '../../../server/build/types';
import { readEnvironment } from '../../../server/environment/environment';
import { entryScriptPath } from '../../../server/launch/entry-script';
import { cacheMount, settingsMount, toolsMount } from '../../../server/plan/dockerfile/mounts';
import { renderDockerfile } from '../../../server/plan/dockerfile/render';
import { binderLayout, planRepository } from '../../../server/plan/plan-repository';
import { imagePlatform } from '../../../server/platform/machine';
import type { Checkout } from '../../../server/protocol';
import { summarize } from '../../../server/source/content-id';
import { copyRepository } from '../../../server/source/copy-repository';
import { diskView } from '../../../server/source/disk-view';
import { openStore } from '../../../server/store/open';
import type { Store } from '../../../server/store/types';
import { testBase } from '../../support/docker-world';
import { docker } from '../docker';
import { inTurns, timed } from '../measure';
import { makeRepository } from '../repository';
import type { BenchContext, Line, Row } from '../row';
import { CannotMeasure } from '../row';

/** Ten packages that notebooks of science ask for, and what they are imported as. */
const packages = [
  ['numpy==1.26.4', 'numpy'],
  ['scipy==1.13.1', 'scipy.stats'],
  ['pandas==2.2.3', 'pandas'],
  ['matplotlib==3.9.2', 'matplotlib.pyplot'],
  ['scikit-learn==1.5.2', 'sklearn.linear_model'],
  ['seaborn==0.13.2', 'seaborn'],
  ['xarray==2024.9.0', 'xarray'],
  ['sympy==1.13.3', 'sympy'],
  ['networkx==3.3', 'networkx'],
  ['statsmodels==0.14.4', 'statsmodels.api'],
] as const;

const goals = { cold: 3, pin: 5 } as const;
/** A run takes minutes. */
const most = 3;
const peerName = 'the same plan with pip, without cache mounts, as repo2docker has it (equal packages)';

/** First build with all caches empty, then a build after one pin changed; each up to a first import of all packages. */
export const coldBuildDocker: Row = {
  name: 'cold-build-docker',
  measure: async (context) => {
    const bench = await prepare(context);
    const n = Math.min(most, context.runs);
    try {
      const cold = await inTurns(
        n,
        turns(bench, () => freshState(bench)),
        false,
      );
      const pin = await inTurns(
        n,
        turns(bench, () => changePin(bench)),
        false,
      );
      return [
        line(
          'first build of ten scientific packages on the docker engine, first import included',
          cold,
          n,
          goals.cold,
        ),
        line('the same after one pin changed', pin, n, goals.pin),
        await sizes(bench),
      ];
    } finally {
      await cleanUp(bench);
    }
  },
};

interface Bench {
  readonly context: BenchContext;
  readonly client: Docker;
  readonly store: Store;
  readonly repository: string;
  /** Images made here, removed at the end. */
  readonly made: Set<string>;
  /** What the run stands on: new for each run that begins with nothing. */
  state: { readonly base: string; readonly trustDomain: string };
  pins: number;
  last: { ours: string; peer: string };
}

async function prepare(context: BenchContext): Promise<Bench> {
  await docker('image', 'inspect', testBase).catch(() => {
    throw new CannotMeasure('there is no Docker engine with the base image: get it with npm run test:setup');
  });
  const repository = await makeRepository(join(context.folder, 'repository'), { files: 5, bytes: 1000 });
  const bench: Bench = {
    context,
    client: new Docker(),
    store: await openStore(join(context.folder, 'state')),
    repository,
    made: new Set(),
    state: { base: testBase, trustDomain: 'bench' },
    pins: 0,
    last: { ours: '', peer: '' },
  };
  await writeRequirements(bench);
  return bench;
}

/** Both sides in turns; `before` comes ahead of each pair, and is not counted. */
function turns(bench: Bench, before: () => Promise<void>): Record<'ours' | 'peer', () => Promise<number>> {
  return {
    ours: async () => {
      await before();
      return timed(async () => {
        bench.last.ours = await buildOurs(bench);
        await firstImport(bench.last.ours);
      });
    },
    peer: async () => {
      const time = await timed(async () => {
        bench.last.peer = await buildPeer(bench);
        await firstImport(bench.last.peer);
      });
      await requireEqual(bench);
      return time;
    },
  };
}

/** A base with content of its own, by which the builder knows its layers, and own package caches: nothing fits. */
async function freshState(bench: Bench): Promise<void> {
  const id = randomBytes(4).toString('hex');
  const base = `bindery-bench/base:${id}`;
  await commitWith(bench, testBase, '/etc/bindery-bench', id, base);
  bench.made.add(base);
  bench.state = { base, trustDomain: `bench-${id}` };
}

/** Another version of one package than in any build before. */
async function changePin(bench: Bench): Promise<void> {
  bench.pins += 1;
  await writeRequirements(bench);
}

const otherPins = ['networkx==3.2.1', 'networkx==3.2', 'networkx==3.1', 'networkx==3.0'];

async function writeRequirements({ repository, pins }: Bench): Promise<void> {
  const changed = pins === 0 ? undefined : otherPins[(pins - 1) % otherPins.length];
  const lines = packages.map(([pin]) => (pin.startsWith('networkx') ? (changed ?? pin) : pin));
  await writeFile(join(repository, 'requirements.txt'), `${lines.join('\n')}\n`);
}

async function buildOurs(bench: Bench): Promise<string> {
  const { pinned, checkout, engine } = await pin(bench);
  const artifact = await engine.build(pinned, checkout, () => undefined, new AbortController().signal);
  const label = `label=${imageLabels.environmentHash}=${artifact.environmentHash}`;
  const images = await docker('image', 'ls', '--filter', label, '--format', '{{.Repository}}:{{.Tag}}');
  for (const image of images.split('\n')) bench.made.add(image);
  return artifact.location;
}

async function pin(bench: Bench): Promise<{ pinned: PinnedPlan; checkout: Checkout; engine: DockerEngine }> {
  const { contentId } = await summarize(bench.repository, new AbortController().signal);
  const checkout: Checkout = { dir: bench.repository, contentId, inPlace: true };
  const plan = planRepository(readEnvironment(diskView(bench.repository)), {
    platform: imagePlatform(),
    base: { kind: 'image', reference: bench.state.base },
    layout: binderLayout({ user: 'jovyan', uid: 1000 }),
    toolchain: 'system',
    jupyterLock: (python) => jupyterLockId(python),
  });
  const engine = createDockerEngine({
    env: environment(),
    home: process.env['HOME'] ?? '/',
    store: bench.store,
    clock: () => new Date(),
    trustDomain: bench.state.trustDomain,
    version: '0.0.0',
    entryScript: entryScriptPath(),
    copyRepository: (from, to, options) => copyRepository(from, to, { ...options, env: process.env }),
  });
  const options = { toolchain: 'system', refresh: false } as const;
  const pinned = await engine.pin(plan, checkout, options, () => undefined, new AbortController().signal);
  return { pinned, checkout, engine };
}

const environment = (): NodeJS.ProcessEnv => ({
  BINDERY_EXTRA_CA: '/usr/local/share/ca-certificates',
  ...process.env,
});

/** What repo2docker's plan does where ours calls uv: pip, without any cache, compiling as it installs. */
const pipScript = `set -eu
umask 002
prefix=$1
shift
[ ! -f ${settingsMount}/installer.sh ] || . ${settingsMount}/installer.sh
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
  export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt PIP_CERT=/etc/ssl/certs/ca-certificates.crt
fi
"$prefix/bin/python" -m pip --version >/dev/null 2>&1 || ${toolsMount}/uv --no-cache pip install --python "$prefix/bin/python" pip
"$prefix/bin/python" -m pip install --no-input --disable-pip-version-check --no-cache-dir "$@"
[ ! -d ${cacheMount} ] || exit 1
`;

async function buildPeer(bench: Bench): Promise<string> {
  const { client, repository, state } = bench;
  const { pinned } = await pin(bench);
  const env = environment();
  const settings = await readPipSettings({
    env,
    home: process.env['HOME'] ?? '/',
    platform: process.platform,
  });
  const authorities = await extraAuthorities(env);
  const tag = `bindery-bench/peer:${randomBytes(4).toString('hex')}`;
  const dockerfile = renderDockerfile(pinned.plan, {
    part: 'all',
    from: state.base,
    tools: { kind: 'image', reference: await peerTools(bench) },
    repoFolder: 'repo',
    settings: true,
    secrets: [],
    authorities: Object.keys(authorities).length > 0,
    labels: {},
  });
  const files: Record<string, string | Uint8Array> = {
    'settings/installer.sh': installerSettings(settings).lines,
  };
  for (const [name, content] of Object.entries(authorities)) files[`authorities/${name}`] = content;
  await runBuild(
    client,
    {
      dockerfile,
      tag,
      platform: pinned.plan.platform,
      proxies: proxyArguments(env),
      context: { files, folders: { repo: repository } },
      total: 1,
      before: 0,
      label: ({ id }) => id,
      offer: { secrets: {} },
    },
    () => undefined,
    new AbortController().signal,
  );
  bench.made.add(tag);
  return tag;
}

/** The tools of our own builds, with the one script replaced. */
async function peerTools(bench: Bench): Promise<string> {
  const entry = await readFile(entryScriptPath(), 'utf8');
  const uv = (): Promise<string> => Promise.reject(new Error('our own build made the tools before'));
  const tools = await ensureTools(bench.client, { entry, uv, platform: imagePlatform() });
  const name = `bindery-bench/tools:${tools.digest.slice(0, 12)}`;
  if (bench.made.has(name)) return name;
  await commitWith(bench, tools.reference, '/pip-install', pipScript, name);
  bench.made.add(name);
  return name;
}

/** The image `from` with one file more, or with another content of it, as the image `name`. */
async function commitWith(
  bench: Bench,
  from: string,
  path: string,
  text: string,
  name: string,
): Promise<void> {
  const file = join(bench.context.folder, 'file');
  await writeFile(file, text, { mode: 0o755 });
  const container = await docker('create', from, 'true');
  await docker('cp', file, `${container}:${path}`);
  await docker('commit', container, name);
  await docker('rm', container);
}

async function firstImport(image: string): Promise<void> {
  const imports = `import ${packages.map(([, module]) => module).join(', ')}, jupyterlab, notebook`;
  await docker('run', '--rm', image, 'python', '-c', imports);
}

/** @throws Error when the two images hold other packages; what only installs (pip, wheel) is left out. */
async function requireEqual({ last }: Bench): Promise<void> {
  const list =
    'import importlib.metadata as m; ' +
    'print(sorted({d.name + "==" + d.version for d in m.distributions()} ))';
  const [ours, peer] = await Promise.all(
    [last.ours, last.peer].map(async (image) =>
      (await docker('run', '--rm', image, 'python', '-c', list)).replace(
        /'(?:pip|setuptools|wheel)==[^']*',? ?/g,
        '',
      ),
    ),
  );
  if (ours !== peer) throw new Error(`the images differ:\n${ours ?? ''}\n---\n${peer ?? ''}`);
}

async function sizes({ last }: Bench): Promise<Line> {
  const size = async (image: string): Promise<number> =>
    Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));
  const [ours, peer] = await Promise.all([size(last.ours), size(last.peer)]);
  return {
    what: 'size of the image of the last build',
    unit: 'bytes',
    ours,
    peer: { name: peerName, time: peer },
    n: 1,
    goal: 'none of its own',
  };
}

function line(what: string, times: Record<'ours' | 'peer', number>, n: number, goal: number): Line {
  return {
    what,
    ours: times.ours,
    peer: { name: peerName, time: times.peer },
    n,
    goal: `at least ${goal} × faster`,
    met: goal * times.ours <= times.peer,
  };
}

async function cleanUp({ made }: Bench): Promise<void> {
  for (const image of [...made].reverse())
    await docker('image', 'rm', '--force', image).catch(() => undefined);
}
