import type { MessageArgs, MessageCode, Session, SessionState } from '../protocol';
import { renderMessage } from '../protocol';
import type { SpawnState } from './types';

/** A session in another state, with the sentence that says why. */
export function inState(
  session: Session,
  state: SessionState,
  code: MessageCode = `session.${state === 'failed' ? 'vanished' : state}`,
  args: MessageArgs = {},
): Session {
  return { ...session, state, reason: renderMessage(code, args) };
}

function without(session: Session, names: readonly (keyof Session)[]): Session {
  const kept = Object.entries(session).filter(([name]) => !names.includes(name as keyof Session));
  return Object.fromEntries(kept) as unknown as Session;
}

/** A session that runs: without what is left of an earlier end. */
export function asReady(session: Session, url: string, now: Date): Session {
  const rest = without(session, ['exitCode', 'endedAt', 'error', 'deadline']);
  const age = session.limits.maxAgeSeconds ?? 0;
  const startedAt = now.toISOString();
  const deadline = age > 0 ? { deadline: new Date(now.getTime() + age * 1000).toISOString() } : {};
  return inState({ ...rest, url, startedAt, ...deadline }, 'ready');
}

/** A session that runs no more, and why, as far as its spawner knows. */
export function asEnded(session: Session, found: SpawnState & { alive: false }, now: Date): Session {
  const rest = without(session, ['url', 'deadline']);
  const exit = found.exitCode === undefined ? {} : { exitCode: found.exitCode };
  const ended: Session = { ...rest, ...exit, endedAt: found.endedAt ?? now.toISOString() };
  if (session.state === 'stopping' || found.reason === 'stopped') return inState(ended, 'stopped');
  if (found.reason === 'max-age') return inState(ended, 'stopped', 'session.max-age');
  if (found.exitCode === 0) return inState(ended, 'stopped', 'session.ended', { exit: 0 });
  if (found.exitCode !== undefined)
    return inState(ended, 'failed', 'session.crashed', { exit: found.exitCode });
  if (found.reason === undefined) return inState(ended, 'stopped', 'session.vanished');
  return inState(ended, 'failed', 'session.killed', { signal: found.reason });
}

/** What the record says, corrected by what is. A session that is being started or has ended is what its record says. */
export function asItIs(session: Session, found: SpawnState, now: Date): Session {
  if (found.alive) return found.url === session.url ? session : { ...session, url: found.url };
  return asEnded(session, found, now);
}

/** True for states in which a spawner may know more than the record. */
export const maySurprise = (state: SessionState): boolean => state === 'ready' || state === 'stopping';

/** True for a session that runs no more and can be started again. */
export const hasEnded = (state: SessionState): boolean => state === 'stopped' || state === 'failed';

/** A session that never answered holds nothing of anybody's: its name is free for the next launch. */
export const neverRan = (session: Session): boolean =>
  session.state === 'failed' && session.startedAt === undefined;
