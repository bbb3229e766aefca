import type * as vscode from 'vscode';
import type { ShowError } from './errors-ui';
import type { Vs } from './vs';

/** Every command of the extension; package.json says the same (test/unit/extension/manifest). */
export const commandIds = {
  launch: 'bindery.launch',
  build: 'bindery.build',
  cancel: 'bindery.cancel',
  showStream: 'bindery.showStream',
  showOutput: 'bindery.showOutput',
  showMenu: 'bindery.showMenu',
  openSession: 'bindery.openSession',
  copySessionLink: 'bindery.copySessionLink',
  showSessionLog: 'bindery.showSessionLog',
  stopSession: 'bindery.stopSession',
  startSession: 'bindery.startSession',
  copyLaunchLink: 'bindery.copyLaunchLink',
  showLog: 'bindery.showLog',
  lint: 'bindery.lint.run',
  fixAll: 'bindery.lint.fixAll',
  openRule: 'bindery.lint.openRule',
  disableRule: 'bindery.lint.disableRule',
  showEnvironment: 'bindery.lint.showEnvironment',
} as const;
export type CommandName = keyof typeof commandIds;

/** `argument` is what a menu, a key binding or a link gives: to be checked, never trusted. */
export type CommandHandlers = Readonly<Record<CommandName, (argument?: unknown) => Promise<void> | void>>;

/** Registers all commands. What a handler throws is shown to the person, once, here. */
export function registerCommands(
  vs: Pick<Vs, 'commands'>,
  handlers: CommandHandlers,
  showError: ShowError,
): vscode.Disposable[] {
  return (Object.keys(commandIds) as CommandName[]).map((name) =>
    vs.commands.registerCommand(commandIds[name], async (argument?: unknown) => {
      try {
        await handlers[name](argument);
      } catch (error) {
        await showError(error);
      }
    }),
  );
}
