import assert from 'node:assert/strict';
import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../../server/platform/files';
import type { Session } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { openStore } from '../../../server/store/open';
import { createRecords } from '../../../server/store/records';

describe('the state root', () => {
  let dir: string;
  const warnings: string[] = [];
  const logger = { warn: (_: unknown, message: string) => void warnings.push(message) };
  beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'bindery-store-'))));
  afterEach(() => removeTree(dir));

  it('keeps records by key, and lists them', async () => {
    const { sessions } = await openStore(join(dir, 'root'));
    const session = { name: 'one', state: 'ready' } as Session;
    await sessions.put('one', session);
    await sessions.put('two', { ...session, name: 'two' });
    assert.deepEqual(await sessions.get('one'), session);
    assert.deepEqual(
      (await sessions.list()).map(({ name }) => name),
      ['one', 'two'],
    );
    await sessions.delete('one');
    assert.equal(await sessions.get('one'), undefined);
    assert.equal(await sessions.get('../one'), undefined);
    await assert.rejects(sessions.put('../one', session));
  });

  it('lets nobody else read', async () => {
    const store = await openStore(join(dir, 'root'));
    await store.sessions.put('one', { name: 'one' } as Session);
    const job = await store.jobs.create({ kind: 'build', buildOnly: false });
    store.jobs.append(job.id, { phase: 'built' });
    await store.jobs.flush(job.id);
    const names = await readdir(store.root, { recursive: true });
    assert.ok(names.includes(join('jobs', job.id, 'events.jsonl')));
    for (const name of ['.', ...names]) {
      const { mode } = await stat(join(store.root, name));
      assert.equal(mode & 0o077, 0, name);
    }
  });

  it('leaves out a record that cannot be read, says so once and leaves it where it is', async () => {
    const store = await openStore(join(dir, 'root'), { logger });
    await store.sessions.put('good', { name: 'good' } as Session);
    const bad = store.path('sessions', 'bad', 'session.json');
    await writeFile(bad, '{"name": "ba');
    assert.equal((await store.sessions.list()).length, 1);
    assert.equal((await store.sessions.list()).length, 1);
    assert.equal(warnings.length, 1);
    await stat(bad);
    await assert.rejects(store.sessions.get('bad'), (error) => AppError.is(error, 'state-corrupt'));
  });

  it('changes a record undisturbed by other changes', async () => {
    const records = createRecords<{ count: number }>({ dir, suffix: '.json' });
    const add = (): Promise<unknown> => records.change('n', (old) => ({ count: (old?.count ?? 0) + 1 }));
    await Promise.all(Array.from({ length: 20 }, add));
    assert.deepEqual(await records.get('n'), { count: 20 });
  });

  it('gives no path outside of it', async () => {
    const store = await openStore(join(dir, 'root'));
    assert.equal(store.path('a', 'b'), join(dir, 'root', 'a', 'b'));
    assert.equal((await stat(join(dir, 'root', 'a'))).isDirectory(), true);
    assert.throws(() => store.path('..', 'b'));
    assert.throws(() => store.path('/etc/passwd'));
  });

  it('is refused when a newer Bindery wrote it, or when its version cannot be read', async () => {
    const root = join(dir, 'root');
    await openStore(root);
    await openStore(root);
    await writeFile(join(root, 'schema.json'), '{"schemaVersion": 99}');
    await assert.rejects(openStore(root), (error) => AppError.is(error, 'state-too-new'));
    await writeFile(join(root, 'schema.json'), 'x');
    await assert.rejects(openStore(root), (error) => AppError.is(error, 'state-corrupt'));
  });
});
