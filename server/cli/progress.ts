import type { JobEvent, Phase } from '../protocol';
import type { Output } from './output';
import { plainLine } from './output';

/** Shows the events of a job to a person: phases with their times, our messages, and little of the tools' output. */
export interface ProgressDisplay {
  show(event: JobEvent): void;
  /** A sentence that stays. */
  note(text: string): void;
  /** Takes the moving part off the screen; after a failure, prints the end of the tools' output. */
  end(failed: boolean): void;
}

const tailLines = 3;
const failureLines = 30;
const frameMilliseconds = 120;

export function createProgress(output: Output, now: () => number = Date.now): ProgressDisplay {
  const tail: string[] = [];
  const live = output.live ? createLiveArea(output) : undefined;
  let phase: { readonly name: Phase; readonly since: number } | undefined;
  let step = '';

  const lines = (): string[] => {
    if (phase === undefined) return [];
    const head = `${phase.name.padEnd(10)} ${seconds(now() - phase.since)}  ${step}`;
    return [head, ...tail.slice(-tailLines).map((line) => output.style.dim(`  ${line}`))];
  };
  const print = (text: string): void => {
    live?.clear();
    output.say(text);
    live?.draw(lines());
  };
  const enter = (event: JobEvent): void => {
    if (phase?.name === event.phase) return;
    if (phase !== undefined && live !== undefined) {
      print(output.style.dim(`${phase.name.padEnd(10)} ${seconds(now() - phase.since)}`));
    }
    phase = { name: event.phase, since: now() };
    step = '';
  };
  const timer = live && setInterval(() => live.draw(lines()), frameMilliseconds);
  timer?.unref();

  return {
    show: (event) => {
      enter(event);
      if (event.stream !== undefined) {
        tail.push(plainLine(event.message ?? ''));
        if (tail.length > failureLines) tail.shift();
        return;
      }
      step = describeStep(event) ?? step;
      const text = sentence(event, output);
      if (text !== undefined && event.phase !== 'failed') print(text);
    },
    note: print,
    end: (failed) => {
      clearInterval(timer);
      live?.clear();
      if (failed) for (const line of tail) output.say(output.style.dim(`  ${line}`));
    },
  };
}

function sentence(event: JobEvent, output: Output): string | undefined {
  if (event.message === undefined) return undefined;
  const text = plainLine(event.message);
  return event.level === 'warning' ? output.style.warn(`warning: ${text}`) : `${event.phase}: ${text}`;
}

function describeStep({ step, progress }: JobEvent): string | undefined {
  if (step !== undefined) return `step ${step.index} of ${step.total}: ${step.id}`;
  if (progress === undefined) return undefined;
  const total = progress.total === undefined ? '' : ` of ${progress.total}`;
  return `${progress.current}${total} ${progress.unit}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`.padStart(8);
}

/** A few lines at the bottom of the terminal that are drawn over and over. */
interface LiveArea {
  draw(lines: readonly string[]): void;
  clear(): void;
}

function createLiveArea(output: Output): LiveArea {
  let height = 0;
  const clear = (): void => {
    if (height > 0) output.draw(`\u001b[${height}A\u001b[J`);
    height = 0;
  };
  return {
    clear,
    draw: (lines) => {
      clear();
      // One column is left free: a line that fills the last one wraps on some terminals, and the area would drift.
      for (const line of lines) output.draw(`${truncate(line, output.columns - 1)}\n`);
      height = lines.length;
    },
  };
}

/** Cuts what is visible; escape sequences of ours stand only at both ends of a line. */
function truncate(line: string, width: number): string {
  const visible = plainLine(line);
  return visible.length <= width ? line : line.replace(visible, `${visible.slice(0, width - 1)}…`);
}
