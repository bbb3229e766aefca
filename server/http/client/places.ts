import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the agent of one state root is found. */
export interface AgentPlaces {
  readonly root: string;
  readonly socketPath: string;
  readonly logFile: string;
}

export function agentPlaces(env: Readonly<Record<string, string | undefined>>): AgentPlaces {
  const root = env['BINDERY_HOME'] ?? join(homedir(), '.local', 'state', 'bindery');
  return { root, socketPath: join(root, 'run', 'agent.sock'), logFile: join(root, 'agent.log') };
}
