import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { contextStream } from '../../../server/build/docker/context';
import { repository } from '../../support/engine-host';

const never = new AbortController().signal;

async function digest(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const stream = contextStream({ files: { Dockerfile: 'FROM x\n' }, folders: { repo: folder } }, never);
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function entries(stream: Readable): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const tar = extract();
  const fed = Readable.from(stream).pipe(tar);
  for await (const entry of tar) {
    const { name, type, mode, linkname } = entry.header;
    found[name] = `${type} ${mode.toString(8)}${linkname ? ` ${linkname}` : ''}`;
    entry.resume();
  }
  assert.ok(fed);
  return found;
}

describe('A build context', () => {
  it('has the same bytes for the same content, whatever times and modes the files have', async () => {
    const one = repository({ 'b.txt': 'b', 'a/x.txt': 'x' });
    const two = repository({ 'a/x.txt': 'x', 'b.txt': 'b' });
    utimesSync(join(two, 'b.txt'), 1, 1);
    chmodSync(join(two, 'b.txt'), 0o600);
    assert.equal(await digest(one), await digest(two));
    writeFileSync(join(two, 'b.txt'), 'c');
    assert.notEqual(await digest(one), await digest(two));
  });

  it('keeps links as links and of the modes the executable bit', async () => {
    const folder = repository({ 'a.txt': 'a', run: '#!/bin/sh\n' });
    symlinkSync('../outside', join(folder, 'link'));
    const found = await entries(
      contextStream({ files: { 'settings/x': 'y' }, folders: { repo: folder } }, never),
    );
    assert.deepEqual(found, {
      'settings/x': 'file 664',
      'repo/': 'directory 775',
      'repo/a.txt': 'file 664',
      'repo/link': 'symlink 777 ../outside',
      'repo/run': 'file 775',
    });
  });

  it('can be a folder itself, in which texts stand in for files of the same path', async () => {
    const folder = repository({ 'a.txt': 'a', 'binder/Dockerfile': 'its own, much longer text' });
    const parts = { files: { 'binder/Dockerfile': 'short' }, folders: { '': folder } };
    assert.deepEqual(await entries(contextStream(parts, never)), {
      'binder/Dockerfile': 'file 664',
      'a.txt': 'file 664',
      'binder/': 'directory 775',
    });
    const texts: string[] = [];
    for await (const chunk of contextStream(parts, never)) texts.push((chunk as Buffer).toString('latin1'));
    assert.match(texts.join(''), /short/);
    assert.doesNotMatch(texts.join(''), /much longer/);
  });

  it('fails where a folder cannot be read', async () => {
    const stream = contextStream(
      { files: {}, folders: { repo: join(mkdtempSync(join(tmpdir(), 'x-')), 'no') } },
      never,
    );
    await assert.rejects(async () => {
      for await (const chunk of stream) assert.ok(chunk);
    }, /ENOENT/);
  });
});
