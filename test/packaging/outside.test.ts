import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import manifest from '../../package.json';
import { node24, repositoryRoot } from '../support/parts';
import { makePackages, readZip } from './packages';

const run = promisify(execFile);

describe('the packages, outside the repository', function () {
  this.timeout(180_000);
  let folder: string;
  let example: string;
  const commandLines: Record<string, string> = {};

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'outside-')));
    const packages = await makePackages(folder);
    await readZip(packages.vsix, join(folder, 'vsix'));
    commandLines['.vsix'] = join(folder, 'vsix', 'extension', 'dist', 'bindery.js');
    // A real installation; there is nothing to fetch with it.
    const prefix = join(folder, 'npm');
    await run('npm', ['install', '--global', '--offline', '--prefix', prefix, packages.tarball]);
    commandLines['npm tarball'] = join(prefix, 'bin', 'bindery');
    example = join(folder, 'requirements');
    await cp(join(repositoryRoot, 'examples', 'requirements'), example, { recursive: true });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const nodes = [
    ['Node 20', process.execPath],
    ['Node 24', node24],
  ] as const;
  for (const [nodeName, node] of nodes) {
    for (const source of ['.vsix', 'npm tarball']) {
      const bindery = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
        run(node, [commandLines[source] ?? '', ...args], {
          cwd: folder,
          env: { PATH: process.env['PATH'], HOME: folder, BINDERY_HOME: join(folder, 'state') },
        });

      it(`help with its version, from the ${source} on ${nodeName}`, async () => {
        assert.match((await bindery('--help')).stdout, /launch/);
        assert.equal((await bindery('--version')).stdout.trim(), manifest.version);
      });

      it(`plan a repository, from the ${source} on ${nodeName}`, async () => {
        const plan = JSON.parse((await bindery('plan', example, '--json')).stdout) as Record<string, unknown>;
        assert.equal(plan['buildpack'], 'python');
      });

      it(`tell what the machine lacks, from the ${source} on ${nodeName}`, async () => {
        const { stdout } = await bindery('doctor', '--json');
        for (const line of stdout.trim().split('\n')) assert.doesNotThrow(() => JSON.parse(line) as unknown);
      });
    }
  }

  it('load without a part that is missing from the bundle', async () => {
    const { stdout } = await run(node24, [
      '--check',
      join(folder, 'vsix', 'extension', 'dist', 'extension.js'),
    ]);
    assert.equal(stdout, '');
  });
});
