import type { EventBody, JobEvent } from '../protocol';
import { renderMessage } from '../protocol';
import { createBlockReader } from './log-blocks';
import type { Line, LogFiles } from './log-files';
import type { StoreLogger } from './options';

/** Events that stay in memory for followers who keep up. */
const recentEvents = 512;
/** Bytes that may wait for a disk that does not take them; beyond, the oldest of them are left out of the log. */
const waitingBytes = 8 * 1024 * 1024;

export interface EventLogOptions {
  readonly job: string;
  readonly files: LogFiles;
  readonly isTerminal: (event: EventBody) => boolean;
  readonly now: () => Date;
  readonly logger?: StoreLogger | undefined;
}

/**
 * The log of one job: one writer, any number of followers. An event is told to followers once it is in its file (so
 * that nobody has seen what a killed process did not leave behind), the terminal one once it is safe from a power cut.
 */
export interface EventLog {
  /** As JobStore.append. After the terminal event nothing is added: it is returned again. */
  append(body: EventBody): JobEvent;
  /** The next events behind `after`, each once; none when there are none yet. Never more than a block of them. */
  read(after: number): Promise<readonly JobEvent[]>;
  /** Id of the last event that followers may have. */
  readonly published: number;
  /** True when the terminal event is published. */
  readonly ended: boolean;
  /** True when the terminal event was appended, published or not. */
  readonly closing: boolean;
  /** Resolves when more is published, or when `signal` fires. */
  more(signal: AbortSignal): Promise<void>;
  flush(): Promise<void>;
}

export function createEventLog(options: EventLogOptions, last: JobEvent | undefined): EventLog {
  return new Log(options, last);
}

/** An event on its way to the disk. */
interface Waiting extends Line {
  readonly event: JobEvent;
}

class Log implements EventLog {
  private lastId: number;
  private terminal: JobEvent | undefined;
  private waiting: Waiting[] = [];
  private waitingSize = 0;
  private recent: JobEvent[] = [];
  private writing: Promise<void> = Promise.resolve();
  private scheduled = false;
  private failing = false;
  private readonly wake = new Set<() => void>();
  private readonly blocks: ReturnType<typeof createBlockReader>;
  published: number;

  constructor(
    private readonly options: EventLogOptions,
    last: JobEvent | undefined,
  ) {
    this.lastId = last?.id ?? 0;
    this.published = this.lastId;
    this.terminal = last !== undefined && options.isTerminal(last) ? last : undefined;
    this.blocks = createBlockReader(options.files);
  }

  get ended(): boolean {
    return this.terminal !== undefined && this.published >= this.terminal.id;
  }

  get closing(): boolean {
    return this.terminal !== undefined;
  }

  append(body: EventBody): JobEvent {
    if (this.terminal !== undefined) return this.terminal;
    const { job, now } = this.options;
    const event: JobEvent = { id: this.lastId + 1, at: now().toISOString(), job, ...body };
    this.lastId = event.id;
    if (this.options.isTerminal(event)) this.terminal = event;
    const bytes = Buffer.from(`${JSON.stringify(event)}\n`);
    this.waiting.push({ id: event.id, bytes, event });
    this.waitingSize += bytes.length;
    this.shed();
    this.schedule();
    return event;
  }

  async read(after: number): Promise<readonly JobEvent[]> {
    if (after >= this.published) return [];
    const first = this.recent[0];
    const inMemory = first !== undefined && first.id <= after + 1;
    const stored = inMemory ? undefined : await this.blocks.read(after);
    return fillGaps(between(stored ?? this.recent, after, this.published), after);
  }

  async more(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.wake.delete(go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      this.wake.add(go);
      signal.addEventListener('abort', go, { once: true });
      if (signal.aborted) go();
    });
  }

  async flush(): Promise<void> {
    await this.write();
    await this.options.files.sync();
  }

  private shed(): void {
    while (this.waitingSize > waitingBytes && this.waiting.length > 1) {
      this.waitingSize -= this.waiting.shift()?.bytes.length ?? 0;
    }
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    void this.write();
  }

  /** Writes what waits, after what is being written. */
  private write(): Promise<void> {
    this.writing = this.writing.then(() => this.drain());
    return this.writing;
  }

  private async drain(): Promise<void> {
    this.scheduled = false;
    const batch = this.waiting;
    this.waiting = [];
    this.waitingSize = 0;
    if (batch.length === 0) return;
    await this.store(batch);
    this.publish(batch.map(({ event }) => event));
  }

  /** A log that cannot be written does not fail the work it tells of: followers of now still get the events. */
  private async store(batch: readonly Waiting[]): Promise<void> {
    const { files, job, logger } = this.options;
    try {
      await files.append(batch);
      if (this.terminal !== undefined && batch.at(-1)?.id === this.terminal.id) await files.sync();
      this.failing = false;
    } catch (error) {
      if (!this.failing) logger?.warn({ err: error, job }, 'events could not be written to the log');
      this.failing = true;
    }
  }

  private publish(events: readonly JobEvent[]): void {
    this.recent = [...this.recent, ...events].slice(-Math.max(recentEvents, events.length));
    this.published = events.at(-1)?.id ?? this.published;
    for (const go of [...this.wake]) go();
  }
}

/** Looks from the end, where most followers are: a thousand of them ask for each new event. */
function between(events: readonly JobEvent[], after: number, last: number): readonly JobEvent[] {
  let end = events.length;
  while ((events[end - 1]?.id ?? 0) > last) end -= 1;
  let begin = end;
  while ((events[begin - 1]?.id ?? 0) > after) begin -= 1;
  return events.slice(begin, end);
}

/** Where ids are missing (the middle of a log that was too long), one event says how many. */
function fillGaps(events: readonly JobEvent[], after: number): readonly JobEvent[] {
  let before = after;
  return events.flatMap((event) => {
    const missing = event.id - before - 1;
    before = event.id;
    return missing > 0 ? [leftOut(event, missing), event] : [event];
  });
}

function leftOut(next: JobEvent, count: number): JobEvent {
  const { job, phase, at } = next;
  const args = { count };
  const message = renderMessage('log.left-out', args);
  return { id: next.id - 1, at, job, phase, code: 'log.left-out', args, message, level: 'warning' };
}
