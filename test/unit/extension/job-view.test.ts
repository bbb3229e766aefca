import assert from 'node:assert/strict';
import { applyEvents, jobView } from '../../../extension/build/job-view';
import { event, record } from './fakes';

describe('the view of a job', () => {
  const launch = jobView(record('job1'));

  it('follows phases and our own sentences, but not the lines of tools', () => {
    const view = applyEvents(launch, [
      event(1, { phase: 'fetching', message: 'Reading the folder' }),
      event(2, { phase: 'building', message: 'Collecting numpy', stream: 'stdout' }),
    ]);
    assert.equal(view.phase, 'building');
    assert.equal(view.message, 'Reading the folder');
    assert.equal(view.ended, false);
  });

  it('of a launch does not end with the build in its stream', () => {
    const built = event(3, { job: 'build1', phase: 'built' });
    assert.equal(applyEvents(launch, [built]).ended, false);
    const failed = event(3, { job: 'build1', phase: 'failed' });
    assert.equal(applyEvents(launch, [failed]).ended, false);
    assert.equal(applyEvents(launch, [built, event(4, { phase: 'ready', session: 's' })]).ended, true);
  });

  it('of a build-only launch ends when it is built', () => {
    const view = jobView(record('job1', { buildOnly: true }));
    assert.equal(applyEvents(view, [event(1, { phase: 'built' })]).ended, true);
  });

  it('does not change any more once it ended', () => {
    const view = applyEvents(launch, [event(1, { phase: 'cancelled' }), event(2, { phase: 'building' })]);
    assert.equal(view.phase, 'cancelled');
  });
});
