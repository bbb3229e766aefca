import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../server/protocol';
import { writeChanges } from '../../../server/source/write-changes';

describe('writing changes into a folder', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'write-'));
    writeFileSync(join(root, 'a.txt'), 'old');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const old = (path: string): Uint8Array | undefined => (path === 'a.txt' ? Buffer.from('old') : undefined);
  const refuses = (path: string, before = old): Promise<void> =>
    assert.rejects(writeChanges(root, [{ path, text: 'new' }], before), (error) =>
      AppError.is(error, 'file-not-written'),
    );

  it('replaces, makes and removes files, and keeps their modes', async () => {
    chmodSync(join(root, 'a.txt'), 0o755);
    await writeChanges(
      root,
      [
        { path: 'a.txt', text: 'new' },
        { path: 'sub/b', text: 'b', executable: true },
      ],
      old,
    );
    assert.equal(readFileSync(join(root, 'a.txt'), 'utf8'), 'new');
    assert.equal(statSync(join(root, 'a.txt')).mode & 0o777, 0o755);
    assert.equal(statSync(join(root, 'sub/b')).mode & 0o777, 0o755);
    await writeChanges(root, [{ path: 'a.txt' }], () => Buffer.from('new'));
    assert.ok(!existsSync(join(root, 'a.txt')));
  });

  it('removes folders that it empties, and no others', async () => {
    mkdirSync(join(root, 'one/two'), { recursive: true });
    writeFileSync(join(root, 'one/two/file'), 'old');
    writeFileSync(join(root, 'one/kept'), '');
    await writeChanges(root, [{ path: 'one/two/file' }], () => Buffer.from('old'));
    assert.ok(!existsSync(join(root, 'one/two')));
    assert.ok(existsSync(join(root, 'one/kept')));
  });

  it('writes nothing where one of the files was changed meanwhile', async () => {
    writeFileSync(join(root, 'a.txt'), 'somebody else');
    await assert.rejects(
      writeChanges(
        root,
        [
          { path: 'b.txt', text: 'b' },
          { path: 'a.txt', text: 'new' },
        ],
        old,
      ),
      /changed meanwhile/,
    );
    assert.ok(!existsSync(join(root, 'b.txt')));
  });

  it('refuses links, and what leads out of the folder', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    try {
      symlinkSync(join(root, 'a.txt'), join(root, 'link'));
      symlinkSync(outside, join(root, 'out'));
      mkdirSync(join(root, 'in'));
      await refuses('link');
      await refuses('out/file');
      await refuses('../file');
      assert.deepEqual(existsSync(join(outside, 'file')), false);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it('refuses to make a file that is there by now', async () => {
    writeFileSync(join(root, 'b.txt'), 'there');
    await refuses('b.txt');
  });
});
