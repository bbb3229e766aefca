import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listTests, runLayer } from '../../../scripts/test/run-layer.mjs';
import type { LayerCounts, LayerRun } from '../../../scripts/test/run-layer.mjs';

describe('running a layer', function () {
  this.timeout(60_000);
  let tree: string;
  let said: string[];
  beforeEach(() => {
    said = [];
    tree = mkdtempSync(join(tmpdir(), 'layer-'));
    mkdirSync(join(tree, 'out'));
  });
  afterEach(() => rmSync(tree, { recursive: true }));

  const described = (source: string, minutes = 1): LayerRun => {
    writeFileSync(join(tree, 'a.test.js'), source);
    const layer = { name: 'made-up', verbose: false, minutes };
    return { layer, files: ['a.test.js'], tree, user: { self: true }, output: join(tree, 'out') };
  };
  const run = (source: string, minutes?: number): Promise<LayerCounts> =>
    runLayer({ ...described(source, minutes), quiet: true, graceSeconds: 1, say: (line) => said.push(line) });

  it('counts what passes, fails and skips itself', async () => {
    const { passed, failed, skipped } = await run(`
      it('is right', () => {});
      it('is wrong', () => { throw new Error('on purpose'); });
      it.skip('is left out', () => {});`);
    assert.deepEqual({ passed, failed, skipped }, { passed: 1, failed: 1, skipped: ['is left out'] });
  });

  it('counts a file that cannot be loaded as a failure', async () => {
    assert.equal((await run('this is no program')).failed, 1);
  });

  it('counts a process that ends in the middle as a failure', async () => {
    const { passed, failed } = await run(`
      it('is right', () => {});
      it('ends everything', () => process.exit(0));`);
    assert.deepEqual({ passed, failed }, { passed: 1, failed: 1 });
  });

  it('ends a layer that does not end, with its children', async () => {
    const pidFile = join(tree, 'pid');
    const { failed } = await run(
      `it('starts a child and waits', function (done) {
        this.timeout(0);
        const child = require('node:child_process').spawn('sleep', ['300']);
        require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
      });`,
      0.02,
    );
    assert.equal(failed, 1);
    assert.equal(isAlive(Number(readFileSync(pidFile, 'utf8'))), false);
  });

  it('finds, names and ends a process that a test left running (Linux)', async function () {
    if (process.platform !== 'linux') this.skip();
    const pidFile = join(tree, 'pid');
    const { passed, failed } = await run(
      `it('leaves a child', () => {
        const child = require('node:child_process').spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
        child.unref();
        require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
      });`,
    );
    assert.deepEqual({ passed, failed }, { passed: 1, failed: 1 });
    assert.match(said.join('\n'), /left running: \d+ sleep 300/);
    assert.equal(isAlive(Number(readFileSync(pidFile, 'utf8'))), false);
  });

  it('gives tests a folder, a state root and an output folder of the run', async () => {
    const seen = join(tree, 'seen');
    await run(`it('looks', () => {
      const { TMPDIR, BINDERY_HOME, BINDERY_TEST_OUTPUT } = process.env;
      require('node:fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify([TMPDIR, BINDERY_HOME, BINDERY_TEST_OUTPUT]));
    });`);
    const [temporary, home, output] = JSON.parse(readFileSync(seen, 'utf8')) as [string, string, string];
    assert.equal(output, join(tree, 'out'));
    assert.notEqual(home, process.env['BINDERY_HOME']);
    assert.equal(existsSync(temporary), false, 'it is removed with the run');
  });

  it('lists tests without running them', async () => {
    const listed = await listTests(described(`it('would fail', () => { throw new Error(); });`));
    assert.equal(listed.passed, 1);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
