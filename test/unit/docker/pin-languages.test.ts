import assert from 'node:assert/strict';
import type { BaseTools, Offered } from '../../../server/build/docker/base-tools';
import { cranSettings, tellCran } from '../../../server/build/docker/cran';
import { pinPlan, tellToolchains } from '../../../server/build/docker/pin';
import type { EventBody, Plan, ToolchainKind } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { imagePlan } from '../../support/docker-world';
import { checkoutOf, repository } from '../../support/engine-host';

const settings = {
  indexUrl: 'https://index.example/simple',
  extraIndexUrls: [],
  findLinks: [],
  noIndex: false,
  trustedHosts: [],
  pre: false,
  constraints: [],
};
const digest = `sha256:${'ab'.repeat(32)}`;
const dir = repository({ 'runtime.txt': 'r-4.2-2024-06-01\n', 'install.R': 'x <- 1\n' });
const nixDir = repository({ 'default.nix': '{}\n' });
const checkout = checkoutOf(dir, 'content');
const asked = imagePlan(dir);
const r = { version: '4.1.3', home: '/opt/r/lib', docs: '/opt/r/doc' };

interface Wish {
  readonly plan?: Plan;
  readonly base?: BaseTools;
  readonly offered?: Offered;
  readonly toolchain?: ToolchainKind;
  readonly env?: Readonly<Record<string, string>>;
}

function pinned(wish: Wish = {}): ReturnType<typeof pinPlan> {
  const { plan = asked, base = { r }, offered = {}, toolchain = 'system', env = {} } = wish;
  const image = { id: digest, digest, python: '3.11.2', resolvedAt: '2026-01-01T00:00:00Z', ...base };
  return pinPlan(plan, checkout, image, { toolchain, settings, env, offered });
}

const operations = ({ plan }: ReturnType<typeof pinPlan>): readonly string[] =>
  plan.steps.map(({ op }) => op);

function told(plan: Plan, result: ReturnType<typeof pinPlan>): readonly string[] {
  const events: EventBody[] = [];
  tellToolchains(plan, result, (event) => events.push(event));
  return events.map(({ code = '', level = '' }) => `${level}: ${code}`);
}

describe('A plan with R that is pinned for an image', () => {
  it('has the R that was asked for, and RStudio, with the managed toolchain', () => {
    const result = pinned({ toolchain: 'managed' });
    const toolchain = { language: 'r', kind: 'managed', requested: '4.2.3', resolved: '4.2.3' };
    assert.deepEqual(result.plan.toolchains.at(-1), toolchain);
    assert.ok(operations(result).includes('install-rstudio-shiny'));
    assert.deepEqual(told(asked, result), ['info: build.python-chosen', 'info: build.toolchain-chosen']);
  });

  it('has the R of the base, where that puts it, and no RStudio with the system toolchain, and says so aloud', () => {
    const result = pinned();
    const toolchain = { language: 'r', kind: 'system', requested: '4.2.3', resolved: '4.1.3' };
    assert.deepEqual(result.plan.toolchains.at(-1), toolchain);
    assert.ok(result.plan.steps.some((step) => step.op === 'install-r' && step.version === '4.1.3'));
    for (const op of ['install-rstudio-shiny', 'pip-install-r-proxies', 'prepare-shiny-dirs'])
      assert.ok(!operations(result).includes(op), op);
    const { R_HOME, R_DOC_DIR } = Object.fromEntries(result.plan.envExtra);
    assert.deepEqual([R_HOME, R_DOC_DIR], [r.home, r.docs]);
    assert.deepEqual(told(asked, result), [
      'warning: build.image-python-other',
      'warning: build.image-toolchain-other',
      'warning: build.rstudio-left-out',
    ]);
  });

  it('has the R of the base’s distribution where the base has none', () => {
    const result = pinned({ base: {}, offered: { r: '4.2.2' } });
    assert.equal(result.plan.toolchains.at(-1)?.resolved, '4.2.2');
    assert.equal(Object.fromEntries(result.plan.envExtra)['R_HOME'], '/usr/lib/R');
    assert.notEqual(result.environmentHash, pinned().environmentHash);
  });

  it('cannot be upon a base without R, or with one that its kernel does not run on', () => {
    const old = { r: { ...r, version: '3.4.4' } };
    for (const wish of [{ base: {} }, { base: old }]) {
      assert.throws(
        () => pinned(wish),
        (error) => AppError.is(error, 'toolchain-missing'),
      );
    }
  });

  it('is another environment with another mirror of CRAN, but not with another password for it', () => {
    const hash = (url: string): string => pinned({ env: { BINDERY_CRAN: url } }).environmentHash;
    const plain = hash('https://cran.example/all');
    assert.notEqual(plain, pinned().environmentHash);
    assert.notEqual(plain, hash('https://other.example/all'));
    assert.equal(plain, hash('https://me:secret@cran.example/all/'));
  });
});

describe('A plan with nix that is pinned for an image', () => {
  it('needs no Python, and has the nix of the base with the system toolchain', () => {
    const plan = imagePlan(nixDir);
    const result = pinned({ plan, base: { nix: '2.8.0' } });
    const toolchain = { language: 'nix', kind: 'system', requested: '2.13.2', resolved: '2.8.0' };
    assert.deepEqual(result.plan.toolchains, [toolchain]);
    assert.deepEqual(told(plan, result), ['warning: build.image-toolchain-other']);
    assert.equal(pinned({ plan, toolchain: 'managed' }).plan.toolchains[0]?.resolved, '2.13.2');
  });
});

describe('The mirror of CRAN', () => {
  const withMirror = (url: string): ReturnType<typeof cranSettings> =>
    cranSettings(asked, { BINDERY_CRAN: url });

  it('reaches builds without credentials, and with them as a secret alone', () => {
    assert.deepEqual(withMirror('https://cran.example/{date}/'), {
      address: 'https://cran.example/2024-06-01',
      secrets: {},
      credentials: [],
    });
    assert.deepEqual(withMirror('https://me:word@cran.example/{codename}'), {
      address: 'https://cran.example/{codename}',
      secrets: { cran: 'https://me:word@cran.example/{codename}' },
      credentials: ['me:word'],
    });
  });

  it('is none where none is configured, or nothing installs from it', () => {
    const none = { address: '', secrets: {}, credentials: [] };
    assert.deepEqual(cranSettings(asked, {}), none);
    assert.deepEqual(cranSettings(imagePlan(repository({})), { BINDERY_CRAN: 'https://cran.example' }), none);
  });

  it('is told of aloud, unless it has the day that the repository asks for', () => {
    const codes = (url: string): readonly string[] => {
      const events: EventBody[] = [];
      tellCran(asked, { BINDERY_CRAN: url }, (event) => events.push(event));
      return events.map(({ message = '' }) => message);
    };
    const [message = ''] = codes('https://me:word@cran.example');
    assert.match(message, /https:\/\/cran\.example\b.* 2024-06-01/);
    assert.doesNotMatch(message, /word/);
    assert.deepEqual(codes('https://cran.example/{date}'), []);
  });
});
