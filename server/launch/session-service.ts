import type { SpawnerKind } from '../protocol';
import { AppError } from '../protocol';
import type { Store } from '../store/types';
import type { SessionService, Spawner } from './types';

export interface SessionServiceDeps {
  readonly store: Pick<Store, 'sessions' | 'path'>;
  /** The spawners of this machine. A session of a kind that is missing here cannot be looked at. */
  readonly spawners: Readonly<Partial<Record<SpawnerKind, Spawner>>>;
  /** Seconds between asking a session to end and making sure. Ten unless told otherwise. */
  readonly graceSeconds?: number;
}

/** The sessions of one user: what their records say, corrected by what really runs. */
export function createSessionService(deps: SessionServiceDeps): SessionService {
  throw new AppError('internal', { detail: String(deps.graceSeconds) });
}
