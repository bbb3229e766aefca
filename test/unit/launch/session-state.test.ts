import assert from 'node:assert/strict';
import { asItIs, asReady, neverRan } from '../../../server/launch/session-state';
import type { Session } from '../../../server/protocol';

const now = new Date('2026-01-02T03:04:05Z');
const session: Session = {
  name: 'one',
  state: 'ready',
  reason: '',
  repo: { provider: 'local', spec: '/r', displayName: 'r' },
  spawner: 'process',
  artifact: {
    kind: 'prefix',
    key: 'k',
    engine: 'host',
    location: '/p',
    environmentHash: 'e',
    contentId: 'c',
    toolchains: [],
    builtAt: now.toISOString(),
    lastUsedAt: now.toISOString(),
  },
  workFolder: { kind: 'folder', path: '/r' },
  limits: { maxAgeSeconds: 60 },
  url: 'http://127.0.0.1:1/',
  createdAt: now.toISOString(),
};

describe('The state of a session', () => {
  const ends = [
    ['stopped by somebody', { exitCode: 0, reason: 'stopped' }, 'stopped', /stopped/],
    ['ended by itself', { exitCode: 0, reason: 'exited' }, 'stopped', /exit code 0/],
    ['crashed', { exitCode: 3, reason: 'exited' }, 'failed', /exit code 3/],
    ['killed', { reason: 'SIGKILL' }, 'failed', /SIGKILL/],
    ['too old', { exitCode: 0, reason: 'max-age' }, 'stopped', /maximum age/],
    ['gone without a word', {}, 'stopped', /without a word/],
  ] as const;
  for (const [what, found, state, reason] of ends) {
    it(`is ${state} when it is ${what}, and says so`, () => {
      const ended = asItIs(session, { alive: false, ...found }, now);
      assert.equal(ended.state, state);
      assert.match(ended.reason, reason);
      assert.equal(ended.url, undefined);
      assert.equal(ended.endedAt, now.toISOString());
    });
  }

  it('is what its record says while it lives', () => {
    assert.equal(asItIs(session, { alive: true, url: 'http://127.0.0.1:1/' }, now), session);
  });

  it('forgets an earlier end when it is ready again, and has a deadline', () => {
    const again = asReady({ ...session, exitCode: 1, endedAt: 'x' }, 'http://127.0.0.1:2/', now);
    assert.deepEqual([again.exitCode, again.endedAt], [undefined, undefined]);
    assert.equal(again.deadline, '2026-01-02T03:05:05.000Z');
  });

  it('tells a session that never answered from one that did', () => {
    assert.equal(neverRan({ ...session, state: 'failed' }), true);
    assert.equal(neverRan({ ...session, state: 'failed', startedAt: 'x' }), false);
  });
});
