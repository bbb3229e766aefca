import type * as vscode from 'vscode';
import { activeNotebook } from './links/active-notebook';
import { copyLaunchLink } from './links/copy-link';
import { relativePath } from './links/snippet';
import type { LocalFolder } from './build/folders';
import { localFolders, pickFolder, sameFolder } from './build/folders';
import type { Launches, LaunchKind } from './build/launches';
import { ensureTrust } from './build/trust';
import type { LintHandlers } from './lint/commands';
import type { CommandHandlers } from './platform/commands';
import type { ReadSettings } from './platform/config';
import type { Vs } from './platform/vs';
import type { SessionActions } from './sessions/actions';
import { showMenu } from './sessions/menu';
import type { Store } from './sessions/store';
import type { StreamPanels } from './stream/panels';

export interface HandlerDeps {
  readonly vs: Vs;
  readonly store: Store;
  readonly settings: ReadSettings;
  readonly launches: Launches;
  readonly sessions: SessionActions;
  readonly panels: StreamPanels;
  readonly output: Pick<vscode.OutputChannel, 'show'>;
  readonly log: Pick<vscode.LogOutputChannel, 'show'>;
  readonly lint: LintHandlers;
}

/** The folder that a command is about: the one it names, else the only one, else the one that the person picks. */
async function chosenFolder(vs: Vs, argument: unknown): Promise<LocalFolder | undefined> {
  const folders = localFolders(vs);
  const named = typeof argument === 'string' && folders.find(({ folder }) => sameFolder(folder, argument));
  if (named) return named;
  if (folders.length > 0) return pickFolder(vs, folders);
  const open = vs.l10n.t('Open Folder');
  const why = vs.l10n.t('Bindery builds a folder on this machine, and none is open in this window.');
  if ((await vs.window.showInformationMessage(why, open)) === open) {
    await vs.commands.executeCommand('workbench.action.files.openFolder');
  }
  return undefined;
}

/** The folder's session runs already: asks what is wanted instead of starting a second one unasked. */
async function wantsAnother(
  { vs, store, sessions }: HandlerDeps,
  { folder, name }: LocalFolder,
): Promise<boolean> {
  if (store.get(folder)?.session?.state !== 'ready') return true;
  const [open, again] = [vs.l10n.t('Open in Browser'), vs.l10n.t('Stop and Launch Again')];
  const answer = await vs.window.showInformationMessage(
    vs.l10n.t('The session of {0} is running already.', name),
    open,
    again,
  );
  if (answer === open) await sessions.open(folder);
  if (answer === again) await sessions.stop(folder);
  return answer === again;
}

/** The notebook at hand, as a path under the session's URL. */
function pathToOpen(vs: Vs, folder: string): string | undefined {
  const notebook = activeNotebook(vs);
  const relative = notebook === undefined ? undefined : relativePath(folder, notebook);
  return relative === undefined
    ? undefined
    : `lab/tree/${relative.split('/').map(encodeURIComponent).join('/')}`;
}

async function launch(deps: HandlerDeps, kind: LaunchKind, argument: unknown): Promise<void> {
  const { vs, launches, panels } = deps;
  const folder = await chosenFolder(vs, argument);
  if (!folder || !(await ensureTrust(vs))) return;
  if (kind === 'launch' && !(await wantsAnother(deps, folder))) return;
  const urlPath = pathToOpen(vs, folder.folder);
  const job = await vs.window.withProgress(
    { location: vs.ProgressLocation.Window, title: vs.l10n.t('Asking Bindery to build {0}', folder.name) },
    () => launches.start(folder.folder, kind, urlPath === undefined ? {} : { urlPath }),
  );
  panels.show(job, folder.name);
}

function showStream({ vs, store, panels }: HandlerDeps, { folder, name }: LocalFolder): void {
  const view = store.get(folder)?.job;
  if (view) panels.show({ folder, view }, name);
  else void vs.window.showInformationMessage(vs.l10n.t('Nothing has been built in this window.'));
}

/** What each command does. Nothing here catches: registerCommands shows what is thrown. */
export function createHandlers(deps: HandlerDeps): CommandHandlers {
  const { vs, store, settings, launches, sessions } = deps;
  const withFolder =
    (work: (folder: LocalFolder) => Promise<void> | void) =>
    async (argument?: unknown): Promise<void> => {
      const folder = await chosenFolder(vs, argument);
      if (folder) await work(folder);
    };
  return {
    launch: (argument) => launch(deps, 'launch', argument),
    build: (argument) => launch(deps, 'build-only', argument),
    cancel: withFolder(({ folder }) => launches.cancel(folder)),
    showStream: withFolder((folder) => showStream(deps, folder)),
    showOutput: () => deps.output.show(),
    showMenu: () => showMenu(vs, store.states()),
    openSession: withFolder(({ folder }) => sessions.open(folder)),
    copySessionLink: withFolder(({ folder }) => sessions.copyLink(folder)),
    showSessionLog: withFolder(({ folder }) => sessions.showLog(folder)),
    stopSession: withFolder(({ folder }) => sessions.stop(folder)),
    startSession: withFolder(({ folder }) => sessions.start(folder)),
    copyLaunchLink: async (argument) => {
      const file = argument instanceof vs.Uri ? argument : undefined;
      const folder = file && vs.workspace.getWorkspaceFolder(file)?.uri.fsPath;
      const chosen = await chosenFolder(vs, folder ?? argument);
      if (chosen) await copyLaunchLink(vs, chosen, settings, file?.fsPath);
    },
    showLog: () => deps.log.show(),
    ...deps.lint,
  };
}
