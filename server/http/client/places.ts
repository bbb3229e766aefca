import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from '../../platform/paths';
import { stateRoot } from '../../platform/paths';

/** Where the agent of one state root is found. */
export interface AgentPlaces {
  readonly root: string;
  /** Written by the agent once it listens. */
  readonly recordFile: string;
  readonly logFile: string;
}

export function agentPlaces(env: Env): AgentPlaces {
  const root = stateRoot(env);
  return { root, recordFile: join(root, 'agent.json'), logFile: join(root, 'agent.log') };
}

/**
 * The socket that the running agent wrote down; undefined where none runs. An agent that was killed leaves its record
 * behind: nobody listens there then. (The socket's folder depends on variables that differ between a desktop and a
 * remote login, so a client does not work it out by itself.)
 */
export function recordedSocket({ recordFile }: AgentPlaces): string | undefined {
  try {
    const { socket } = JSON.parse(readFileSync(recordFile, 'utf8')) as { socket?: unknown };
    return typeof socket === 'string' ? socket : undefined;
  } catch {
    return undefined;
  }
}
