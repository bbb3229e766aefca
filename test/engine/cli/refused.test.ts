import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CliWorld, Failure } from '../../support/cli-world';
import { assertFailure, cliWorld, eventsIn, keptLog, onHost } from '../../support/cli-world';
import type { Files, GitServer } from '../../support/git-http';
import { makeRepository, startGitServer } from '../../support/git-http';

interface Case extends Failure {
  /** What is wrong, as the test's name. */
  readonly with: string;
  /** What is launched: the files of a folder, or an address (from that of the git server). */
  readonly repo: Files | ((server: string) => string);
  readonly flags?: readonly string[];
  /** False where nothing was asked of the agent yet, so that there is no job and no log. */
  readonly job?: false;
}

const cases: readonly Case[] = [
  {
    with: 'an unknown provider',
    repo: () => 'github/owner/repository/HEAD',
    job: false,
    code: 'unknown-provider',
    says: /no provider named github/,
    advises: /\bgh\b/,
  },
  {
    with: 'a word that names nothing',
    repo: () => 'nothing/here',
    job: false,
    code: 'invalid-spec',
    says: /^nothing\/here is not/,
    advises: /gh\/owner\/repository\/HEAD/,
  },
  {
    with: 'a port that cannot be one',
    repo: { 'requirements.txt': 'six\n' },
    flags: ['--port', '70000'],
    job: false,
    code: 'usage',
    says: /70000/,
    advises: /launch --help/,
  },
  {
    with: 'an unknown repository',
    repo: (server) => `${server}/nothing`,
    code: 'unknown-repository',
    says: /^There is no repository at .*\/nothing/,
    advises: /address/,
  },
  {
    with: 'an unknown ref',
    repo: (server) => `${server}/notes`,
    flags: ['--ref', 'no-such-branch'],
    code: 'unknown-ref',
    says: /no branch, tag or commit no-such-branch/,
    advises: /spelling/,
  },
  {
    with: 'no way to the network',
    repo: () => 'http://127.0.0.1:9/notes',
    code: 'network',
    says: /^127\.0\.0\.1:9 cannot be reached: /,
    advises: /network connection and the proxy/,
  },
  {
    with: 'a fetched repository that was not trusted',
    repo: (server) => `${server}/notes`,
    code: 'not-trusted',
    says: /runs its code as you: it can read your files/,
    advises: /--trust/,
  },
  {
    with: 'a sub-directory that is not there',
    repo: { 'requirements.txt': 'six\n' },
    flags: ['--subdir', 'nothing'],
    code: 'subdir-missing',
    says: /no folder nothing/,
  },
  {
    with: 'a runtime.txt that is not of the form',
    repo: { 'runtime.txt': 'python 3.11\n' },
    code: 'invalid-runtime',
    says: /^runtime\.txt holds python 3\.11, which is not of the form/,
    advises: /python-3\.11/,
  },
  {
    with: 'a runtime.txt that asks for a patch version',
    repo: { 'binder/runtime.txt': 'python-3.11.4\n' },
    code: 'python-version-not-major-minor',
    says: /^binder\/runtime\.txt asks for Python 3\.11\.4/,
    advises: /python-3\.11 instead/,
  },
  {
    with: 'a runtime.txt that asks for a Python that nobody has',
    repo: { 'runtime.txt': 'python-3.99\n' },
    code: 'unsupported-python',
    says: /3\.99.*runtime\.txt/,
    advises: /3\.\d+/,
  },
  {
    with: 'a line in requirements.txt that pip cannot read',
    repo: { 'binder/requirements.txt': '# packages\nsix\nnumpy ==== 1 !!\n' },
    code: 'invalid-requirement',
    says: /^binder\/requirements\.txt line 3: pip cannot read numpy ==== 1 !!\.$/,
    advises: /one requirement per line/,
  },
  {
    with: 'a command in apt.txt',
    repo: { 'apt.txt': 'git\ncurl; touch executed\n' },
    code: 'invalid-apt-package',
    says: /^apt\.txt line 2: curl; is not the name of a Debian package/,
    advises: /one package name per line/,
  },
  {
    with: 'a command substitution in apt.txt',
    repo: { 'apt.txt': '$(touch${IFS}executed)\n' },
    code: 'invalid-apt-package',
    says: /^apt\.txt line 1: \$\(touch/,
  },
  {
    with: 'packages in apt.txt that this machine lacks',
    repo: { 'apt.txt': 'git\nno-such-package-one\nno-such-package-two\n' },
    code: 'host-lacks-packages',
    says: /^apt\.txt names packages that this machine does not have: no-such-package-one no-such-package-two\.$/,
    advises: /apt-get install no-such-package-one no-such-package-two.*--engine docker/,
  },
  {
    with: 'two folders of configuration files',
    repo: { 'binder/requirements.txt': '', '.binder/requirements.txt': '' },
    code: 'binder-dir-conflict',
    says: /Both binder\/ and \.binder\//,
    advises: /delete \.binder\//,
  },
  {
    with: 'conda packages for the Python of this machine',
    repo: { 'environment.yml': 'dependencies: [numpy]\n' },
    code: 'conda-missing',
    says: /^environment\.yml cannot be honoured with the toolchain "system"/,
    advises: /--toolchain managed/,
  },
  {
    with: 'a buildpack that only images can be built with',
    repo: { 'default.nix': '{}\n' },
    code: 'host-cannot',
    says: /default\.nix/,
    advises: /--engine docker/,
  },
];

describe('bindery launch fails in one sentence, with its exit code, its log and nothing left running:', function () {
  this.timeout(60_000);
  let world: CliWorld;
  let server: GitServer;

  before(async () => {
    world = await cliWorld();
    const root = join(world.home, 'served');
    await makeRepository(root, 'notes', [{ files: { 'requirements.txt': 'six\n' } }]);
    server = await startGitServer({ root });
  });
  after(async () => {
    await server.close();
    await world.remove();
  });

  for (const [index, { with: what, repo, flags = [], job, ...failure }] of cases.entries()) {
    it(`with ${what}`, async () => {
      const name = `repository-${index}`;
      const operand = typeof repo === 'function' ? repo(server.url) : await world.folder(name, repo);
      const outcome = await world.run(['launch', operand, ...onHost, ...flags, '--json']);
      const error = assertFailure(outcome, failure);
      await world.idle();
      assert.ok(!existsSync(join(world.home, name, 'executed')));
      if (job === false) assert.deepEqual(eventsIn(outcome.stdout), []);
      else assert.deepEqual(keptLog(world, outcome).at(-1)?.error, error);
    });
  }

  it('and each of them left no session and no environment', async () => {
    assert.equal((await world.run(['sessions', '--json'])).stdout, '');
    assert.equal(existsSync(join(world.state, 'prefixes')), false);
    await world.idle();
  });

  it('and names the setting whose value cannot be read', async () => {
    const folder = await world.folder('plain', { 'requirements.txt': 'six\n' });
    for (const name of ['BINDERY_START_TIMEOUT', 'BINDERY_MIN_FREE_MB', 'BINDERY_TOOLCHAIN']) {
      const outcome = await world.run(['launch', folder, '--engine', 'host', '--json'], { [name]: 'much' });
      assertFailure(outcome, { code: 'usage', says: new RegExp(`^${name} is .*not much`) });
    }
    await world.idle();
  });
});
