import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../../server/http/log';
import { redact } from '../../../server/http/redact';

describe('the redactor', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['http://127.0.0.1:1/lab?token=abc123&x=1', 'http://127.0.0.1:1/lab?token=***&x=1'],
    ['clone https://ada:secret@host.example/r.git', 'clone https://***@host.example/r.git'],
    ['git+ssh://token@host.example/r', 'git+ssh://***@host.example/r'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer ***'],
    ['{"authorization":"token abc"}', '{"authorization":"token ***"}'],
    ['"{\\"authorization\\":\\"Basic abc\\"}"', '"{\\"authorization\\":\\"Basic ***\\"}"'],
    ['ada@host.example wrote https://host.example/a@b', 'ada@host.example wrote https://host.example/a@b'],
    ['the token is in its file', 'the token is in its file'],
  ];
  for (const [text, expected] of cases) {
    it(`turns ${text} into ${expected}`, () => assert.equal(redact(text), expected));
  }
});

describe('the agent’s log', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'bindery-log-'))));
  after(() => rm(folder, { recursive: true, force: true }));

  it('holds no secret that a record brings along', async () => {
    const file = join(folder, 'secrets.log');
    const log = createLog(file);
    log.info({ token: 'abc', session: { token: 'def' }, url: 'http://x/?token=ghi' }, 'jkl https://u:mno@x/');
    log.error({ err: new Error('failed at https://u:pqr@x/') }, 'failed');
    const text = await readFile(file, 'utf8');
    assert.doesNotMatch(text, /abc|def|ghi|mno|pqr/);
    assert.match(text, /jkl/);
  });

  it('is for its owner alone, and is kept below its cap with one predecessor', async () => {
    const file = join(folder, 'capped.log');
    const log = createLog(file, 10_000);
    for (let line = 0; line < 1000; line += 1) log.info({ line }, 'x'.repeat(50));
    const [now, old] = await Promise.all([stat(file), stat(`${file}.1`)]);
    assert.ok(now.size + old.size < 25_000);
    if (process.platform !== 'win32') assert.equal(now.mode & 0o777, 0o600);
    assert.match(await readFile(file, 'utf8'), /"line":999/);
  });
});
