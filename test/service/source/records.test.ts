import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBody, RepoRef } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { createSource } from '../../../server/source/source';
import type { Source } from '../../../server/source/types';
import { openStore } from '../../../server/store/open';

const signal = new AbortController().signal;

/** A zip file of these names, made by Python: names that lead out too, and a mode where one is given. */
function zipOf(files: Readonly<Record<string, { text: string; mode?: number }>>): Buffer {
  const script = `
import io, json, sys, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, "w") as archive:
    for name, file in json.load(sys.stdin).items():
        info = zipfile.ZipInfo(name)
        info.external_attr = file.get("mode", 0o100644) << 16
        archive.writestr(info, file["text"])
sys.stdout.buffer.write(out.getvalue())`;
  return execFileSync('python3', ['-c', script], { input: JSON.stringify(files) });
}

const zenodo = (id: string, file: string): Record<string, unknown> => ({
  [`https://zenodo.org/api/records/${id}`]: {
    id: 43,
    links: { files: 'https://zenodo.org/api/records/43/files' },
  },
  'https://zenodo.org/api/records/43/files': {
    entries: [{ key: file, links: { content: `https://zenodo.org/files/${file}` } }],
  },
  [`https://doi.org/api/handles/10.5281/zenodo.${id}`]: {
    values: [{ type: 'URL', data: { value: `https://zenodo.org/doi/10.5281/zenodo.${id}` } }],
  },
});

