import assert from 'node:assert/strict';
import { createProgress } from '../../../server/cli/progress';
import type { JobEvent } from '../../../server/protocol';
import { terminal } from './terminal';

const event = (body: Partial<JobEvent>): JobEvent => ({
  job: 'j',
  id: 1,
  at: '',
  phase: 'building',
  ...body,
});

describe('progress of a job', () => {
  it('without a terminal is a line for each of our sentences, and none for a tool’s', () => {
    const { output, stdout, stderr } = terminal({ tty: false });
    const display = createProgress(output);
    display.show(event({ phase: 'fetching', message: 'Using the folder.' }));
    display.show(event({ stream: 'stdout', message: 'Collecting numpy' }));
    display.show(event({ message: 'Python 3.9 is used.', level: 'warning' }));
    display.end(false);
    assert.equal(stderr(), 'fetching: Using the folder.\nwarning: Python 3.9 is used.\n');
    assert.equal(stdout(), '');
  });

  it('on a terminal never shows more than a few lines of a tool, however much it prints', () => {
    const { output, screen } = terminal({ tty: true });
    const display = createProgress(output);
    for (let line = 0; line < 10_000; line += 1) {
      display.show(event({ stream: 'stdout', message: `line ${line}` }));
      if (line % 100 === 0) display.note(`note ${line / 100}`);
    }
    assert.equal(screen().filter((line) => line.includes('  line ')).length, 3);
    display.end(false);
    assert.equal(screen().length, 100);
  });

  it('shows the end of the tools’ output after a failure', () => {
    const { output, stderr } = terminal({ tty: false });
    const display = createProgress(output);
    for (let line = 1; line <= 100; line += 1) {
      display.show(event({ stream: 'stderr', message: `line ${line}` }));
    }
    display.end(true);
    assert.match(stderr(), /line 71\n/);
    assert.match(stderr(), /line 100\n$/);
    assert.doesNotMatch(stderr(), /line 70\n/);
  });

  it('lets no escape sequence of a tool through', () => {
    const { output, stderr } = terminal({ tty: false });
    const display = createProgress(output);
    display.show(
      event({ stream: 'stdout', message: '\u001b[31mred\u001b[0m\u001b[2J\u001b]0;title\u0007\r\u0008x' }),
    );
    display.end(true);
    assert.equal(stderr(), '  redx\n');
  });

  it('cuts lines to the width of the terminal, so that none wraps', () => {
    const { output, screen } = terminal({ tty: true, columns: 40, env: { NO_COLOR: '1' } });
    const display = createProgress(output);
    display.show(event({ stream: 'stdout', message: 'x'.repeat(500) }));
    display.note('said');
    for (const line of screen()) assert.ok(line.length < 40, line);
    display.end(false);
  });

  it('says how long each phase took, by the clock it is given', () => {
    const clock = { now: 0 };
    const { output, screen } = terminal({ tty: true, env: { NO_COLOR: '1' } });
    const display = createProgress(output, () => clock.now);
    display.show(event({ phase: 'fetching' }));
    clock.now = 2500;
    display.show(event({ phase: 'building', message: 'The build begins.' }));
    display.end(false);
    assert.deepEqual(screen(), ['fetching      2.5 s', 'building: The build begins.']);
  });
});

describe('output', () => {
  it('has colours on a terminal only, and not where NO_COLOR is set', () => {
    const coloured = (options: Parameters<typeof terminal>[0]): boolean =>
      terminal(options).output.style.fail('x') !== 'x';
    assert.equal(coloured({ tty: true }), true);
    assert.equal(coloured({ tty: false }), false);
    assert.equal(coloured({ tty: true, env: { NO_COLOR: '1' } }), false);
    assert.equal(coloured({ tty: true, env: { NO_COLOR: '' } }), true);
    assert.equal(coloured({ tty: true, env: { TERM: 'dumb' } }), false);
  });

  it('with --json keeps people’s text away from standard output', () => {
    const { output, stdout, stderr } = terminal({ tty: false, json: true });
    output.result('a result');
    output.record({ a: 1 });
    output.say('said');
    assert.equal(stdout(), '{"a":1}\n');
    assert.equal(stderr(), 'a result\nsaid\n');
  });

  it('tells a failure once, as the event that told it or as a line like one', () => {
    const error = { code: 'internal', args: {}, message: 'm', action: 'a' } as const;
    const told = terminal({ tty: false, json: true });
    told.output.record(event({ phase: 'failed', error }));
    told.output.recordFailure(error);
    assert.equal(told.stdout().split('\n').length, 2);
    const untold = terminal({ tty: false, json: true });
    untold.output.record(event({ phase: 'fetching' }));
    untold.output.recordFailure(error);
    assert.deepEqual(JSON.parse(untold.stdout().split('\n')[1] ?? ''), {
      phase: 'failed',
      message: 'm',
      error,
    });
  });
});
