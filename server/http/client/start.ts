import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { AppError } from '../../protocol';
import type { AgentPlaces } from './places';
import type { ConnectOptions } from './types';

/** An agent process that this client started; it may turn out that another one was elected. */
export interface StartedAgent {
  /** False once it has ended: another agent serves, or none. */
  readonly running: boolean;
  /** @throws AppError agent-did-not-start when it could not be run or failed; disk-full when it had no space to start in */
  check(): void;
}

/** Starts an agent that outlives this process; what it prints goes to its log. */
export function startAgent(options: ConnectOptions, places: AgentPlaces): StartedAgent {
  mkdirSync(places.root, { recursive: true, mode: 0o700 });
  const log = openSync(places.logFile, 'a', 0o600);
  const logStart = statSync(places.logFile).size;
  try {
    const child = spawnAgent(options, places.root, log);
    return watch(child, places, logStart);
  } finally {
    closeSync(log);
  }
}

function spawnAgent({ program, linger, env }: ConnectOptions, root: string, log: number): ChildProcess {
  const child = spawn(program.file, [...program.args, 'agent', '--linger', String(linger)], {
    cwd: root,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
    env: { ...env, ...program.env },
  });
  child.unref();
  return child;
}

function watch(child: ChildProcess, { root, logFile }: AgentPlaces, logStart: number): StartedAgent {
  let failure: string | undefined;
  let running = true;
  const end = (detail: string | undefined): void => {
    running = false;
    failure = detail;
  };
  child.once('error', (error) => end(error.message));
  child.once('exit', (code, signal) => {
    end(code === 0 ? undefined : `it ended with ${signal ?? `exit code ${code ?? 'unknown'}`}`);
  });
  return {
    get running() {
      return running;
    },
    check: () => {
      if (failure === undefined) return;
      // Then its log could not be written either.
      if (statfsSync(root).bavail === 0) throw new AppError('disk-full', { path: root, needed: '1 GB' });
      const printed = readPrinted(logFile, logStart);
      const detail = printed === '' ? failure : `${failure}: ${printed}`;
      throw new AppError('agent-did-not-start', { detail, log: logFile });
    },
  };
}

/**
 * What a process that failed printed: the line that names the error, else the last one. JSON lines are those of a
 * working agent, whose log it shares.
 */
function readPrinted(logFile: string, start: number): string {
  const lines = readFileSync(logFile).subarray(start).toString('utf8').split('\n');
  const printed = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('{'));
  const told = printed.find((line) => /error/i.test(line)) ?? printed.at(-1) ?? '';
  return told.slice(0, 500);
}
