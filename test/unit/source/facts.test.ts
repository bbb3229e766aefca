import assert from 'node:assert/strict';
import { readWithFacts } from '../../../server/source/facts';
import type { FactMemory, FactSources } from '../../../server/source/facts';
import { AppError, Cancelled } from '../../../server/protocol';
import { memoryView } from '../../support/memory-view';

const { signal } = new AbortController();
const julia = memoryView({ 'Project.toml': '[compat]\njulia = "1.10"\n' });
const versions = { '1.9.4': {}, '1.11.2': {}, '1.12.0-rc1': {}, nonsense: {} };

/** Answers every question alike, and counts them. */
function server(answer: () => Response | Promise<Response>): { asked: string[]; request: typeof fetch } {
  const asked: string[] = [];
  return {
    asked,
    request: (url) => {
      asked.push(url as string);
      return Promise.resolve(answer());
    },
  };
}

const versionOf = async (sources: Partial<FactSources>): Promise<string | undefined> =>
  (await readWithFacts(julia, {}, { signal, ...sources })).environment.versions.julia;

describe('readWithFacts', () => {
  it('asks nobody for a repository whose versions depend on nothing that moves', async () => {
    const { asked, request } = server(() => new Response('{}'));
    const view = memoryView({ 'requirements.txt': 'numpy', 'runtime.txt': 'python-3.11' });
    const { environment } = await readWithFacts(view, {}, { signal, request });
    assert.deepEqual([environment.open, asked], [[], []]);
  });

  it('takes the newest released Julia from the list, without prereleases', async () => {
    const { asked, request } = server(() => Response.json(versions));
    assert.equal(await versionOf({ request }), '1.11.2');
    assert.deepEqual(asked, ['https://julialang-s3.julialang.org/bin/versions.json']);
  });

  it('asks another address where one is configured', async () => {
    const { asked, request } = server(() => Response.json(versions));
    await versionOf({ request, addresses: { juliaVersions: 'https://mirror.example/julia.json' } });
    assert.deepEqual(asked, ['https://mirror.example/julia.json']);
  });

  it('takes what is remembered, and asks anew only for a refresh', async () => {
    const remembered = new Map<string, unknown>([['released versions of Julia', ['1.10.0']]]);
    const memory: FactMemory = {
      resolve: async (name, refresh, lookUp) => {
        if (refresh || !remembered.has(name)) remembered.set(name, await lookUp());
        return { value: remembered.get(name) as Awaited<ReturnType<typeof lookUp>> };
      },
    };
    const { asked, request } = server(() => Response.json(versions));
    assert.equal(await versionOf({ request, memory }), '1.10.0');
    assert.equal(asked.length, 0);
    assert.equal(await versionOf({ request, memory, refresh: true }), '1.11.2');
    assert.equal(asked.length, 1);
  });

  it('counts two days back from today for an R package without a date', async () => {
    const view = memoryView({ DESCRIPTION: 'Package: a' });
    const now = (): Date => new Date('2026-03-01T00:30:00Z');
    const { environment } = await readWithFacts(view, {}, { signal, now });
    assert.equal(environment.versions.cranSnapshotDate, '2026-02-27');
  });

  it('does not ask for what cannot be planned anyhow', async () => {
    const { asked, request } = server(() => Response.json(versions));
    const view = memoryView({ 'Project.toml': '', 'apt.txt': 'a;b' });
    const { environment } = await readWithFacts(view, {}, { signal, request });
    assert.equal(environment.problems[0]?.error.code, 'invalid-apt-package');
    assert.deepEqual(asked, []);
  });

  const failures: [string, () => Response | Promise<Response>, RegExp][] = [
    ['an error', () => new Response('', { status: 503 }), /released versions of Julia.*answered 503/],
    ['a page for people', () => new Response('<html>'), /answered something else than a list/],
    ['a list without versions', () => Response.json({ latest: 1 }), /lists none/],
    ['an array', () => Response.json(['1.2.3']), /lists none/],
    [
      'nothing, because it cannot be reached',
      () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } })),
      /cannot be reached \(ENOTFOUND\)/,
    ],
  ];
  for (const [name, answer, message] of failures) {
    it(`says which fact is missing, and why, when the server answers ${name}`, () =>
      assert.rejects(
        versionOf({ request: server(answer).request }),
        (error) => AppError.is(error, 'fact-missing') && message.test(error.message),
      ));
  }

  it('is cancelled rather than refused when its owner leaves', () => {
    const stop = new AbortController();
    const request = (): Promise<Response> => {
      stop.abort();
      return Promise.reject(new Error('aborted'));
    };
    return assert.rejects(versionOf({ request, signal: stop.signal }), (error) => Cancelled.is(error));
  });
});
