import type { Session } from '../../server/protocol';
import type {
  PanelAction,
  PanelConnection,
  PanelInfo,
  PanelRestore,
  PanelSession,
} from '../../webview/protocol';
import type { JobView } from '../build/job-view';
import type { CommandName } from '../platform/commands';
import { isRunning } from '../sessions/store';

/** What a panel shows, before the agent told anything about it. */
export type PanelSubject = Omit<PanelRestore, 'version'>;

export interface PanelFacts {
  readonly subject: PanelSubject;
  /** Absent until the job's record is known. */
  readonly view: JobView | undefined;
  /** The session of the panel's folder. */
  readonly session: Session | undefined;
  readonly connection: PanelConnection;
  readonly notice: string | undefined;
  readonly now: Date;
}

/** The command that a button of the page stands for; `again` repeats what the job was. */
export function commandOf(action: PanelAction, view: JobView | undefined): CommandName {
  const table: Record<PanelAction, CommandName> = {
    cancel: 'cancel',
    open: 'openSession',
    'copy-link': 'copySessionLink',
    stop: 'stopSession',
    start: 'startSession',
    again: view === undefined || view.shape === 'launch' ? 'launch' : 'build',
    'show-log': 'showSessionLog',
    'show-output': 'showOutput',
  };
  return table[action];
}

/** What makes sense now, the most wanted first. */
export function actionsNow(facts: PanelFacts): PanelAction[] {
  const { view, connection, subject } = facts;
  const session = sessionOf(facts);
  const over = connection === 'ended' || connection === 'lost';
  const actions: PanelAction[] = [];
  if (view && !view.ended && !over) actions.push('cancel');
  if (session?.state === 'ready') actions.push('open', 'copy-link', 'stop');
  if (session && !isRunning(session)) actions.push('start');
  if (over && subject.folder !== undefined) actions.push('again');
  if (session) actions.push('show-log');
  return [...actions, 'show-output'];
}

/** The folder's session, if it is the one that this job started. */
function sessionOf({ view, session }: PanelFacts): Session | undefined {
  return view?.session !== undefined && session?.name === view.session ? session : undefined;
}

function panelSession(session: Session): PanelSession {
  const { name, state, reason, url } = session;
  return { name, state, reason, ...(url === undefined ? {} : { url }) };
}

/** Everything the page shows that is not an event. */
export function panelInfo(facts: PanelFacts): PanelInfo {
  const { subject, view, connection, notice, now } = facts;
  const session = sessionOf(facts);
  return {
    job: subject.job,
    kind: view?.shape ?? 'launch',
    title: subject.title,
    repo: subject.repo,
    now: now.toISOString(),
    connection,
    actions: actionsNow(facts),
    restore: { version: 1, ...subject },
    ...(view === undefined ? {} : { startedAt: view.startedAt }),
    ...(notice === undefined ? {} : { notice }),
    ...(session === undefined ? {} : { session: panelSession(session) }),
  };
}
