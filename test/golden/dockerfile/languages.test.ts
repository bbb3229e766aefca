import assert from 'node:assert/strict';
import { pinPlan } from '../../../server/build/docker/pin';
import { renderDockerfile } from '../../../server/plan/dockerfile/render';
import type { ToolchainKind } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { checkoutOf } from '../../support/engine-host';
import { byEngine, byItself, compare, planOf } from './golden';

const digest = `sha256:${'ab'.repeat(32)}`;
const base = { id: digest, digest, python: '3.11.2', resolvedAt: '2026-01-01T00:00:00Z' };
const settings = {
  indexUrl: 'https://index.example/simple',
  extraIndexUrls: [],
  findLinks: [],
  noIndex: false,
  trustedHosts: [],
  pre: false,
  constraints: [],
};
/** What the base's distribution offers: no Julia, as in Debian. */
const offered = { r: '4.2.2', nix: '2.8.0' };

function pinned(example: string, toolchain: ToolchainKind): ReturnType<typeof pinPlan> {
  const checkout = checkoutOf(__dirname, example);
  return pinPlan(planOf(example, toolchain), checkout, base, { toolchain, settings, env: {}, offered });
}

describe('The Dockerfile of a repository in another language', () => {
  for (const example of ['r', 'julia', 'nix']) {
    it(`is as it was: examples/${example}, managed`, () => {
      compare(`${example}-managed`, renderDockerfile(pinned(example, 'managed').plan, byEngine).text);
    });
  }

  for (const example of ['r', 'nix']) {
    it(`is as it was: examples/${example}, system`, () => {
      compare(`${example}-system`, renderDockerfile(pinned(example, 'system').plan, byEngine).text);
    });
  }

  it('cannot be made for a Julia that neither the base nor its distribution has', () => {
    assert.throws(
      () => pinned('julia', 'system'),
      (error) => AppError.is(error, 'toolchain-missing'),
    );
  });

  it('names by build arguments everything that is fetched from elsewhere', () => {
    for (const example of ['r', 'julia', 'nix']) {
      const { text } = renderDockerfile(pinned(example, 'managed').plan, byItself);
      const outside = text.split('\n').filter((line) => /https?:/.test(line) && !line.startsWith('#'));
      assert.ok(outside.length > 0);
      for (const line of outside) assert.match(line, /^ARG [A-Z0-9_]+=https:\S+$/);
    }
  });
});
