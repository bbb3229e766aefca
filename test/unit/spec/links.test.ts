import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RepoRef } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { formatSpec } from '../../../server/spec/format-spec';
import { badge, launchLink } from '../../../server/spec/launch-link';
import { parseSpec } from '../../../server/spec/parse-spec';
import { findProvider } from '../../../server/spec/providers';
import { redactCredentials } from '../../../server/spec/redact-url';
import { repoFromRemote } from '../../../server/spec/remote';

const base = 'https://mybinder.org';
const gh: RepoRef = { provider: 'gh', spec: 'owner/name' };

describe('formatSpec', () => {
  const table: [RepoRef, string][] = [
    [gh, 'gh/owner/name/HEAD'],
    [{ ...gh, ref: 'feature/x' }, 'gh/owner/name/feature/x'],
    [{ ...gh, ref: 'pkg@1.0' }, 'gh/owner/name/pkg@1.0'],
    [{ ...gh, ref: 'a#b?c%d' }, 'gh/owner/name/a%23b%3Fc%25d'],
    [{ provider: 'gl', spec: 'g/s/r', ref: 'main' }, 'gl/g%2Fs%2Fr/main'],
    [{ provider: 'git', spec: 'https://x.org/r.git' }, 'git/https%3A%2F%2Fx.org%2Fr.git/HEAD'],
    [{ provider: 'gist', spec: 'u/abc' }, 'gist/u/abc'],
    [{ provider: 'zenodo', spec: '10.5281/zenodo.1' }, 'zenodo/10.5281/zenodo.1'],
    [{ provider: 'local', spec: '/home/me/demo' }, '/home/me/demo'],
  ];
  for (const [repo, spec] of table) it(`writes ${spec}`, () => assert.equal(formatSpec(repo), spec));

  const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,8}$/);
  const ref = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._@#%?+-]{0,8}(\/[A-Za-z0-9._-]{1,8})?$/);
  const repos = fc.oneof(
    fc.record({
      provider: fc.constant('gh' as const),
      spec: fc.tuple(name, name).map((all) => all.join('/')),
      ref,
    }),
    fc.record({
      provider: fc.constant('gl' as const),
      spec: fc.tuple(name, name, name).map((all) => all.join('/')),
      ref,
    }),
    fc.record({
      provider: fc.constant('git' as const),
      spec: name.map((path) => `https://host.org/${path}.git`),
      ref,
    }),
  );

  it('writes what parseSpec reads back and what hubs accept', () => {
    fc.assert(
      fc.property(repos, (repo) => {
        const spec = formatSpec(repo);
        assert.deepEqual(parseSpec(spec), { ...repo });
        assert.match(spec.slice(repo.provider.length + 1), findProvider(repo.provider)!.validate);
      }),
    );
  });
});

describe('launchLink', () => {
  it('leads to the repository', () =>
    assert.equal(launchLink(gh, { base }), `${base}/v2/gh/owner/name/HEAD`));
  it('pins a ref and opens a file', () => {
    const link = launchLink({ ...gh, ref: 'main' }, { base: `${base}/`, labpath: 'a b/ü.ipynb', ref: 'abc' });
    assert.equal(link, `${base}/v2/gh/owner/name/abc?labpath=a%20b%2F%C3%BC.ipynb`);
    assert.equal(new URL(link).searchParams.get('labpath'), 'a b/ü.ipynb');
  });
  it('prefers labpath over urlpath', () => {
    assert.match(launchLink(gh, { base, labpath: 'x', urlpath: 'rstudio' }), /\?labpath=x$/);
    assert.match(launchLink(gh, { base, urlpath: 'proxy/80/?a=b' }), /\?urlpath=proxy%2F80%2F%3Fa%3Db$/);
  });
  it('keeps the prefix of a hub that runs below one', () => {
    assert.match(
      launchLink(gh, { base: 'https://hub.org/services/binder/' }),
      /hub\.org\/services\/binder\/v2\/gh/,
    );
  });
  for (const repo of [
    { provider: 'local', spec: '/x' },
    { provider: 'swh', spec: 'swh:1:dir:x' },
  ] as const) {
    it(`refuses ${repo.provider}, which no hub can fetch`, () => {
      assert.throws(
        () => launchLink(repo, { base }),
        (error) => AppError.is(error, 'no-launch-link'),
      );
    });
  }
});

describe('badge', () => {
  const link = `${base}/v2/gh/o/r/HEAD?labpath=a(1).ipynb&x="y"`;
  it('is Markdown whose link no parenthesis ends', () => {
    assert.equal(
      badge(link, 'markdown'),
      `[![Binder](${base}/badge_logo.svg)](${base}/v2/gh/o/r/HEAD?labpath=a%281%29.ipynb&x="y")`,
    );
  });
  it('is HTML with its attributes escaped', () => {
    assert.equal(
      badge(link, 'html'),
      `<a href="${base}/v2/gh/o/r/HEAD?labpath=a(1).ipynb&amp;x=&quot;y&quot;"><img src="${base}/badge_logo.svg" alt="Binder"></a>`,
    );
  });
  it('is reStructuredText', () => {
    assert.equal(
      badge(`${base}/v2/gh/o/r/HEAD`, 'rest'),
      `.. image:: ${base}/badge_logo.svg\n   :target: ${base}/v2/gh/o/r/HEAD`,
    );
  });
});

describe('repoFromRemote', () => {
  const table: [string, RepoRef | undefined][] = [
    ['git@github.com:o/r.git', { provider: 'gh', spec: 'o/r' }],
    ['ssh://git@ssh.github.com:443/o/r.git', { provider: 'gh', spec: 'o/r' }],
    ['https://user:token@github.com/o/r', { provider: 'gh', spec: 'o/r' }],
    ['ssh://git@gitlab.com:22/g/s/r.git', { provider: 'gl', spec: 'g/s/r' }],
    ['git@git.example.org:x/y.git', { provider: 'git', spec: 'https://git.example.org/x/y.git' }],
    [
      'https://me:pw@git.example.org:8443/x.git',
      { provider: 'git', spec: 'https://git.example.org:8443/x.git' },
    ],
    ['/srv/git/x.git', undefined],
    ['../x', undefined],
    ['file:///srv/x', undefined],
  ];
  for (const [remote, repo] of table)
    it(`reads ${remote}`, () => assert.deepEqual(repoFromRemote(remote), repo));
});

describe('redactCredentials', () => {
  const table: [string, string][] = [
    ['git clone https://me:p@ss@host/x failed', 'git clone https://***@host/x failed'],
    ['https://token@host/x and http://a:b@c', 'https://***@host/x and http://***@c'],
    ['ssh://git@host/x', 'ssh://git@host/x'],
    ['ssh://git:pw@host/x', 'ssh://***@host/x'],
    ['mail me@host', 'mail me@host'],
  ];
  for (const [text, shown] of table) it(`shows ${shown}`, () => assert.equal(redactCredentials(text), shown));
});