describe('records of archives', () => {
  let dir: string;
  let answers: Record<string, unknown>;
  let asked: string[];
  let source: Source;
  let events: EventBody[];

  /** The archives cannot be reached from a test: their answers follow contracts/publish.md section 2. */
  const answer: typeof fetch = (input) => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push(url);
    const found = answers[url];
    if (found === undefined) return Promise.resolve(new Response('', { status: 404 }));
    return Promise.resolve(
      Buffer.isBuffer(found) ? new Response(new Uint8Array(found)) : new Response(JSON.stringify(found)),
    );
  };
  const context = { emit: (event: EventBody) => void events.push(event), signal };
  const fetched = async (repo: RepoRef): Promise<string> =>
    (await source.fetch(await source.resolve(repo, context), context)).dir;
  const fails = (code: Parameters<typeof AppError.is>[1]) => (error: unknown) => {
    assert.ok(AppError.is(error, code), String(error));
    return true;
  };
  const record = (id: string): RepoRef => ({ provider: 'zenodo', spec: `10.5281/zenodo.${id}` });

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bindery-records-'));
    [answers, asked, events] = [{}, [], []];
    source = createSource({ store: await openStore(join(dir, 'state')), env: {}, fetch: answer });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('are pinned to the version that a DOI of all versions leads to, and fetched once', async () => {
    const zip = zipOf({ 'paper-1.0/requirements.txt': { text: 'numpy\n' } });
    answers = {
      ...zenodo('42', 'paper.zip'),
      ...zenodo('43', 'paper.zip'),
      'https://zenodo.org/files/paper.zip': zip,
    };
    const resolved = await source.resolve(record('42'), context);
    assert.equal(resolved.resolvedRef, '43');
    const first = await source.fetch(resolved, context);
    const second = await source.fetch(resolved, context);
    assert.equal(second.contentId, first.contentId);
    assert.equal(first.commit, undefined);
    assert.equal(asked.filter((url) => url.endsWith('/paper.zip')).length, 1);
  });

  it('are fetched as the version that was looked up, though there is a newer one by then', async () => {
    const zip = zipOf({ 'paper/README.md': { text: 'old' } });
    answers = {
      ...zenodo('42', 'paper.zip'),
      ...zenodo('43', 'paper.zip'),
      'https://zenodo.org/files/paper.zip': zip,
    };
    const resolved = await source.resolve(record('42'), context);
    answers['https://zenodo.org/api/records/42'] = {
      id: 44,
      links: { files: 'https://zenodo.org/api/records/44/files' },
    };
    const { dir: place } = await source.fetch(resolved, context);
    assert.equal(await readFile(join(place, 'README.md'), 'utf8'), 'old');
    answers['https://zenodo.org/api/records/43'] = answers['https://zenodo.org/api/records/42'];
    await rm(join(dir, 'state/checkouts'), { recursive: true });
    await assert.rejects(source.fetch(resolved, context), fails('fetch-failed'));
  });

  it('are unpacked where they are one zip file, without its single top folder, executables kept', async () => {
    const zip = zipOf({
      'paper-1.0/README.md': { text: 'hello' },
      'paper-1.0/binder/postBuild': { text: '#!/bin/sh\n', mode: 0o100755 },
      'paper-1.0/link': { text: '/etc/passwd', mode: 0o120777 },
    });
    answers = { ...zenodo('43', 'paper.zip'), 'https://zenodo.org/files/paper.zip': zip };
    const place = await fetched(record('43'));
    assert.deepEqual((await readdir(place)).sort(), ['README.md', 'binder', 'link']);
    assert.notEqual((await stat(join(place, 'binder/postBuild'))).mode & 0o111, 0);
    assert.equal(await readFile(join(place, 'link'), 'utf8'), '/etc/passwd');
  });

  for (const name of ['../outside.txt', '/absolute.txt', 'a/../../outside.txt']) {
    it(`are refused where the archive holds ${name}`, async () => {
      answers = {
        ...zenodo('43', 'bad.zip'),
        'https://zenodo.org/files/bad.zip': zipOf({ [name]: { text: 'x' } }),
      };
      await assert.rejects(fetched(record('43')), fails('archive-unsafe'));
      assert.deepEqual(await readdir(join(dir, 'state/checkouts')), []);
    });
  }

  it('are refused where a file is called by a path that leads out', async () => {
    answers = { ...zenodo('43', '../x'), 'https://zenodo.org/files/../x': Buffer.from('x') };
    await assert.rejects(fetched(record('43')), fails('archive-unsafe'));
  });

  it('keep a broken archive from being taken for a repository', async () => {
    answers = {
      ...zenodo('43', 'cut.zip'),
      'https://zenodo.org/files/cut.zip': zipOf({ a: { text: 'x' } }).subarray(0, 40),
    };
    await assert.rejects(fetched(record('43')), fails('fetch-failed'));
    assert.deepEqual(await readdir(join(dir, 'state/checkouts')), []);
  });

  it('of several files stay as they are; links elsewhere are left out', async () => {
    answers = {
      'https://doi.org/api/handles/10.6084/m9.figshare.7.v2': {
        values: [{ type: 'URL', data: { value: 'https://figshare.com/articles/code/x/7/2' } }],
      },
      'https://api.figshare.com/v2/articles/7/versions/2': {
        files: [
          { name: 'a.zip', download_url: 'https://ndownloader.figshare.com/files/1' },
          { name: 'b.ipynb', download_url: 'https://ndownloader.figshare.com/files/2' },
          { name: 'c', download_url: 'https://elsewhere.example.org/c', is_link_only: true },
        ],
      },
      'https://ndownloader.figshare.com/files/1': Buffer.from('zip'),
      'https://ndownloader.figshare.com/files/2': Buffer.from('{}'),
    };
    const place = await fetched({ provider: 'figshare', spec: '10.6084/m9.figshare.7.v2' });
    assert.deepEqual((await readdir(place)).sort(), ['a.zip', 'b.ipynb']);
  });

  it('of a Dataverse keep folders and original formats, and are told by version', async () => {
    const host = 'https://data.example.org';
    answers = {
      'https://iqss.github.io/dataverse-installations/data/data.json': {
        installations: [{ hostname: 'data.example.org' }],
      },
      [`${host}/api/datasets/:persistentId?persistentId=doi%3A10.1%2FX`]: {
        data: {
          id: 9,
          latestVersion: {
            versionNumber: 2,
            versionMinorNumber: 1,
            files: [
              {
                label: 'table.tab',
                directoryLabel: 'data/raw',
                dataFile: { id: 5, originalFileName: 'table.csv' },
              },
              { label: 'requirements.txt', dataFile: { id: 6 } },
            ],
          },
        },
      },
      [`${host}/api/access/datafile/5?format=original`]: Buffer.from('a,b\n'),
      [`${host}/api/access/datafile/6?format=original`]: Buffer.from('pandas\n'),
    };
    // As somebody would copy it from the address bar: only the site tells that it is no git repository.
    const repo: RepoRef = { provider: 'git', spec: `${host}/dataset.xhtml?persistentId=doi:10.1/X` };
    const resolved = await source.resolve(repo, context);
    assert.deepEqual([resolved.provider, resolved.resolvedRef], ['dataverse', '9.v2.1']);
    const { dir: place } = await source.fetch(resolved, context);
    assert.equal(await readFile(join(place, 'data/raw/table.csv'), 'utf8'), 'a,b\n');
  });

  it('that nobody has are unknown, and a server that fails is named', async () => {
    await assert.rejects(source.resolve(record('1'), context), fails('unknown-repository'));
    source = createSource({
      store: await openStore(join(dir, 'state')),
      env: {},
      fetch: () => Promise.resolve(new Response('', { status: 503 })),
    });
    await assert.rejects(source.resolve(record('1'), context), (error) => {
      assert.ok(AppError.is(error, 'network'));
      assert.match(error.message, /doi\.org.*503/);
      return true;
    });
  });
});
