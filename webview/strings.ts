import type { Phase, SessionState } from '../server/protocol';
import type { PanelAction } from './protocol';

/** Words of the page itself; sentences about the job arrive in its events. */
export const actionLabels: Readonly<Record<PanelAction, string>> = {
  cancel: 'Cancel',
  open: 'Open in Browser',
  'copy-link': 'Copy Link',
  stop: 'Stop Session',
  start: 'Start Session',
  again: 'Run Again',
  'show-log': 'Show Server Log',
  'show-output': 'Show as Plain Text',
};

export const phaseLabels: Readonly<Record<Phase, string>> = {
  waiting: 'Waiting',
  fetching: 'Fetching',
  building: 'Building',
  pushing: 'Pushing',
  built: 'Built',
  launching: 'Launching',
  ready: 'Ready',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const sessionLabels: Readonly<Record<SessionState, string>> = {
  creating: 'being created',
  spawning: 'starting',
  ready: 'running',
  stopping: 'stopping',
  stopped: 'stopped',
  failed: 'failed',
};

export const words = {
  phases: 'Phases',
  actions: 'Actions',
  log: 'Build log',
  filter: 'Filter the log',
  connecting: 'Connecting to the agent…',
  lost: 'The connection to the agent was lost.',
  session: 'Session',
  fix: 'What to do',
  openFile: 'Open',
  matches: (shown: number, all: number): string => `${shown} of ${all} lines`,
  lines: (all: number): string => (all === 1 ? '1 line' : `${all} lines`),
  step: (index: number, total: number): string => `Step ${index} of ${total}`,
} as const;

/** `48s`, `3m 05s`, `1h 02m`: short enough for a row of phases. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${pad(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
}
