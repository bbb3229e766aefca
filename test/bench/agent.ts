import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface AgentPlace {
  readonly bindery: string;
  /** The state root, made when it is not there. */
  readonly home: string;
  /** Added to the environment of the agent and of its clients. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Seconds in which an agent must serve, and must have ended. */
const patience = 30;

/** Runs `work` with the environment of an agent that serves already, as it does for someone who works in the editor. */
export async function withAgent<T>(
  place: AgentPlace,
  work: (env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const env = { ...process.env, ...place.env, BINDERY_HOME: place.home };
  const agent = spawn(process.execPath, [place.bindery, 'agent', '--linger', '3600'], {
    env,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => agent.once('close', () => resolve()));
  try {
    await until(() => existsSync(join(place.home, 'agent.json')), 'the agent serves');
    return await work(env);
  } finally {
    agent.kill('SIGINT');
    await Promise.race([ended, delay(patience * 1000, undefined, { ref: false })]);
    agent.kill('SIGKILL');
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + patience * 1000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited ${patience} s in vain until ${what}`);
    await delay(20);
  }
}
