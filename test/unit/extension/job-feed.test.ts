import assert from 'node:assert/strict';
import { AppError } from '../../../server/protocol';
import { createJobFeeds, followJob } from '../../../extension/stream/job-feed';
import { FakeClient, entry, manualSchedule, settle } from './fakes';

function follow() {
  const client = new FakeClient();
  const { schedule, tick } = manualSchedule();
  const feed = followJob('job1', { client: () => Promise.resolve(client), schedule });
  return { client, feed, tick, stream: client.stream('job1') };
}

describe('a job feed', () => {
  it('keeps the entries in order and tells them in batches', async () => {
    const { feed, stream, tick } = follow();
    const batches: number[] = [];
    feed.onEntries.listen((batch) => batches.push(batch.length));
    stream.push(entry(1), entry(2));
    await settle();
    tick();
    stream.push(entry(3));
    await settle();
    tick();
    assert.deepEqual(batches, [2, 1]);
    assert.deepEqual(
      feed.entries.map(({ cursor }) => cursor),
      ['1.0', '2.0', '3.0'],
    );
  });

  it('never holds a token', async () => {
    const { feed, stream } = follow();
    stream.push(entry(1, { phase: 'ready', url: 'http://127.0.0.1:1/', token: 'secret' }));
    stream.end();
    await feed.ended;
    assert.ok(!JSON.stringify(feed.entries).includes('secret'));
    assert.equal(feed.entries[0]?.event.url, 'http://127.0.0.1:1/');
  });

  it('says that it ended once everything was told', async () => {
    const { feed, stream } = follow();
    const seen: string[] = [];
    feed.onEntries.listen((batch) => seen.push(`${batch.length} entries`));
    feed.onConnection.listen((connection) => seen.push(connection));
    stream.push(entry(1));
    stream.end();
    await feed.ended;
    assert.deepEqual(seen, ['live', '1 entries', 'ended']);
  });

  it('says why it lost the agent', async () => {
    const { feed, stream } = follow();
    stream.end(new AppError('agent-unreachable', { detail: 'gone' }));
    await feed.ended;
    assert.equal(feed.connection, 'lost');
    assert.equal(feed.error?.code, 'agent-unreachable');
  });

  it('is shared by all who ask for the same job, and opened anew once it was lost', async () => {
    const client = new FakeClient();
    const feeds = createJobFeeds({
      client: () => Promise.resolve(client),
      schedule: manualSchedule().schedule,
    });
    const first = feeds.open('job1');
    assert.equal(feeds.open('job1'), first);
    await settle();
    client.stream('job1').end(new AppError('agent-unreachable', { detail: 'gone' }));
    await first.ended;
    assert.notEqual(feeds.open('job1'), first);
    feeds.dispose();
  });
});
