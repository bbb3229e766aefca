import type * as vscode from 'vscode';
import type { PanelEntry } from '../../webview/protocol';
import type { ReadSettings } from '../platform/config';
import type { Vs } from '../platform/vs';
import type { SessionActions } from '../sessions/actions';
import type { StreamPanels } from '../stream/panels';
import type { FollowedJob } from './launches';

export interface EndingDeps {
  readonly settings: ReadSettings;
  readonly sessions: Pick<SessionActions, 'open'>;
  readonly showStream: (job: FollowedJob) => void;
  readonly panels: Pick<StreamPanels, 'isVisible'>;
  readonly log: Pick<vscode.LogOutputChannel, 'info' | 'show'>;
}

/** True when nothing had to be built: worth saying, because it explains why it was so quick. */
function wasReused(entries: readonly PanelEntry[]): boolean {
  return entries.some(({ event }) => event.phase === 'built' && event.reused === true);
}

async function tellReady(vs: Pick<Vs, 'window' | 'l10n'>, job: FollowedJob, deps: EndingDeps): Promise<void> {
  const open = vs.l10n.t('Open in Browser');
  const text = wasReused(job.feed.entries)
    ? vs.l10n.t(
        'The session {0} is ready. Nothing had changed, so nothing was built.',
        job.view.session ?? '',
      )
    : vs.l10n.t('The session {0} is ready.', job.view.session ?? '');
  if ((await vs.window.showInformationMessage(text, open)) === open) await deps.sessions.open(job.folder);
}

async function tellFailed(
  vs: Pick<Vs, 'window' | 'l10n'>,
  job: FollowedJob,
  deps: EndingDeps,
): Promise<void> {
  const { error, message } = job.view;
  const [stream, log] = [vs.l10n.t('Open Build Stream'), vs.l10n.t('Show Log')];
  const text = error ? `${error.message} ${error.action}` : (message ?? vs.l10n.t('The build failed.'));
  const answer = await vs.window.showErrorMessage(text, stream, log);
  if (answer === stream) deps.showStream(job);
  if (answer === log) deps.log.show();
}

/**
 * Tells how a job ended, once: ready as the person set it, a failure unless it is in view already, cancelled and built
 * never (they see it).
 */
export async function tellEnding(
  vs: Pick<Vs, 'window' | 'l10n'>,
  job: FollowedJob,
  deps: EndingDeps,
): Promise<void> {
  deps.log.info(`job ${job.view.id} of ${job.folder} ended: ${job.view.phase}`);
  if (job.view.phase === 'failed' && !deps.panels.isVisible(job.folder)) return tellFailed(vs, job, deps);
  if (job.view.phase !== 'ready') return;
  const { whenReady } = deps.settings();
  if (whenReady === 'open') await deps.sessions.open(job.folder);
  if (whenReady === 'notify') await tellReady(vs, job, deps);
}
