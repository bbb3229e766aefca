import type { ErrorCode } from '../../server/protocol';
import { AppError, Cancelled } from '../../server/protocol';
import type { Vs } from './vs';
import type * as vscode from 'vscode';
import { commandIds } from './commands';

/** Tells a person what failed, why, and the one thing that helps best; resolves once they answered. */
export type ShowError = (error: unknown) => Promise<void>;

interface Remedy {
  readonly title: string;
  readonly command: string;
  readonly args: readonly unknown[];
}

/** Errors for which a button does more than the log. */
function remedyOf(code: ErrorCode, t: Vs['l10n']['t']): Remedy | undefined {
  const openSettings = (key: string): Remedy => ({
    title: t('Open Settings'),
    command: 'workbench.action.openSettings',
    args: [key],
  });
  const table: Partial<Record<ErrorCode, Remedy>> = {
    'engine-unavailable': openSettings('bindery.engine'),
    'host-lacks-packages': openSettings('bindery.engine'),
    'host-cannot': openSettings('bindery.engine'),
    'python-missing': openSettings('bindery.toolchain'),
    'session-artifact-gone': { title: t('Build and Launch'), command: commandIds.launch, args: [] },
  };
  return table[code];
}

/** Shows errors as messages with an action and the log; cancelling is not one. */
export function createErrorPresenter(
  vs: Pick<Vs, 'window' | 'commands' | 'l10n'>,
  log: Pick<vscode.LogOutputChannel, 'error' | 'show'>,
): ShowError {
  return async (error) => {
    if (Cancelled.is(error)) return;
    const failure = AppError.from(error);
    log.error(error instanceof Error ? error : failure);
    const remedy = remedyOf(failure.code, vs.l10n.t);
    const showLog = vs.l10n.t('Show Log');
    const buttons = [...(remedy ? [remedy.title] : []), showLog];
    const answer = await vs.window.showErrorMessage(`${failure.message} ${failure.action}`, ...buttons);
    if (answer === showLog) log.show();
    else if (answer !== undefined && remedy) await vs.commands.executeCommand(remedy.command, ...remedy.args);
  };
}
