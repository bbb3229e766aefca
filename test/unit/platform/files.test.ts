import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeSpace, makePrivateDir, removeTree, writeFileAtomic } from '../../../server/platform/files';

describe('files of the state root', () => {
  let dir: string;
  beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'bindery-files-'))));
  afterEach(() => removeTree(dir));

  it('are replaced as a whole, for us alone, leaving nothing beside them', async () => {
    const path = join(dir, 'record.json');
    await writeFileAtomic(path, 'old');
    await writeFileAtomic(path, 'new');
    assert.equal(await readFile(path, 'utf8'), 'new');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(dir), ['record.json']);
  });

  it('are in folders for us alone', async () => {
    await makePrivateDir(join(dir, 'a', 'b'));
    assert.equal((await stat(join(dir, 'a'))).mode & 0o777, 0o700);
  });

  it('are removed also from read-only folders, and links are not followed', async () => {
    const [outside, tree] = [join(dir, 'outside'), join(dir, 'tree')];
    await mkdir(join(tree, 'inner'), { recursive: true });
    await mkdir(outside);
    await writeFile(join(outside, 'kept'), '');
    await writeFile(join(tree, 'inner', 'file'), '');
    await symlink(outside, join(tree, 'inner', 'link'));
    await chmod(join(tree, 'inner'), 0o500);
    await chmod(tree, 0o500);
    await removeTree(tree);
    assert.deepEqual(await readdir(dir), ['outside']);
    assert.deepEqual(await readdir(outside), ['kept']);
    await removeTree(join(dir, 'never-was'));
  });

  it('have room, told in bytes', async () => {
    assert.ok((await freeSpace(dir)) > 1024);
  });
});
