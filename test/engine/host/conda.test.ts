import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prefixVariables } from '../../../server/build/host/variables';
import type { PinOptions } from '../../../server/build/types';
import type { ArtifactSummary, EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import type { ChannelServer } from '../../support/conda-channel';
import { channelFolder, serveChannel } from '../../support/conda-channel';
import type { HostWorld } from '../../support/engine-host';
import { checkoutOf, hostWorld, planFor, repository } from '../../support/engine-host';

const login = 'reader:swordfish';

interface Tried {
  readonly events: readonly EventBody[];
  readonly artifact?: ArtifactSummary;
  readonly error?: AppError;
}

describe('A conda environment made by the host engine', () => {
  let world: HostWorld;
  let channel: ChannelServer;

  before(async function () {
    this.timeout(120_000);
    world = await hostWorld();
    channel = await serveChannel(await channelFolder(), { login });
    world.env['CONDA_CHANNEL_ALIAS'] = channel.url.replace('//', `//${login}@`);
  });
  after(async function () {
    this.timeout(60_000);
    await channel.close();
    world.remove();
  });

  /** Pins and builds a repository, without the build service around it. */
  async function build(
    files: Readonly<Record<string, string>>,
    { bare = false, ...options }: Partial<PinOptions> & { readonly bare?: boolean } = {},
  ): Promise<Tried> {
    const dir = repository(files);
    const events: EventBody[] = [];
    const emit = (event: EventBody): void => void events.push(event);
    const signal = new AbortController().signal;
    const checkout = checkoutOf(dir, 'commit-1');
    try {
      const full = planFor(dir);
      // What fails before Jupyter is needed need not wait for it.
      const plan = { ...full, steps: full.steps.filter(({ op }) => !bare || op !== 'install-jupyter') };
      const pinned = await world.engine.pin(plan, checkout, { refresh: false, ...options }, emit, signal);
      return { events, artifact: await world.engine.build(pinned, checkout, emit, signal) };
    } catch (error) {
      if (!AppError.is(error)) throw error;
      return { events, error };
    }
  }

  /** Folders of attempts at prefixes, whole or not. */
  const attempts = (): readonly string[] => {
    const parent = join(world.root, 'prefixes');
    const keys = existsSync(parent) ? readdirSync(parent) : [];
    return keys.flatMap((key) => readdirSync(join(parent, key))).sort();
  };

  const environment = (...lines: readonly string[]): Readonly<Record<string, string>> => ({
    'environment.yml': ['dependencies:', '  - python=3.11', ...lines.map((line) => `  ${line}`)].join('\n'),
  });

  const outputOf = ({ events }: Tried): string =>
    events.flatMap(({ stream, message = '' }) => (stream === undefined ? [] : [message])).join('\n');

  describe('from an environment.yml', () => {
    let tried: Tried;
    let prefix: string;

    before(async function () {
      this.timeout(300_000);
      tried = await build({
        ...environment(
          '- tidemark=1.0',
          '- lighthouse',
          '- pip:',
          '    - text-unidecode==1.3',
          '    - ./own',
        ),
        'own/pyproject.toml':
          '[project]\nname = "own"\nversion = "7"\n[build-system]\nrequires = ["setuptools"]\n',
        'own/own.py': '',
      });
      assert.equal(tried.error, undefined, outputOf(tried));
      prefix = tried.artifact?.location ?? '';
    });

    const python = (code: string): string =>
      execFileSync(join(prefix, 'bin', 'python'), ['-c', code], {
        encoding: 'utf8',
        env: { HOME: tmpdir(), PATH: '/usr/bin:/bin' },
      }).trim();

    it('has its Python from the channel, at its own path', () => {
      assert.equal(
        python('import sys; print(sys.prefix == sys.base_prefix, *sys.version_info[:2])'),
        'True 3 11',
      );
      assert.equal(python('import sys; print(sys.prefix)'), prefix);
    });

    it('has the packages of the file: pinned, depended on, and by pip', () => {
      const code =
        'import tidemark, text_unidecode; from importlib.metadata import version as v; print(tidemark.version, v("own"))';
      assert.equal(python(code), '1.0 7');
      assert.deepEqual(readdirSync(join(prefix, 'share', 'lunar')), ['tables.csv']);
    });

    it('has Jupyter from our lock, in the same environment', () => {
      assert.match(python('import jupyterlab; print(jupyterlab.__file__)'), new RegExp(`^${prefix}/`));
    });

    it('keeps the variables that its packages set on activation', () => {
      const { LIGHTHOUSE, CONDA_PREFIX, VIRTUAL_ENV } = prefixVariables(
        { envExtra: [] },
        prefix,
        '/work',
        {},
      );
      assert.deepEqual([LIGHTHOUSE, CONDA_PREFIX, VIRTUAL_ENV], ['lit', prefix, undefined]);
    });

    it('says nowhere how the channel is entered', () => {
      assert.doesNotMatch(JSON.stringify(tried.events), /swordfish/);
      const grep = ['-rlsE', 'swordfish', world.root];
      assert.throws(() => execFileSync('grep', grep), { status: 1 });
    });

    it('gives a script that calls conda the sentence why it is not there', () => {
      const { PATH } = prefixVariables({ envExtra: [] }, prefix, '/work', { PATH: '/usr/bin:/bin' });
      const call = (): unknown =>
        execFileSync('/bin/sh', ['-c', 'conda install x'], { env: { PATH }, stdio: 'pipe' });
      assert.throws(call, /conda: environments of the host engine have no conda/);
    });
  });

  const failures: readonly {
    readonly what: string;
    readonly lines: readonly string[];
    readonly says: RegExp;
  }[] = [
    {
      what: 'a package that no channel has',
      lines: ['- no-such-harbour'],
      says: /nothing provides requested no-such-harbour$/m,
    },
    {
      what: 'two packages that cannot be together',
      lines: ['- harbour', '- estuary'],
      says: /these cannot be installed together: harbour and estuary$/m,
    },
    {
      what: 'another Python than the environment has',
      lines: ['- python<3.11'],
      says: /nothing provides requested python<3\.11$/m,
    },
  ];

  for (const { what, lines, says } of failures) {
    it(`fails with words that name ${what}, and leaves nothing behind`, async () => {
      const before = attempts();
      const tried = await build(environment(...lines), { bare: true });
      assert.equal(tried.error?.code, 'step-failed', outputOf(tried));
      assert.match(outputOf(tried), says);
      assert.equal(tried.artifact, undefined);
      assert.deepEqual(attempts(), before);
    }).timeout(120_000);
  }

  it('fails with words that name the channel, where it cannot be reached', async () => {
    const alias = world.env['CONDA_CHANNEL_ALIAS'];
    try {
      world.env['CONDA_CHANNEL_ALIAS'] = 'http://127.0.0.1:9';
      const tried = await build(environment('- tidemark'), { bare: true });
      assert.match(outputOf(tried), /the channel http:\/\/127\.0\.0\.1:9\/conda-forge cannot be read/);
      assert.equal(tried.error?.code, 'step-failed');
    } finally {
      world.env['CONDA_CHANNEL_ALIAS'] = alias;
    }
  }).timeout(120_000);

  it('is refused with the toolchain "system", with a sentence that says what to do', async () => {
    const { error } = await build(environment('- tidemark'), { toolchain: 'system' });
    assert.equal(error?.code, 'conda-missing');
    assert.match(error.message, /environment\.yml cannot be honoured with the toolchain "system"/);
  });
});
