import assert from 'node:assert/strict';
import { gitError, refusesSingleCommit } from '../../../server/source/git-errors';
import { chooseRef, isRefName, parseRefs } from '../../../server/source/git-refs';

describe('choosing what a ref names', () => {
  const refs = parseRefs(
    [
      ['1', 'HEAD'],
      ['2', 'refs/heads/x'],
      ['3', 'refs/heads/feature/x'],
      ['4', 'refs/tags/v1'],
      ['5', 'refs/tags/v1^{}'],
      ['6', 'refs/heads/v1'],
      ['7', 'refs/pull/12/head'],
    ]
      .map((pair) => pair.join('\t'))
      .join('\n'),
  );
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['HEAD', '1'],
    ['x', '2'],
    ['feature/x', '3'],
    ['v1', '5'],
    ['refs/heads/v1', '6'],
    ['refs/pull/12/head', '7'],
    ['pull/12/head', '7'],
    ['origin/x', '2'],
    ['other/y', undefined],
  ];
  for (const [ref, commit] of cases) {
    it(`finds ${commit ?? 'nothing'} for ${ref}`, () => assert.equal(chooseRef(ref, refs)?.commit, commit));
  }

  it('asks git for nothing that cannot be a ref', () => {
    for (const ref of [
      '',
      '-x',
      'a b',
      'a..b',
      'a*',
      'a^',
      'a~1',
      'a:b',
      'a@{1}',
      'a.lock',
      '/a',
      'a/',
      'a\n',
    ]) {
      assert.equal(isRefName(ref), false, JSON.stringify(ref));
    }
    for (const ref of ['main', 'feature/x', 'v1.2', 'a-b', 'ünïcode'])
      assert.equal(isRefName(ref), true, ref);
  });
});

describe('what git says when it fails', () => {
  const remote = { url: 'https://git.example.org/owner/repo', place: '/state/checkouts' };
  const cases: readonly (readonly [string, string])[] = [
    ["fatal: unable to access 'https://h/': Could not resolve host: h", 'network'],
    ["fatal: unable to access 'https://h/': Failed to connect to h port 443: Connection refused", 'network'],
    ["fatal: unable to access 'https://h/': server certificate verification failed.", 'network'],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 503", 'network'],
    ["fatal: unable to access 'https://h/': The requested URL returned error: 403", 'unknown-repository'],
    ["fatal: repository 'https://h/' not found", 'unknown-repository'],
    ["fatal: could not read Username for 'https://h': terminal prompts disabled", 'unknown-repository'],
    [
      'git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.',
      'unknown-repository',
    ],
    ['ssh: connect to host h port 22: Connection timed out\nfatal: Could not read', 'network'],
    ['fatal: write error: No space left on device', 'disk-full'],
    ['remote: repository not found on this mirror\nfatal: something else', 'fetch-failed'],
    ['', 'fetch-failed'],
  ];
  for (const [output, code] of cases) {
    it(`is ${code}: ${output.split('\n')[0] ?? ''}`, () => assert.equal(gitError(output, remote).code, code));
  }

  it('is told without credentials', () => {
    const error = gitError("fatal: bad thing at 'https://ada:s3cret@h/x'", remote);
    assert.match(error.message, /bad thing/);
    assert.doesNotMatch(error.message, /s3cret/);
  });

  it('tells a server that gives out no single commits', () => {
    assert.equal(refusesSingleCommit('fatal: remote error: upload-pack: not our ref abc'), true);
    assert.equal(refusesSingleCommit("fatal: repository 'x' not found"), false);
  });
});
