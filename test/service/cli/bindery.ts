import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually } from '../../support/eventually';

/** The command line as a process of its own, from its sources, with a state root of its own. */
export interface BinderyProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly output: { stdout: string; stderr: string };
  /** Resolves when it has ended; -1 when a signal ended it. */
  readonly exit: Promise<number>;
  /** Waits until it printed something. */
  printed(stream: 'stdout' | 'stderr', pattern: RegExp, seconds?: number): Promise<string>;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const loader = pathToFileURL(require.resolve('tsx')).href;
const main = join(__dirname, '..', '..', '..', 'server', 'cli', 'main.ts');

export interface BinderyOptions {
  readonly home: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What Node is started with; the sources unless told otherwise. */
  readonly program?: readonly string[];
}

export function startBindery(args: readonly string[], options: BinderyOptions): BinderyProcess {
  const child = spawn(process.execPath, [...(options.program ?? ['--import', loader, main]), ...args], {
    cwd: options.cwd ?? options.home,
    env: { ...process.env, BINDERY_HOME: join(options.home, 'state'), ...options.env },
    stdio: 'pipe',
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  child.stdin.end();
  const exit = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  return {
    child,
    output,
    exit,
    printed: async (stream, pattern, seconds = 240) => {
      const ended = { yes: false };
      void exit.finally(() => (ended.yes = true));
      await eventually(
        () => ended.yes || pattern.test(output[stream]),
        `${String(pattern)} on ${stream} in ${JSON.stringify(output)}`,
        seconds,
      );
      const found = pattern.exec(output[stream]);
      if (found === null) throw new Error(`it ended without ${String(pattern)}: ${JSON.stringify(output)}`);
      return found[1] ?? found[0];
    },
  };
}

/** Runs a command to its end. */
export async function bindery(args: readonly string[], options: BinderyOptions): Promise<Outcome> {
  const { output, exit } = startBindery(args, options);
  return { code: await exit, ...output };
}

/** The lines of standard output, each of which must be one JSON object. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
