import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runSuite } from '../../scripts/conformance/report';
import { parseSuite } from '../../scripts/conformance/suite';

const root = path.resolve(__dirname, '../..');
const own = path.join(__dirname, 'cases.json');

/** The measured cases of repo2docker are no part of the project; they are run where they are at hand. */
const measured =
  process.env['BINDERY_CONFORMANCE'] ?? path.join(root, '../shared/conformance/repo2docker.json');

const suite = (file: string): ReturnType<typeof parseSuite> => parseSuite(readFileSync(file, 'utf8'));

describe('conformance', () => {
  it('passes the cases of the project, and tells deliberate differences and unknown tables apart', async () => {
    const { lines, ...counts } = await runSuite(suite(own));
    assert.deepEqual(counts, { passed: 19, failed: 0, deliberate: 1, skipped: 1 }, lines.join('\n'));
    const reason = lines.findIndex((line) => line.startsWith('  apt-whole-token.'));
    assert.equal(lines[reason + 1], '    command-in-apt');
    assert(lines.includes('  unit table no_such_table: 1'));
    assert.equal(lines.at(-1), '19 passed, 0 failed, 1 skipped');
  });

  it('says what differs, key by key', async () => {
    const [plain] = suite(own).cases;
    assert(plain);
    const wrong = [
      { ...plain, name: 'wrong-version', expect: { ...plain.expect, python_version: '3.5', extra: 1 } },
      {
        ...plain,
        name: 'wrong-choice',
        files: { Pipfile: '[' },
        expect: { buildpack: 'conda', config_dir: '', error: { stage: 'plan', kind: 'config-file-syntax' } },
      },
    ];
    const { lines, failed } = await runSuite({ format: 1, fixtures: { today: '2026-11-21' }, cases: wrong });
    assert.equal(failed, 2);
    assert.deepEqual(lines, [
      'FAILED wrong-version',
      '  extra: expected 1, got nothing',
      '  python_version: expected "3.5", got "3.6"',
      'FAILED wrong-choice',
      '  buildpack: expected "conda", got "pipfile"',
      '0 passed, 2 failed',
    ]);
  });

  it('passes every measured case of what is built by now', async function () {
    if (!existsSync(measured)) {
      console.log('      skipped: no measured cases here; name their file with BINDERY_CONFORMANCE');
      this.skip();
    }
    const { failed, passed, lines } = await runSuite(suite(measured));
    assert.equal(failed, 0, lines.join('\n'));
    assert(passed > 0);
    console.log(`      ${lines.at(-1) ?? ''}`);
  });

  describe('the command', function () {
    this.timeout(60_000);
    let folder: string;
    before(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'bindery-conformance-'));
    });
    after(() => rmSync(folder, { recursive: true }));
    const run = (...files: string[]): ReturnType<typeof spawnSync> =>
      spawnSync(process.execPath, ['--import', 'tsx', 'scripts/conformance.ts', ...files], {
        cwd: root,
        encoding: 'utf8',
      });

    it('ends with the counts and exits 0 when nothing failed', () => {
      const { status, stdout } = run(own);
      assert.equal(status, 0);
      assert.match(String(stdout), /19 passed, 0 failed, 1 skipped\n$/);
    });
    it('exits 1 when a case failed, and 2 without a file', () => {
      const { cases } = suite(own);
      const broken = { format: 1, fixtures: { today: '2026-11-21' }, cases: [{ ...cases[0], expect: {} }] };
      const file = path.join(folder, 'broken.json');
      writeFileSync(file, JSON.stringify(broken));
      assert.equal(run(file).status, 1);
      assert.equal(run().status, 2);
    });
  });
});
