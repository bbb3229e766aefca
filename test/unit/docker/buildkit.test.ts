import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { trackProgress } from '../../../server/build/docker/build-progress';
import type { BuildMessage } from '../../../server/build/docker/build-stream';
import { buildMessages, jsonLines } from '../../../server/build/docker/build-stream';
import type { LayerOrigin } from '../../../server/plan/dockerfile/render';
import type { EventBody } from '../../../server/protocol';

const layers: readonly LayerOrigin[] = ['from', 'workdir', 'copy', 'first', 'second', 'third', 'never'].map(
  (id) => ({ id, op: 'engine' }),
);

const recorded = (name: string, size = 64 * 1024): AsyncIterable<Uint8Array> =>
  createReadStream(join(__dirname, 'recorded', `engine-20.10-${name}.jsonl`), { highWaterMark: size });

async function replay(
  name: string,
  size?: number,
): Promise<{ events: EventBody[]; messages: BuildMessage[]; failed: string | undefined }> {
  const events: EventBody[] = [];
  const messages: BuildMessage[] = [];
  const emit = (event: EventBody): void => void events.push(event);
  const label = ({ id }: LayerOrigin): string => `do ${id}`;
  const progress = trackProgress({ layers, total: 9, before: 2, label, emit, now: () => 0 });
  for await (const message of buildMessages(recorded(name, size))) {
    messages.push(message);
    if (message.kind === 'status') progress.take(message.status);
  }
  progress.end();
  return { events, messages, failed: progress.failed?.step?.id };
}

const steps = (events: readonly EventBody[]): readonly string[] =>
  events.flatMap(({ step }) => (step === undefined ? [] : [`${step.index} ${step.id} ${step.state}`]));

const output = (events: readonly EventBody[]): readonly string[] =>
  events.flatMap(({ stream, message }) => (stream === undefined ? [] : [`${stream}: ${message ?? ''}`]));

describe('The answer of a BuildKit build', () => {
  it('tells each step of the Dockerfile as it starts and ends, and the writing of the image', async () => {
    const { events, messages } = await replay('built');
    assert.deepEqual(steps(events), [
      ...[
        '3 workdir started',
        '3 workdir done',
        '4 copy started',
        '4 copy done',
        '5 first started',
        '5 first done',
      ],
      ...['6 second started', '6 second done', '9 export started', '9 export done'],
    ]);
    const image = messages.find((message) => message.kind === 'image');
    assert.match(image?.id ?? '', /^sha256:[0-9a-f]{64}$/);
  });

  it('tells output line by line, with its stream, and progress bars in their last state', async () => {
    const { events } = await replay('built');
    assert.deepEqual([...output(events)].sort(), [
      'stderr: to-stderr',
      'stdout: done',
      'stdout: größer',
      'stdout: no line break',
    ]);
  });

  it('is the same however the network cuts it', async () => {
    const whole = await replay('built');
    for (const size of [1, 7, 1000]) assert.deepEqual((await replay('built', size)).events, whole.events);
  });

  it('tells steps that came from the cache as cached, not as started', async () => {
    const { events } = await replay('cached');
    const fromCache = ['3 workdir cached', '4 copy cached', '5 first cached', '6 second cached'];
    assert.deepEqual([...steps(events)].sort(), [...fromCache, '9 export done', '9 export started'].sort());
  });

  it('tells the step that failed, after its output, and the error in the end', async () => {
    const { events, messages, failed } = await replay('failed');
    assert.equal(failed, 'third');
    assert.equal(steps(events).at(-1), '7 third failed');
    assert.ok(output(events).includes('stdout: before'));
    assert.deepEqual(messages.at(-1), {
      kind: 'error',
      message: 'executor failed running [/bin/sh -c echo before; exit 42]: exit code: 42',
    });
  });

  it('ends in an error where a file or the base is missing', async () => {
    for (const name of ['missing-file', 'missing-base']) {
      assert.equal((await replay(name)).messages.at(-1)?.kind, 'error', name);
    }
  });

  it('keeps a last line without a line break, and passes over empty ones', async () => {
    async function* chunks(): AsyncIterable<Uint8Array> {
      for (const text of ['{"a"', ':1}\r\n\r\n', '{"b":2}']) yield await Promise.resolve(Buffer.from(text));
    }
    const lines: string[] = [];
    for await (const line of jsonLines(chunks())) lines.push(line);
    assert.deepEqual(lines, ['{"a":1}', '{"b":2}']);
  });
});
