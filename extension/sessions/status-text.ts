import type { Phase, SessionState } from '../../server/protocol';
import type { Translate } from '../platform/vs';
import { commandIds } from '../platform/commands';
import type { CommandName } from '../platform/commands';
import type { FolderState } from './store';
import { isRunning } from './store';

/** What the status bar item says. Pure: the same states give the same words. */
export interface StatusText {
  readonly text: string;
  /** For screen readers, without icons. */
  readonly label: string;
  /** Markdown; links are commands of ours. */
  readonly tooltip: string;
}

function isBusy({ job }: FolderState): boolean {
  return job !== undefined && !job.ended && job.lost !== true;
}

/** What can be done now, in the order of the menu. */
export function possibleActions(state: FolderState): CommandName[] {
  const actions: CommandName[] = [];
  const busy = isBusy(state);
  if (busy) actions.push('cancel');
  if (state.session?.state === 'ready') actions.push('openSession', 'copySessionLink', 'stopSession');
  if (state.session && !isRunning(state.session)) actions.push('startSession');
  if (state.session) actions.push('showSessionLog');
  if (state.job) actions.push('showStream');
  if (!busy) actions.push('launch');
  return actions;
}

/** Titles of actions as the status bar's menu and tooltip show them. */
export function actionTitle(action: CommandName, t: Translate): string {
  const titles: Partial<Record<CommandName, string>> = {
    cancel: t('Cancel'),
    openSession: t('Open in Browser'),
    copySessionLink: t('Copy Link'),
    stopSession: t('Stop'),
    startSession: t('Start'),
    showSessionLog: t('Show Log'),
    showStream: t('Open Build Stream'),
    launch: t('Build and Launch'),
    copyLaunchLink: t('Copy Launch Link…'),
  };
  return titles[action] ?? action;
}

const phaseWords = (t: Translate): Record<Phase, string> => ({
  waiting: t('Waiting'),
  fetching: t('Fetching'),
  building: t('Building'),
  pushing: t('Pushing'),
  built: t('Built'),
  launching: t('Launching'),
  ready: t('Ready'),
  failed: t('Failed'),
  cancelled: t('Cancelled'),
});

const sessionWords = (t: Translate): Record<SessionState, readonly [icon: string, word: string]> => ({
  creating: ['sync~spin', t('Starting')],
  spawning: ['sync~spin', t('Starting')],
  ready: ['vm-running', t('Ready')],
  stopping: ['sync~spin', t('Stopping')],
  stopped: ['vm-outline', t('Stopped')],
  failed: ['error', t('Session failed')],
});

/** Icon, words and detail for one folder: a running job first, then a session, then how the last job ended. */
function describe(state: FolderState, t: Translate): readonly [icon: string, word: string, detail: string] {
  const { job, session } = state;
  if (job && isBusy(state)) return ['sync~spin', phaseWords(t)[job.phase], job.message ?? ''];
  if (job?.lost === true) return ['warning', t('Connection lost'), t('The agent cannot be reached.')];
  const jobFailed = job?.phase === 'failed';
  if (session && (isRunning(session) || !jobFailed)) {
    const [icon, word] = sessionWords(t)[session.state];
    return [icon, word, session.reason];
  }
  if (jobFailed) return ['error', t('Build failed'), job.error?.message ?? job.message ?? ''];
  if (job?.phase === 'built') return ['check', t('Built'), job.message ?? ''];
  return ['package', '', t('Nothing has been built in this window.')];
}

/** Of several folders the one whose state matters most: a job that runs, then a session that runs, then a failure. */
function foremost(states: readonly FolderState[]): FolderState | undefined {
  const busy = states.find(isBusy);
  const running = states.find((state) => isRunning(state.session));
  const known = states.find((state) => state.job !== undefined || state.session !== undefined);
  return busy ?? running ?? known ?? states[0];
}

function tooltipOf(states: readonly FolderState[], t: Translate): string {
  const escape = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>~$]/g, '\\$&');
  const blocks = states.map((state) => {
    const [, word, detail] = describe(state, t);
    const heading = `**Bindery** — ${escape(state.name)}${word === '' ? '' : `: ${escape(word)}`}`;
    const links = possibleActions(state)
      .map((action) => {
        const argument = encodeURIComponent(JSON.stringify([state.folder]));
        return `[${actionTitle(action, t)}](command:${commandIds[action]}?${argument})`;
      })
      .join(' | ');
    return [heading, escape(detail), links].filter((line) => line !== '').join('\n\n');
  });
  return blocks.join('\n\n---\n\n');
}

export function statusText(states: readonly FolderState[], t: Translate): StatusText | undefined {
  const state = foremost(states);
  if (!state) return undefined;
  const [icon, word, detail] = describe(state, t);
  const words = word === '' ? 'Bindery' : `Bindery: ${word}`;
  return {
    text: `$(${icon}) ${words}`,
    label: [words, detail].filter((part) => part !== '').join('. '),
    tooltip: tooltipOf(states, t),
  };
}
