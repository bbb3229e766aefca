import assert from 'node:assert/strict';
import type { EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { streamModel } from '../../../webview/model';
import type { PanelEntry } from '../../../webview/protocol';
import { duration } from '../../../webview/strings';

const start = Date.parse('2026-03-01T10:00:00Z');

/** Entries of job `L1`, or of the build `B1` in it, a second apart. */
function entries(...bodies: (EventBody & { job?: string })[]): PanelEntry[] {
  return bodies.map(({ job = 'L1', ...body }, index) => ({
    cursor: `${index + 1}.0`,
    event: { ...body, job, id: index + 1, at: new Date(start + index * 1000).toISOString() },
  }));
}

describe('the model of a build stream', () => {
  it('times each phase from its first event to the first of the next', () => {
    const model = streamModel({ job: 'L1', kind: 'launch' });
    model.add(entries({ phase: 'waiting' }, { phase: 'fetching' }, { phase: 'building' }));
    assert.deepEqual(model.phases('launch', start + 10_000), [
      { phase: 'fetching', state: 'done', elapsed: 2000 },
      { phase: 'building', state: 'active', elapsed: 8000 },
      { phase: 'launching', state: 'pending' },
      { phase: 'ready', state: 'pending' },
    ]);
  });

  it('leaves out a phase that was skipped once a later one began', () => {
    const model = streamModel({ job: 'L1', kind: 'launch' });
    model.add(entries({ phase: 'fetching' }, { phase: 'built' }, { phase: 'launching' }, { phase: 'ready' }));
    const shown = model.phases('launch', start).map(({ phase, state }) => [phase, state]);
    assert.deepEqual(shown, [
      ['fetching', 'done'],
      ['launching', 'done'],
      ['ready', 'done'],
    ]);
    assert.equal(model.ended, 'ready');
  });

  it('does not end a launch with the end of its build', () => {
    const model = streamModel({ job: 'L1', kind: 'launch' });
    model.add(entries({ phase: 'building' }, { phase: 'failed', job: 'B1', message: 'pip failed' }));
    assert.equal(model.ended, undefined);
  });

  it('marks the phase that failed and tells a failure once', () => {
    const error = new AppError('step-failed', { step: 'postBuild', exit: 3, log: 'log' }).toData();
    const model = streamModel({ job: 'L1', kind: 'launch' });
    model.add(
      entries(
        { phase: 'building' },
        { phase: 'failed', job: 'B1', error },
        { phase: 'failed', error, explanations: [] },
      ),
    );
    assert.equal(model.phases('launch', start)[0]?.state, 'failed');
    assert.equal(model.lines.filter(({ kind }) => kind === 'error').length, 1);
    assert.equal(model.error?.message, 'postBuild failed with exit code 3.');
  });

  it('draws an entry once, however often it is sent', () => {
    const model = streamModel({ job: 'L1', kind: 'launch' });
    const sent = entries({ phase: 'building', message: 'one', stream: 'stdout' });
    model.add(sent);
    model.add(sent);
    assert.equal(model.lines.length, 1);
    assert.equal(model.cursor, '1.0');
  });

  it('tells output, notes and warnings apart', () => {
    const model = streamModel({ job: 'L1', kind: 'launch' });
    model.add(
      entries(
        { phase: 'building', message: 'Collecting numpy', stream: 'stdout' },
        { phase: 'building', message: 'Installing' },
        { phase: 'building', message: 'Another Python', level: 'warning' },
      ),
    );
    assert.deepEqual(
      model.lines.map(({ kind }) => kind),
      ['output', 'note', 'warning'],
    );
  });
});

describe('durations on the page', () => {
  it('are short and never jump in width within a minute', () => {
    assert.deepEqual([0, 48_400, 185_000, 3_720_000, -5].map(duration), [
      '0s',
      '48s',
      '3m 05s',
      '1h 02m',
      '0s',
    ]);
  });
});
