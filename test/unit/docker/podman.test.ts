import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { trackProgress } from '../../../server/build/docker/build-progress';
import type { BuildMessage } from '../../../server/build/docker/build-stream';
import { qualifiedDockerfile } from '../../../server/build/docker/podman-client';
import { classicMessages } from '../../../server/build/docker/podman-stream';
import type { LayerOrigin } from '../../../server/plan/dockerfile/render';
import type { EventBody } from '../../../server/protocol';

const layers: readonly LayerOrigin[] = ['from', 'workdir', 'copy', 'first', 'second', 'third', 'never'].map(
  (id) => ({ id, op: 'engine' }),
);

interface Replayed {
  readonly events: readonly EventBody[];
  readonly messages: readonly BuildMessage[];
  readonly failed: string | undefined;
}

/** What was recorded of a real Podman (test/support/docker-record.ts), in chunks of this size. */
async function replay(name: string, size = 64 * 1024): Promise<Replayed> {
  const file = join(__dirname, 'recorded', `podman-4.3-${name}.jsonl`);
  const events: EventBody[] = [];
  const messages: BuildMessage[] = [];
  const emit = (event: EventBody): void => void events.push(event);
  const label = ({ id }: LayerOrigin): string => `do ${id}`;
  const progress = trackProgress({ layers, total: 9, before: 2, label, emit, now: () => 0 });
  for await (const message of classicMessages(createReadStream(file, { highWaterMark: size }))) {
    messages.push(message);
    if (message.kind === 'status') progress.take(message.status);
  }
  progress.end();
  return { events, messages, failed: progress.failed?.step?.id };
}

const steps = (events: readonly EventBody[]): readonly string[] =>
  events.flatMap(({ step }) => (step === undefined ? [] : [`${step.index} ${step.id} ${step.state}`]));

const output = (events: readonly EventBody[]): readonly string[] =>
  events.flatMap(({ stream, message }) => (stream === undefined ? [] : [message ?? '']));

describe('The answer of a build by Podman', () => {
  it('tells the same steps as BuildKit does, and the writing of the image', async () => {
    const { events, messages } = await replay('built');
    const ids = ['3 workdir', '4 copy', '5 first', '6 second', '9 export'];
    assert.deepEqual(
      steps(events),
      ids.flatMap((id) => [`${id} started`, `${id} done`]),
    );
    const image = messages.find((message) => message.kind === 'image');
    assert.match(image?.id ?? '', /^sha256:[0-9a-f]{64}$/);
  });

  it('tells what the steps print, and not what the builder says of itself', async () => {
    const { events } = await replay('built');
    assert.deepEqual([...output(events)].sort(), ['done', 'größer', 'no line break', 'to-stderr']);
  });

  it('is the same however the network cuts it', async () => {
    const whole = await replay('built');
    for (const size of [1, 7, 1000]) assert.deepEqual((await replay('built', size)).events, whole.events);
  });

  it('tells which steps came from the cache', async () => {
    const { events } = await replay('cached');
    const ended = steps(events).filter((line) => !line.endsWith('started'));
    assert.deepEqual(ended, [
      '3 workdir cached',
      '4 copy cached',
      '5 first cached',
      '6 second cached',
      '9 export done',
    ]);
    assert.deepEqual(output(events), []);
  });

  it('tells the step that failed, after its output, and the error in the end', async () => {
    const { events, messages, failed } = await replay('failed');
    assert.equal(failed, 'third');
    assert.equal(steps(events).at(-1), '7 third failed');
    assert.ok(output(events).includes('before'));
    assert.deepEqual(messages.at(-1), {
      kind: 'error',
      message: 'building at STEP "RUN echo before; exit 42": while running runtime: exit status 42',
    });
  });

  it('ends in an error where a file or the base is missing', async () => {
    for (const name of ['missing-file', 'missing-base']) {
      assert.equal((await replay(name)).messages.at(-1)?.kind, 'error', name);
    }
  });
});

describe('A Dockerfile for Podman', () => {
  it('names images of ours by the place where they are, and nothing else', () => {
    const text = [
      'FROM bindery/base:1',
      'RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \\',
      '    --mount=type=bind,from=bindery/tools:1,source=/x,target=/y \\',
      '    sh -c "echo from=bindery/tools"',
      'COPY --from=bindery/tools:1 /entry/ /usr/local/bin/',
      'RUN echo FROM bindery/base',
      'FROM other/bindery/base:1',
    ];
    assert.deepEqual(qualifiedDockerfile(text.join('\n')).split('\n'), [
      'FROM localhost/bindery/base:1',
      'RUN --mount=type=bind,from=localhost/bindery/tools:1,source=/,target=/run/bindery/tools \\',
      '    --mount=type=bind,from=localhost/bindery/tools:1,source=/x,target=/y \\',
      '    sh -c "echo from=bindery/tools"',
      'COPY --from=localhost/bindery/tools:1 /entry/ /usr/local/bin/',
      'RUN echo FROM bindery/base',
      'FROM other/bindery/base:1',
    ]);
  });
});
