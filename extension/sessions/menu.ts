import type * as vscode from 'vscode';
import type { CommandName } from '../platform/commands';
import { commandIds } from '../platform/commands';
import type { Translate, Vs } from '../platform/vs';
import { actionTitle, possibleActions } from './status-text';
import type { FolderState } from './store';

/** One line of the menu that the status bar opens. */
export interface MenuItem extends vscode.QuickPickItem {
  readonly action: CommandName;
  readonly folder: string;
}

const icons: Partial<Record<CommandName, string>> = {
  cancel: 'circle-slash',
  openSession: 'link-external',
  copySessionLink: 'copy',
  stopSession: 'debug-stop',
  startSession: 'play',
  showSessionLog: 'output',
  showStream: 'list-flat',
  launch: 'rocket',
  copyLaunchLink: 'link',
};

/** What can be done now, for every folder of the window; folders are named where there are several. */
export function menuItems(states: readonly FolderState[], t: Translate): MenuItem[] {
  return states.flatMap((state) =>
    [...possibleActions(state), 'copyLaunchLink' as const].map((action) => ({
      action,
      folder: state.folder,
      label: `$(${icons[action] ?? 'circle'}) ${actionTitle(action, t)}`,
      ...(states.length > 1 ? { description: state.name } : {}),
    })),
  );
}

/** Shows the menu and runs what was chosen. */
export async function showMenu(
  vs: Pick<Vs, 'window' | 'commands' | 'l10n'>,
  states: readonly FolderState[],
): Promise<void> {
  const picked = await vs.window.showQuickPick(menuItems(states, vs.l10n.t), {
    title: 'Bindery',
    placeHolder: states.length === 1 ? states[0]?.session?.reason : undefined,
  } as vscode.QuickPickOptions);
  if (picked) await vs.commands.executeCommand(commandIds[picked.action], picked.folder);
}
