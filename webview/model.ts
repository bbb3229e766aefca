import type { AppErrorData, FailureExplanation, Phase, StepProgress } from '../server/protocol';
import { isTerminal } from '../server/protocol';
import type { PanelEntry, PanelInfo } from './protocol';
import { shownPhases } from './protocol';

/** What a line of the log is: a tool's output, a sentence of ours, one not to be missed, what failed. */
export type LineKind = 'output' | 'note' | 'warning' | 'error';

export interface Line {
  readonly kind: LineKind;
  readonly text: string;
}

export type PhaseState = 'pending' | 'active' | 'done' | 'failed' | 'cancelled';

export interface PhaseView {
  readonly phase: Phase;
  readonly state: PhaseState;
  /** Milliseconds so far, or in all; absent for what has not begun and for what only ends a job. */
  readonly elapsed?: number;
}

/** Everything the events say, as the page shows it. Grows by `add`; draws nothing and knows no document. */
export interface StreamModel {
  readonly lines: readonly Line[];
  readonly step: StepProgress | undefined;
  readonly error: AppErrorData | undefined;
  readonly explanations: readonly FailureExplanation[];
  /** The last sentence of ours. */
  readonly message: string | undefined;
  readonly ended: Phase | undefined;
  /** Cursor of the last entry, '' before the first. */
  readonly cursor: string;
  /** Adds entries that were not there yet; true when one began a phase or ended the job. */
  add(entries: readonly PanelEntry[]): boolean;
  /** Phases with their times. `now` is in the host's clock, milliseconds since the epoch. */
  phases(kind: PanelInfo['kind'], now: number): PhaseView[];
}

/** Phases of the row in which a phase of the protocol is counted: waiting is the beginning of fetching. */
const countedAs: Partial<Record<Phase, Phase>> = { waiting: 'fetching', pushing: 'building' };

class EventModel implements StreamModel {
  readonly lines: Line[] = [];
  readonly explanations: FailureExplanation[] = [];
  step: StepProgress | undefined;
  error: AppErrorData | undefined;
  message: string | undefined;
  ended: Phase | undefined;
  cursor = '';
  private readonly seen = new Set<string>();
  private readonly began = new Map<Phase, number>();
  private last = { phase: 'waiting' as Phase, at: 0 };

  constructor(
    private readonly job: string,
    private readonly kind: PanelInfo['kind'],
  ) {}

  add(entries: readonly PanelEntry[]): boolean {
    let turned = false;
    for (const entry of entries) {
      if (this.seen.has(entry.cursor)) continue;
      this.seen.add(entry.cursor);
      this.cursor = entry.cursor;
      turned = this.addEvent(entry) || turned;
    }
    return turned;
  }

  private addEvent({ event }: PanelEntry): boolean {
    const { phase, message, stream, level, step, error } = event;
    const at = Date.parse(event.at);
    const counted = countedAs[phase] ?? phase;
    const begins = !this.began.has(counted);
    if (begins) this.began.set(counted, at);
    this.last = { phase: counted, at };
    if (step) this.step = step;
    if (message !== undefined) this.addLine(message, stream !== undefined, level === 'warning');
    if (error) this.addFailure(error, event.explanations ?? [], message);
    const own = event.job === this.job;
    if (own && isTerminal(phase, this.kind)) this.ended = phase;
    return begins;
  }

  private addLine(text: string, output: boolean, warning: boolean): void {
    if (!output) this.message = text;
    this.lines.push({ kind: output ? 'output' : warning ? 'warning' : 'note', text });
  }

  private addFailure(
    error: AppErrorData,
    explanations: readonly FailureExplanation[],
    message: string | undefined,
  ): void {
    // A launch repeats the failure of its build: it is told once.
    if (this.error?.message === error.message) return;
    this.error = error;
    this.explanations.splice(0, this.explanations.length, ...explanations);
    if (message !== error.message) this.lines.push({ kind: 'error', text: error.message });
  }

  phases(kind: PanelInfo['kind'], now: number): PhaseView[] {
    const row: readonly Phase[] = shownPhases[kind];
    const reached = Math.max(...row.map((phase, index) => (this.began.has(phase) ? index : -1)));
    return row
      .map((phase, index) => this.phaseView(row, phase, index, reached, now))
      .filter(({ phase, state }) => state === 'pending' || this.began.has(phase));
  }

  private phaseView(
    row: readonly Phase[],
    phase: Phase,
    index: number,
    reached: number,
    now: number,
  ): PhaseView {
    const start = this.began.get(phase);
    if (start === undefined) return { phase, state: index < reached || this.ended ? 'done' : 'pending' };
    if (index === row.length - 1) return { phase, state: 'done' };
    const next = row.slice(index + 1).map((later) => this.began.get(later));
    const end = next.find((time) => time !== undefined) ?? (this.ended ? this.last.at : undefined);
    return { phase, state: this.stateOf(index < reached), elapsed: (end ?? now) - start };
  }

  private stateOf(passed: boolean): PhaseState {
    if (passed) return 'done';
    if (this.ended === 'failed') return 'failed';
    if (this.ended === 'cancelled') return 'cancelled';
    return this.ended ? 'done' : 'active';
  }
}

/** The empty model of a job's stream. */
export function streamModel(info: Pick<PanelInfo, 'job' | 'kind'>): StreamModel {
  return new EventModel(info.job, info.kind);
}
