import type { Vs } from '../platform/vs';

/**
 * True when this window may build. Otherwise says why not, and offers the one thing that changes it. Checked in code
 * because a command can be run by a key, a link or another extension.
 */
export async function ensureTrust(
  vs: Pick<Vs, 'workspace' | 'window' | 'commands' | 'l10n'>,
): Promise<boolean> {
  if (vs.workspace.isTrusted) return true;
  const manage = vs.l10n.t('Manage Workspace Trust');
  const why = vs.l10n.t(
    'This folder is not trusted, so Bindery cannot build it: building and launching run its code (setup scripts, ' +
      'postBuild, notebooks) as you. Trust the folder first if you trust its authors.',
  );
  const answer = await vs.window.showWarningMessage(why, manage);
  if (answer === manage) await vs.commands.executeCommand('workbench.trust.manage');
  return false;
}
