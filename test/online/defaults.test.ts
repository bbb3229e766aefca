import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JobEvent } from '../../server/protocol';
import { repositoryRoot } from '../support/parts';

const run = promisify(execFile);
const bindery = join(repositoryRoot, 'dist', 'bindery.js');

/** Skips, and says why, on other platforms than these. */
function needs(context: Mocha.Context, platforms: readonly NodeJS.Platform[], why: string): void {
  if (platforms.includes(process.platform)) return;
  console.log(`      skipped on ${process.platform}: ${why}`);
  context.skip();
}

/** A Python that this machine's own is not: whoever gets it has fetched it. */
const askedFor = '3.13';

describe('what users get by default, over the public network', function () {
  this.timeout(30 * 60_000);
  let folder: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'bo-')));
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  const environment = (): NodeJS.ProcessEnv => ({ ...process.env, BINDERY_HOME: join(folder, 'state') });

  /** The events of a build; its last one is `built`. */
  const build = async (...args: string[]): Promise<readonly JobEvent[]> => {
    const { stdout } = await run(process.execPath, [bindery, 'build', ...args, '--json'], {
      env: environment(),
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JobEvent);
  };

  it('is the exact Python that a repository asks for, on the host engine', async function () {
    needs(this, ['linux', 'darwin'], 'the host engine is not for Windows yet');
    const example = join(folder, 'example');
    await cp(join(repositoryRoot, 'examples', 'requirements'), example, { recursive: true });
    await writeFile(join(example, 'runtime.txt'), `python-${askedFor}\n`);
    const [python] =
      (await build(example, '--engine', 'host', '--toolchain', 'managed')).at(-1)?.artifact?.toolchains ?? [];
    assert.equal(python?.kind, 'managed');
    assert.ok(python.resolved?.startsWith(`${askedFor}.`), python.resolved);
  });

  it('is the plan of a repository on GitHub', async () => {
    const repo = 'gh/binder-examples/requirements/HEAD';
    const { stdout } = await run(process.execPath, [bindery, 'plan', repo, '--json'], { env: environment() });
    assert.equal((JSON.parse(stdout) as { buildpack: string }).buildpack, 'python');
  });

  it('is a build of that repository, at the commit its branch points to', async function () {
    needs(this, ['linux', 'darwin'], 'the host engine is not for Windows yet');
    const events = await build('gh/binder-examples/requirements/HEAD', '--engine', 'host', '--trust');
    const resolved = events.find((event) => event.resolvedRef !== undefined)?.resolvedRef;
    assert.match(resolved ?? '', /^[0-9a-f]{40}$/);
    assert.equal(events.at(-1)?.phase, 'built');
  });

  it('is an image on the public base, where an engine answers', async function () {
    needs(this, ['linux'], 'hosted machines of other platforms have no engine');
    const events = await build(join(repositoryRoot, 'examples', 'requirements'), '--engine', 'docker');
    const { artifact } = events.at(-1) ?? {};
    assert.equal(artifact?.kind, 'image');
    assert.equal(artifact.toolchains[0]?.kind, 'managed');
  });
});
