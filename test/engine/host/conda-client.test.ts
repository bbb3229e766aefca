import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ensureCondaClient } from '../../../server/build/conda/client';
import { condaScriptName } from '../../../server/build/conda/script';
import { readPipSettings } from '../../../server/build/packages/pip-config';
import { thisMachine } from '../../../server/build/uv';
import { AppError } from '../../../server/protocol';
import { createLeases } from '../../../server/store/leases';
import { channelFolder, serveChannel } from '../../support/conda-channel';
import { temporaryDir } from '../../support/engine-scratch';

/** conda's name of the platform that the tests run on. */
const subdir = process.arch === 'arm64' ? 'linux-aarch64' : 'linux-64';

const never = new AbortController().signal;

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('The conda client', function () {
  this.timeout(120_000);
  let client: string;
  let channels: string;
  let cache: string;

  before(async () => {
    channels = await channelFolder();
    cache = temporaryDir('bindery-conda-cache-');
    client = await fetchClient(temporaryDir('bindery-conda-client-'));
  });

  async function fetchClient(cacheDir: string): Promise<string> {
    const { env } = process;
    const settings = await readPipSettings({ env, home: env['HOME'] ?? '/', platform: process.platform });
    const leases = createLeases(join(cacheDir, 'leases'));
    return await ensureCondaClient({ cacheDir, leases, settings, env, machine: thisMachine() }, never);
  }

  async function run(
    command: string,
    prefix: string,
    args: readonly string[],
    settings: object = {},
  ): Promise<Answer> {
    const file = join(temporaryDir('bindery-conda-settings-'), 'conda.json');
    writeFileSync(file, JSON.stringify({ channelAlias: `file://${channels}`, ...settings }));
    const own = ['--prefix', prefix, '--settings', file, '--cache', cache];
    const all = ['-B', join(client, condaScriptName), command, ...own, ...args];
    const home = temporaryDir('bindery-conda-home-');
    const child = spawn('/usr/bin/python3', all, { env: { PATH: '/usr/bin:/bin', HOME: home } });
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    assert.deepEqual(readdirSync(home), [], 'it wrote into the home folder');
    return { code, out, err };
  }

  const newPrefix = (): string => join(temporaryDir('bindery-conda-prefix-'), 'p');

  /** `name version` of what an environment holds. */
  const packagesOf = (prefix: string): readonly string[] =>
    readdirSync(join(prefix, 'conda-meta'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(prefix, 'conda-meta', name), 'utf8')) as Meta)
      .map(({ name, version }) => `${name} ${version}`)
      .sort();

  interface Meta {
    readonly name: string;
    readonly version: string;
    readonly depends: readonly string[];
  }

  function environmentFile(...lines: readonly string[]): string {
    const file = join(temporaryDir('bindery-conda-file-'), 'environment.yml');
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  }

  it('makes an environment, and updates it in place: what is there stays where it fits', async () => {
    const prefix = newPrefix();
    assert.equal((await run('create', prefix, ['tidemark=1.0', 'python=3.11'])).code, 0);
    assert.deepEqual(packagesOf(prefix), ['lunar-tables 4.2', 'python 3.11.2', 'tidemark 1.0']);
    const list = join(prefix, 'list.txt');
    const file = environmentFile('name: x', 'dependencies: [lighthouse, {pip: [six, "-e ."]}]');
    const { code, out } = await run('update', prefix, ['--file', file, '--pip-list', list]);
    assert.equal(code, 0);
    assert.match(out, /^ {2}\+ lighthouse 0\.5/m);
    assert.doesNotMatch(out, /^ {2}[-~]/m);
    assert.deepEqual(packagesOf(prefix), [
      'lighthouse 0.5',
      'lunar-tables 4.2',
      'python 3.11.2',
      'tidemark 1.0',
    ]);
    assert.equal(readFileSync(list, 'utf8'), 'six\n-e .\n');
  });

  it('keeps the minor version of Python that an environment was made with', async () => {
    const prefix = newPrefix();
    await run('create', prefix, ['python=3.11']);
    const { code, err } = await run('update', prefix, [
      '--file',
      environmentFile('dependencies: ["python>=3.12"]'),
    ]);
    assert.equal(code, 1);
    assert.match(err, /nothing provides requested python>=3\.12$/m);
    assert.equal(
      (await run('update', prefix, ['--file', environmentFile('dependencies: ["python>=3.8"]')])).code,
      0,
    );
  });

  for (const way of ['a folder', 'a server'] as const) {
    it(`installs exactly the packages that addresses of ${way} name, and checks their digests`, async () => {
      const server = await serveChannel(channels);
      try {
        const prefix = newPrefix();
        const place = way === 'a server' ? server.url : `file://${channels}`;
        const path = 'conda-forge/noarch/tidemark-1.1-0.conda';
        const lock = (digest: string): string => environmentFile('@EXPLICIT', `${place}/${path}#${digest}`);
        await run('create', prefix, ['python=3.11']);
        const wrong = await run('explicit', prefix, ['--file', lock('0'.repeat(64))]);
        assert.equal(wrong.code, 1, wrong.out);
        assert.deepEqual(packagesOf(prefix), ['python 3.11.2']);
        const digest = createHash('sha256')
          .update(readFileSync(join(channels, path)))
          .digest('hex');
        const right = await run('explicit', prefix, ['--file', lock(digest)]);
        assert.equal(right.code, 0, right.err);
        assert.deepEqual(packagesOf(prefix), ['python 3.11.2', 'tidemark 1.1']);
        const meta = readFileSync(join(prefix, 'conda-meta', 'tidemark-1.1-0.json'), 'utf8');
        assert.deepEqual((JSON.parse(meta) as Meta).depends, ['python >=3.8', 'lunar-tables']);
      } finally {
        await server.close();
      }
    });
  }

  /** A lock of two packages of the channel and one of the Python index, as each tool writes it. */
  const locks: Readonly<Record<string, (url: string, sha256: string) => readonly string[]>> = {
    pixi: (url, sha256) => [
      'version: 6',
      'environments:',
      '  default:',
      '    packages:',
      `      ${subdir}:`,
      `      - conda: ${url}`,
      '      - pypi: https://files.example.org/six-1.17.0-py2.py3-none-any.whl',
      'packages:',
      `- conda: ${url}`,
      `  sha256: ${sha256}`,
      '- pypi: https://files.example.org/six-1.17.0-py2.py3-none-any.whl',
      '  name: six',
      '  sha256: "00"',
    ],
    'conda-lock': (url, sha256) => [
      'version: 1',
      'package:',
      `- {name: tidemark, version: "1.0", manager: conda, platform: ${subdir}, url: ${url}, hash: {sha256: ${sha256}}}`,
      `- {name: other, version: "1.0", manager: conda, platform: osx-64, url: ${url}.not, hash: {md5: "00"}}`,
      `- {name: six, version: 1.17.0, manager: pip, platform: ${subdir}, url: "https://files.example.org/six-1.17.0-py2.py3-none-any.whl", hash: {sha256: "00"}}`,
    ],
  };

  for (const [format, lines] of Object.entries(locks)) {
    it(`installs what a lock of ${format} says for this platform, from the mirror that is configured`, async () => {
      const prefix = newPrefix();
      await run('create', prefix, ['python=3.11']);
      const path = 'conda-forge/noarch/tidemark-1.0-0.conda';
      const sha256 = createHash('sha256')
        .update(readFileSync(join(channels, path)))
        .digest('hex');
      const file = environmentFile(...lines(`https://conda.anaconda.org/${path}`, sha256));
      const list = join(prefix, 'list.txt');
      const { code, err } = await run('lock', prefix, [
        '--format',
        format,
        '--file',
        file,
        '--pip-list',
        list,
      ]);
      assert.equal(code, 0, err);
      assert.deepEqual(packagesOf(prefix), ['python 3.11.2', 'tidemark 1.0']);
      const six = 'six @ https://files.example.org/six-1.17.0-py2.py3-none-any.whl#sha256=00\n';
      assert.equal(readFileSync(list, 'utf8'), six);
    });
  }

  describe('with several channels', () => {
    /** A second channel that has tidemark 9 only, and nothing that it depends on. */
    const lab = (): string => {
      const folder = join(temporaryDir('bindery-lab-'), 'lab');
      const record = {
        name: 'tidemark',
        version: '9.0',
        build: '0',
        build_number: 0,
        depends: ['not-there'],
        subdir: 'noarch',
        noarch: 'generic',
      };
      for (const [subdir, packages] of [
        ['noarch', { 'tidemark-9.0-0.conda': record }] as const,
        ['linux-64', {}] as const,
      ]) {
        mkdirSync(join(folder, subdir), { recursive: true });
        const repodata = { info: { subdir }, packages: {}, 'packages.conda': packages };
        writeFileSync(join(folder, subdir, 'repodata.json'), JSON.stringify(repodata));
      }
      return folder;
    };

    const cases: readonly {
      readonly what: string;
      readonly lines: (lab: string) => readonly string[];
      readonly settings?: object;
      readonly version?: string;
    }[] = [
      {
        what: 'takes a package from a lower one where the first has none that works, and says so',
        lines: (folder) => [`channels: ["file://${folder}", nodefaults]`, 'dependencies: [tidemark]'],
        version: '2.0',
      },
      {
        what: 'refuses that where the priority is strict',
        lines: (folder) => [`channels: ["file://${folder}"]`, 'dependencies: [tidemark]'],
        settings: { channelPriority: 'strict' },
      },
      {
        what: 'takes what a dependency names its channel for',
        lines: (folder) => [`channels: ["file://${folder}"]`, 'dependencies: ["conda-forge::tidemark=1.1"]'],
        version: '1.1',
      },
    ];

    for (const { what, lines, settings, version } of cases) {
      it(what, async () => {
        const prefix = newPrefix();
        await run('create', prefix, ['python=3.11']);
        const answer = await run('update', prefix, ['--file', environmentFile(...lines(lab()))], settings);
        assert.equal(answer.code, version === undefined ? 1 : 0, answer.err);
        const found = packagesOf(prefix).find((name) => name.startsWith('tidemark'));
        assert.equal(found, version === undefined ? undefined : `tidemark ${version}`);
      });
    }
  });

  it('says in a line what is wrong with the file', async () => {
    const bad: readonly (readonly [string, RegExp])[] = [
      ['dependencies: [', /environment\.yml cannot be read: .*line \d/],
      ['- a list', /environment\.yml is not a mapping/],
      ['dependencies: [{conda: [x]}]', /is neither a package nor a list for pip/],
      ['dependencies: [">=3"]', /the spec '>=3' cannot be read/],
    ];
    for (const [line, sentence] of bad) {
      const { code, err } = await run('update', newPrefix(), ['--file', environmentFile(line)]);
      assert.equal(code, 1);
      assert.match(err, sentence);
    }
  });

  it('does not say the password of a channel that turns it away', async () => {
    const server = await serveChannel(channels, { login: 'ada:right' });
    try {
      const alias = server.url.replace('//', '//ada:wrong-word@');
      const { code, err } = await run('create', newPrefix(), ['tidemark'], { channelAlias: alias });
      assert.equal(code, 1);
      assert.match(err, /cannot be read: .*401/);
      assert.doesNotMatch(err, /wrong-word/);
    } finally {
      await server.close();
    }
  });

  it('is not kept where its wheel is not the one that is pinned', async () => {
    const cacheDir = temporaryDir('bindery-conda-forged-');
    const links = temporaryDir('bindery-conda-links-');
    const name = 'py_rattler-0.28.0-cp310-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl';
    writeFileSync(join(links, name), 'forged');
    const settings = {
      ...(await readPipSettings({ env: { PIP_CONFIG_FILE: '/dev/null' }, home: '/', platform: 'linux' })),
      noIndex: true,
      findLinks: [links],
    };
    const machine = { platform: 'linux', arch: 'x64', glibc: '2.36' } as const;
    const leases = createLeases(join(cacheDir, 'leases'));
    const made = ensureCondaClient({ cacheDir, leases, settings, env: {}, machine }, never);
    await assert.rejects(made, (error) => {
      assert.ok(AppError.is(error, 'conda-client-unavailable'));
      assert.match(error.message, /has the SHA-256/);
      return true;
    });
    assert.deepEqual(
      readdirSync(cacheDir).filter((entry) => existsSync(join(cacheDir, entry, condaScriptName))),
      [],
    );
  });
});
