import type { Env } from '../platform/paths';
import { stateRoot } from '../platform/paths';
import { createSource } from '../source/source';
import type { Source } from '../source/types';
import { openStore } from '../store/open';

/** Fetches for commands that need no agent. What it fetches lies where the agent finds it again. */
export async function openSource(env: Env): Promise<Source> {
  return createSource({ env, store: await openStore(stateRoot(env)) });
}
