import assert from 'node:assert/strict';
import type { HostToPage, PageToHost, PanelInfo } from '../../../webview/protocol';
import { isHostToPage, isPageToHost, isPanelRestore } from '../../../webview/protocol';
import { createStore } from '../../../extension/sessions/store';
import { pageHtml } from '../../../extension/stream/html';
import { createJobFeeds } from '../../../extension/stream/job-feed';
import { fileInFolder } from '../../../extension/stream/page-actions';
import { createPanelHost } from '../../../extension/stream/panel-host';
import { FakeClient, entry, manualSchedule, record, session, settle } from './fakes';

const subject = { job: 'job1', title: 'work', repo: '/book', folder: '/book' };

async function openPanel() {
  const agent = new FakeClient();
  agent.records = [record('job1')];
  const { schedule, tick } = manualSchedule();
  const client = (): Promise<FakeClient> => Promise.resolve(agent);
  const store = createStore();
  store.setFolders([{ folder: '/book', name: 'work' }]);
  const posted: HostToPage[] = [];
  const acts: PageToHost[] = [];
  const feeds = createJobFeeds({ client, schedule });
  const host = createPanelHost(
    subject,
    { post: (message) => void posted.push(message) },
    {
      feeds,
      store,
      record: (job) => agent.job(job),
      act: (message) => void acts.push(message),
      now: () => new Date('2026-11-21T10:00:05.000Z'),
    },
  );
  await settle();
  const deliver = async (...entries: Parameters<ReturnType<FakeClient['stream']>['push']>): Promise<void> => {
    agent.stream('job1').push(...entries);
    await settle();
    tick();
  };
  return { agent, host, posted, acts, store, deliver };
}

const cursors = (message: HostToPage | undefined): string[] =>
  message && 'entries' in message ? message.entries.map(({ cursor }) => cursor) : [];

describe('the host of a panel', () => {
  it('says nothing until the page is ready, then everything', async () => {
    const { host, posted, deliver } = await openPanel();
    await deliver(entry(1), entry(2));
    assert.equal(posted.length, 0);
    host.receive({ kind: 'ready', cursor: '' });
    assert.equal(posted[0]?.kind, 'snapshot');
    assert.deepEqual(cursors(posted[0]), ['1.0', '2.0']);
    await deliver(entry(3));
    assert.deepEqual(cursors(posted.at(-1)), ['3.0']);
  });

  it('begins anew for a document that was made anew, and goes on behind the cursor of one that was kept', async () => {
    const { host, posted, deliver } = await openPanel();
    await deliver(entry(1), entry(2));
    host.receive({ kind: 'ready', cursor: '1.0' });
    assert.equal(posted[0]?.kind, 'append');
    assert.deepEqual(cursors(posted[0]), ['2.0']);
    host.receive({ kind: 'ready', cursor: '' });
    assert.equal(posted.at(-1)?.kind, 'snapshot');
    assert.deepEqual(cursors(posted.at(-1)), ['1.0', '2.0']);
  });

  it('cuts a long log into messages of bounded size, and says that more follows', async () => {
    const { host, posted, deliver } = await openPanel();
    await deliver(...Array.from({ length: 4500 }, (_, index) => entry(index + 1)));
    host.receive({ kind: 'ready', cursor: '' });
    const messages = posted.filter((message) => 'entries' in message);
    assert.deepEqual(
      messages.map(({ more, entries }) => [more, entries.length]),
      [
        [true, 2000],
        [true, 2000],
        [false, 500],
      ],
    );
  });

  it('posts nothing to a page that is hidden', async () => {
    const { host, posted, deliver } = await openPanel();
    host.receive({ kind: 'ready', cursor: '' });
    host.hidden();
    const before = posted.length;
    await deliver(entry(1));
    assert.equal(posted.length, before);
  });

  it('tells what can be done: cancel while it runs, then what the session allows', async () => {
    const { host, agent, posted, store, deliver } = await openPanel();
    const infos = (): PanelInfo[] =>
      posted.flatMap((message) => (message.kind === 'append' ? [] : [message.info]));
    const info = (): PanelInfo | undefined => infos().at(-1);
    host.receive({ kind: 'ready', cursor: '' });
    assert.deepEqual(info()?.actions, ['cancel', 'show-output']);
    await deliver(entry(1, { phase: 'ready', session: 's' }));
    agent.stream('job1').end();
    await settle();
    store.setSession('/book', session('s'));
    assert.deepEqual(info()?.actions, ['open', 'copy-link', 'stop', 'again', 'show-log', 'show-output']);
    store.setSession('/book', session('s', { state: 'stopped' }));
    assert.deepEqual(info()?.actions, ['start', 'again', 'show-log', 'show-output']);
  });

  it('says what went wrong when the agent does not know the job any more', async () => {
    const { host, posted } = await openPanel();
    host.show({ ...subject, job: 'gone' });
    host.receive({ kind: 'ready', cursor: '' });
    await settle();
    const last = posted.at(-1);
    assert.ok(last?.kind === 'info' && last.info.notice?.includes('There is no job gone.'));
  });

  it('passes on what was pressed and drops what is no message', async () => {
    const { host, acts } = await openPanel();
    host.receive({ kind: 'action', action: 'cancel' });
    host.receive({ kind: 'action', action: 'format-disk' });
    host.receive('cancel');
    assert.deepEqual(acts, [{ kind: 'action', action: 'cancel' }]);
  });
});

describe('the messages of panel and page', () => {
  it('are recognised by their shape', () => {
    assert.ok(isPageToHost({ kind: 'open-file', file: 'a', line: 3 }));
    for (const wrong of [null, {}, { kind: 'ready' }, { kind: 'open-file', file: 'a', line: -1 }]) {
      assert.ok(!isPageToHost(wrong));
    }
    assert.ok(isHostToPage({ kind: 'info' }));
    assert.ok(!isHostToPage({ kind: 'other' }));
  });

  it('restore only what this version kept', () => {
    const kept = { version: 1, job: 'j', title: 't', repo: 'r', folder: '/book' };
    assert.ok(isPanelRestore(kept));
    assert.ok(!isPanelRestore({ ...kept, version: 2 }));
    assert.ok(!isPanelRestore({ ...kept, folder: 3 }));
    assert.ok(!isPanelRestore(undefined));
  });
});

describe('the page', () => {
  it('allows nothing but its own style sheet and script', () => {
    const html = pageHtml({
      cspSource: 'https://source',
      script: 'https://source/webview.js',
      style: 'https://source/webview.css',
      nonce: 'abc',
      language: 'en',
      title: '<x>',
    });
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; style-src https://source 'nonce-abc'; font-src https://source; script-src 'nonce-abc'",
    );
    assert.ok(!html.includes('<x>'));
    assert.ok(!/<style|\sstyle=|\son\w+=/.test(html));
  });

  it('opens only files of its folder', () => {
    assert.equal(fileInFolder('/book', 'binder/apt.txt'), '/book/binder/apt.txt');
    for (const file of ['../secret', '/etc/passwd', 'a/../../b', '.']) {
      assert.equal(fileInFolder('/book', file), undefined, file);
    }
  });
});
