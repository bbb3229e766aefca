import type * as vscode from 'vscode';
import type { Finding, Fix } from '../../server/protocol';
import { commandIds } from '../platform/commands';
import type { Vs } from '../platform/vs';
import type { PlacedFinding } from './diagnostics';
import type { ChangeTarget } from './file-changes';
import { fixAsEdit } from './file-changes';
import type { CommentedText, Insertion } from './suppress';
import { suppressFile, suppressLine } from './suppress';

/** What code actions have to know of the folder that a document is in. */
export interface ActionContext {
  readonly target: ChangeTarget;
  /** The folder, as the command that writes settings names it. */
  readonly folder: string;
  /** Files that cannot be read as what they are: no fix may touch them but their own. */
  readonly broken: ReadonlySet<string>;
  /** Path of the document's file. */
  readonly path: string;
}

export type ActionVs = Pick<
  Vs,
  'CodeAction' | 'CodeActionKind' | 'WorkspaceEdit' | 'Range' | 'Position' | 'l10n'
>;

/** What can be done about one finding: its fixes, then ways not to see it again, then why it matters. */
export function actionsFor(
  vs: ActionVs,
  { finding, diagnostic }: PlacedFinding,
  document: vscode.TextDocument,
  context: ActionContext,
): vscode.CodeAction[] {
  const actions = [
    ...finding.fixes.flatMap((fix, index) => fixAction(vs, fix, finding, index === 0, context)),
    ...suppressions(vs, finding, document, context),
    disableAction(vs, finding, context),
    pageAction(vs, finding),
  ];
  for (const action of actions) action.diagnostics = [diagnostic];
  return actions;
}

function fixAction(
  vs: ActionVs,
  fix: Fix,
  finding: Finding,
  isFirst: boolean,
  context: ActionContext,
): vscode.CodeAction[] {
  if (touchesBroken(fix, finding, context.broken)) return [];
  const edit = fixAsEdit(vs, fix, context.target);
  if (edit === undefined) return [];
  const action = new vs.CodeAction(fix.title, vs.CodeActionKind.QuickFix);
  action.edit = edit;
  action.isPreferred = isFirst && fix.safe;
  return [action];
}

/** True where a fix would change a file of which nobody knows what it says, other than the finding's own. */
export function touchesBroken(fix: Fix, finding: Finding, broken: ReadonlySet<string>): boolean {
  return fix.edits.some(({ file }) => file !== finding.file && broken.has(file));
}

function suppressions(
  vs: ActionVs,
  { rule, range }: Finding,
  document: vscode.TextDocument,
  { path }: ActionContext,
): vscode.CodeAction[] {
  const text = commented(document, path);
  const insertion = range === undefined ? undefined : suppressLine(text, range.start.line, rule);
  if (insertion !== undefined)
    return [insertAction(vs, vs.l10n.t('Disable {0} on This Line', rule), document, insertion)];
  const whole = text.cell === undefined ? suppressFile(text, rule) : undefined;
  return whole === undefined
    ? []
    : [insertAction(vs, vs.l10n.t('Disable {0} in This File', rule), document, whole)];
}

/** Cells have addresses of their own kind. */
function commented(document: vscode.TextDocument, path: string): CommentedText {
  const lines = document.getText().split(/\r\n|\n|\r/);
  if (document.uri.scheme !== 'vscode-notebook-cell') return { path, lines };
  return { path, lines, cell: document.languageId === 'markdown' ? 'markup' : 'code' };
}

function insertAction(
  vs: ActionVs,
  title: string,
  document: vscode.TextDocument,
  { line, column, text }: Insertion,
): vscode.CodeAction {
  const action = new vs.CodeAction(title, vs.CodeActionKind.QuickFix);
  action.edit = new vs.WorkspaceEdit();
  action.edit.insert(document.uri, new vs.Position(line, column), text);
  return action;
}

function disableAction(vs: ActionVs, { rule }: Finding, { folder }: ActionContext): vscode.CodeAction {
  const title = vs.l10n.t('Disable {0} in This Workspace', rule);
  const action = new vs.CodeAction(title, vs.CodeActionKind.QuickFix);
  action.command = { title, command: commandIds.disableRule, arguments: [{ rule, folder }] };
  return action;
}

function pageAction(vs: ActionVs, { rule }: Finding): vscode.CodeAction {
  const title = vs.l10n.t('Open the Page of {0}', rule);
  const action = new vs.CodeAction(title, vs.CodeActionKind.QuickFix);
  action.command = { title, command: commandIds.openRule, arguments: [rule] };
  return action;
}
