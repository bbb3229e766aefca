import assert from 'node:assert/strict';
import type { JobView } from '../../../extension/build/job-view';
import { menuItems } from '../../../extension/sessions/menu';
import { possibleActions, statusText } from '../../../extension/sessions/status-text';
import type { FolderState } from '../../../extension/sessions/store';
import { plain, session } from './fakes';

const idle: FolderState = { folder: '/work', name: 'work' };
const job: JobView = {
  id: 'job1',
  shape: 'launch',
  startedAt: '',
  phase: 'building',
  message: 'Installing',
  ended: false,
};

const text = (...states: FolderState[]): string | undefined => statusText(states, plain)?.text;

describe('the status bar', () => {
  it('says one thing for each state of a folder', () => {
    assert.equal(text(idle), '$(package) Bindery');
    assert.equal(text({ ...idle, job }), '$(sync~spin) Bindery: Building');
    assert.equal(text({ ...idle, job: { ...job, phase: 'launching' } }), '$(sync~spin) Bindery: Launching');
    assert.equal(
      text({ ...idle, job: { ...job, phase: 'failed', ended: true } }),
      '$(error) Bindery: Build failed',
    );
    assert.equal(text({ ...idle, job: { ...job, lost: true } }), '$(warning) Bindery: Connection lost');
    assert.equal(text({ ...idle, session: session('s') }), '$(vm-running) Bindery: Ready');
    assert.equal(
      text({ ...idle, session: session('s', { state: 'stopping' }) }),
      '$(sync~spin) Bindery: Stopping',
    );
    assert.equal(
      text({ ...idle, session: session('s', { state: 'stopped' }) }),
      '$(vm-outline) Bindery: Stopped',
    );
  });

  it('shows a running job before a running session, and that before a failed build', () => {
    const ready = session('s');
    assert.equal(text({ ...idle, job, session: ready }), '$(sync~spin) Bindery: Building');
    const failed: JobView = { ...job, phase: 'failed', ended: true };
    assert.equal(text({ ...idle, job: failed, session: ready }), '$(vm-running) Bindery: Ready');
    const stopped = session('s', { state: 'stopped' });
    assert.equal(text({ ...idle, job: failed, session: stopped }), '$(error) Bindery: Build failed');
  });

  it('of a window with several folders shows the one where most happens', () => {
    assert.equal(
      text(idle, { ...idle, folder: '/b', session: session('s') }),
      '$(vm-running) Bindery: Ready',
    );
  });

  it('is not there without a folder', () => {
    assert.equal(text(), undefined);
  });

  it('tells screen readers the words without icons', () => {
    assert.equal(statusText([{ ...idle, job }], plain)?.label, 'Bindery: Building. Installing');
  });

  it('escapes what comes from elsewhere in its tooltip', () => {
    const tooltip = statusText([{ ...idle, name: '[x](command:evil)', job }], plain)?.tooltip ?? '';
    assert.ok(tooltip.includes('\\[x\\]\\(command:evil\\)'));
    assert.ok(tooltip.includes('(command:bindery.cancel?%5B%22%2Fwork%22%5D)'));
  });
});

describe('the menu of the status bar', () => {
  it('offers what makes sense now', () => {
    assert.deepEqual(possibleActions(idle), ['launch']);
    assert.deepEqual(possibleActions({ ...idle, job }), ['cancel', 'showStream']);
    const ended: JobView = { ...job, phase: 'ready', ended: true };
    assert.deepEqual(possibleActions({ ...idle, job: ended, session: session('s') }), [
      'openSession',
      'copySessionLink',
      'stopSession',
      'showSessionLog',
      'showStream',
      'launch',
    ]);
    assert.deepEqual(possibleActions({ ...idle, session: session('s', { state: 'stopped' }) }), [
      'startSession',
      'showSessionLog',
      'launch',
    ]);
  });

  it('names the folder only where there are several', () => {
    assert.equal(menuItems([idle], plain)[0]?.description, undefined);
    assert.equal(menuItems([idle, { ...idle, folder: '/b', name: 'b' }], plain).at(-1)?.description, 'b');
  });
});
