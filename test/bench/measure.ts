import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** What is timed: one run of it, from start to end, in a fresh state where it needs one. */
export type Run = () => Promise<number>;

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Medians of `count` runs of each, taken in turns so that whatever else the machine does hits all of them alike. One run
 * of each goes before and is not counted, unless every run begins with nothing anyway (`warmUp` false).
 */
export async function inTurns<Name extends string>(
  count: number,
  runs: Readonly<Record<Name, Run>>,
  warmUp = true,
): Promise<Record<Name, number>> {
  const names = Object.keys(runs) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let turn = warmUp ? 0 : 1; turn <= count; turn += 1) {
    for (const name of names) {
      const time = await runs[name]();
      if (turn > 0) times[name].push(time);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end and returns its standard output.
 * @throws Error with its last lines when it fails
 */
export function execute({ argv: [program, ...args], cwd, env }: Command): Promise<string> {
  const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`${program} ended with ${code ?? 'a signal'}: ${lastLines(errors)}`));
    });
  });
}

/** Milliseconds until a line of the program's standard output is accepted; the program is then ended. */
export async function untilLine(command: Command, accept: (line: string) => boolean): Promise<number> {
  const [program, ...args] = command.argv;
  const start = performance.now();
  const child = spawn(program, args, {
    cwd: command.cwd,
    env: command.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  let time: number | undefined;
  let rest = '';
  for await (const chunk of child.stdout) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (!lines.some(accept)) continue;
    time = performance.now() - start;
    break;
  }
  child.kill('SIGINT');
  await ended;
  if (time === undefined)
    throw new Error(`${program} ended before the line that was waited for: ${lastLines(errors)}`);
  return time;
}

const lastLines = (chunks: readonly Buffer[]): string =>
  Buffer.concat(chunks).toString().trim().split('\n').slice(-3).join(' | ');
