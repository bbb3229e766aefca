import type * as vscode from 'vscode';
import type { FileUse, MessageCode } from '../../server/protocol';
import { renderMessage } from '../../server/protocol';
import type { CommandHandlers } from '../platform/commands';
import { switchRuleOff } from '../platform/config';
import type { Vs } from '../platform/vs';
import { mendingEdit } from './action-provider';
import type { LintRun } from './engine';
import type { LintedFolder } from './linted-folder';
import type { LintRuntime } from './runtime-loader';
import type { LintService } from './service';
import { countText, environmentStatus } from './status';

export type LintHandlers = Pick<
  CommandHandlers,
  'lint' | 'fixAll' | 'openRule' | 'disableRule' | 'showEnvironment'
>;

export interface LintCommandDeps {
  readonly service: () => LintService;
  readonly runtime: () => LintRuntime;
  readonly page: (rule: string) => vscode.Uri;
}

/** What the linter's commands do. */
export function createLintHandlers(vs: Vs, deps: LintCommandDeps): LintHandlers {
  const withFolder =
    (work: (folder: LintedFolder, run: LintRun) => Promise<void>) =>
    async (argument?: unknown): Promise<void> => {
      const folder = await chosenFolder(vs, deps.service().folders(), argument);
      if (folder === undefined) return;
      if (folder.linter.current() === undefined) await folder.linter.again();
      const run = folder.linter.current();
      if (run !== undefined) await work(folder, run);
    };
  return {
    lint: withFolder(async (folder) => {
      const title = vs.l10n.t('Bindery looks at {0}', folder.name);
      const location = vs.ProgressLocation.Window;
      await vs.window.withProgress({ location, title }, () => folder.linter.again());
      await vs.commands.executeCommand('workbench.actions.view.problems');
    }),
    fixAll: withFolder((folder, run) => fixFolder(vs, folder, run)),
    showEnvironment: withFolder((folder, run) => showEnvironment(vs, deps, folder, run)),
    openRule: async (argument) => {
      const rule = ruleNamed(deps, argument) ?? (await pickRule(vs, deps));
      if (rule !== undefined) await vs.commands.executeCommand('markdown.showPreview', deps.page(rule));
    },
    disableRule: async (argument) => {
      const { rule, folder: key } = (argument ?? {}) as {
        readonly rule?: unknown;
        readonly folder?: unknown;
      };
      const id = ruleNamed(deps, rule) ?? (await pickRule(vs, deps));
      const folder = await chosenFolder(vs, deps.service().folders(), key);
      if (id !== undefined && folder !== undefined) await switchRuleOff(vs, id, folder.root);
    },
  };
}

function ruleNamed({ runtime }: LintCommandDeps, argument: unknown): string | undefined {
  return runtime().rules.find(({ id }) => id === argument)?.id;
}

async function pickRule(vs: Vs, { runtime }: LintCommandDeps): Promise<string | undefined> {
  const ids = runtime()
    .rules.map(({ id }) => id)
    .sort();
  return vs.window.showQuickPick(ids, { placeHolder: vs.l10n.t('Which rule?') });
}

/** The folder that is named, else the only one, else the one that the person picks. */
async function chosenFolder(
  vs: Vs,
  folders: readonly LintedFolder[],
  argument: unknown,
): Promise<LintedFolder | undefined> {
  const named = folders.find(({ root }) => root.toString() === argument);
  if (named !== undefined) return named;
  if (folders.length === 0) {
    await vs.window.showInformationMessage(
      vs.l10n.t('No folder of this window is linted. Open one, or switch bindery.lint.enable on.'),
    );
  }
  if (folders.length <= 1) return folders[0];
  const items = folders.map((folder) => ({ label: folder.name, description: folder.root.path, folder }));
  return (await vs.window.showQuickPick(items, { placeHolder: vs.l10n.t('Which folder?') }))?.folder;
}

async function fixFolder(vs: Vs, folder: LintedFolder, run: LintRun): Promise<void> {
  const mending = mendingEdit(vs, folder, run, () => true);
  if (mending === undefined) {
    const why = vs.l10n.t('Save all files first: some have to be written anew.');
    await vs.window.showInformationMessage(why);
    return;
  }
  if (mending.count === 0) {
    await vs.window.showInformationMessage(vs.l10n.t('There is nothing that is safe to fix.'));
    return;
  }
  if (await vs.workspace.applyEdit(mending.edit, { isRefactoring: true })) {
    const { count, files } = mending;
    vs.window.setStatusBarMessage(vs.l10n.t('Fixed: {0} findings in {1} files', count, files), 5000);
  }
}

interface EnvironmentItem extends vscode.QuickPickItem {
  readonly open?: vscode.Uri;
  readonly problems?: boolean;
}

/** The list behind the status: what becomes of each configuration file, and why. */
async function showEnvironment(
  vs: Vs,
  { runtime }: LintCommandDeps,
  folder: LintedFolder,
  run: LintRun,
): Promise<void> {
  const { environment } = run.reading;
  const status = environmentStatus(run, runtime().versionsInWords(environment), vs.l10n.t);
  const findings = {
    label: `$(warning) ${vs.l10n.t('Show Findings')}`,
    description: countText(run.findings, vs.l10n.t),
    problems: true,
  };
  const items: EnvironmentItem[] = [...environment.files.map((use) => fileItem(vs, use, folder)), findings];
  const picked = await vs.window.showQuickPick(items, { title: status.text, matchOnDetail: true });
  if (picked?.problems === true) await vs.commands.executeCommand('workbench.actions.view.problems');
  else if (picked?.open !== undefined) await vs.commands.executeCommand('vscode.open', picked.open);
}

function fileItem(vs: Vs, { path, role, why }: FileUse, { target }: LintedFolder): EnvironmentItem {
  const t = vs.l10n.t;
  const roles = { used: t('used'), ignored: t('ignored'), missing: t('missing') };
  const icons = { used: 'check', ignored: 'circle-slash', missing: 'question' };
  return {
    label: `$(${icons[role]}) ${path}`,
    description: roles[role],
    detail: renderMessage(why.code as MessageCode, why.args),
    ...(role !== 'missing' && { open: target.uri(path) }),
  };
}
