import type { EventBody } from '../protocol';

const keptLines = 600;

/** The last lines of output of the step that runs, for explaining why it failed. */
export interface OutputTail {
  add(event: EventBody): void;
  /** Id of the step that began last. */
  step(): string | undefined;
  lines(): readonly string[];
}

export function outputTail(): OutputTail {
  let step: string | undefined;
  let lines: string[] = [];
  return {
    add(event) {
      if (event.step?.state === 'started') {
        step = event.step.id;
        lines = [];
      }
      if (event.stream === undefined || event.message === undefined) return;
      lines.push(event.message);
      if (lines.length > 2 * keptLines) lines = lines.slice(-keptLines);
    },
    step: () => step,
    lines: () => lines.slice(-keptLines),
  };
}
