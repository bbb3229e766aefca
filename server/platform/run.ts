import type { ChildProcess, ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { Cancelled } from '../protocol';
import { keepTail, splitLines } from './lines';
import { endOwnGroup } from './process';

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment of the child; nothing is inherited (see `childEnvironment`). */
  readonly env: Readonly<Record<string, string>>;
  /** Written to its standard input, which is closed behind it. Absent: standard input is empty. */
  readonly input?: string | Uint8Array;
  readonly signal: AbortSignal;
  /** Called for each line, without its line break; carriage returns are resolved (see `splitLines`). */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  readonly timeoutMs?: number;
  /** Milliseconds between TERM and KILL. Default 5000. */
  readonly graceMs?: number;
  /** Characters of each stream that are kept for the result. Default 65,536. */
  readonly tailLimit?: number;
}

export interface RunResult {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** True when `timeoutMs` ended it. */
  readonly timedOut: boolean;
  readonly stdoutTail: string;
  readonly stderrTail: string;
}

/** Milliseconds for output that is still in a pipe when everything that could write to it has ended. */
const drainMilliseconds = 1000;

/**
 * Runs a program in a process group of its own and waits until the whole group has ended: what it left in the
 * background is ended with it. A non-zero exit code is a result, not an error.
 * @throws Cancelled when `signal` fires, once nothing of the group runs any more; the system's error (ENOENT, EACCES)
 * when the program cannot be started
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  throwIfCancelled(options.signal);
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    detached: process.platform !== 'win32',
    stdio: 'pipe',
    windowsHide: true,
  });
  const output = readOutput(child, options);
  child.stdin.on('error', ignoreBrokenPipe).end(options.input);
  const stopper = stopWhen(child, options);
  const { code, signal } = await exit(child).finally(stopper.disarm);
  await stopper.sweep();
  await output.drained();
  throwIfCancelled(options.signal);
  return { code, signal, timedOut: stopper.timedOut, ...output.tails() };
}

/** @throws Cancelled when `signal` has fired */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Cancelled();
}

/** A program may end without reading its input. */
function ignoreBrokenPipe(): void {
  // Its exit code tells what there is to tell.
}

function exit(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

interface Output {
  /** Resolves when the last line was told. */
  drained(): Promise<void>;
  tails(): Pick<RunResult, 'stdoutTail' | 'stderrTail'>;
}

function readOutput(child: ChildProcessWithoutNullStreams, { onLine, tailLimit }: RunOptions): Output {
  const tails = { stdout: keepTail(tailLimit ?? 65_536), stderr: keepTail(tailLimit ?? 65_536) };
  const closed = (['stdout', 'stderr'] as const).map((name) => {
    const lines = splitLines((line) => {
      tails[name].add(line);
      onLine?.(line, name);
    });
    child[name].on('data', (chunk: Buffer) => lines.write(chunk));
    return new Promise<void>((resolve) => {
      child[name].once('close', () => {
        lines.end();
        resolve();
      });
    });
  });
  return {
    async drained() {
      // Whoever left the group may hold the pipe for ever: its output is not waited for.
      const timer = setTimeout(
        () => [child.stdout, child.stderr].forEach((s) => s.destroy()),
        drainMilliseconds,
      );
      await Promise.all(closed);
      clearTimeout(timer);
    },
    tails: () => ({ stdoutTail: tails.stdout.text, stderrTail: tails.stderr.text }),
  };
}

interface Stopper {
  readonly timedOut: boolean;
  readonly disarm: () => void;
  /** Ends what the program left running. Returns when nothing of its group runs any more. */
  sweep(): Promise<void>;
}

/** Ends the group when the signal fires or the time is over. */
function stopWhen(child: ChildProcess, { signal, timeoutMs, graceMs = 5000 }: RunOptions): Stopper {
  let timedOut = false;
  let stopping: Promise<void> | undefined;
  const end = async (): Promise<void> =>
    child.pid === undefined ? undefined : endOwnGroup(child.pid, graceMs);
  const stop = (): void => void (stopping ??= end());
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          stop();
        }, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  return {
    get timedOut() {
      return timedOut;
    },
    disarm() {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
    sweep: () => stopping ?? end(),
  };
}
