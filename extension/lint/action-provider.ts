import type * as vscode from 'vscode';
import type { Vs } from '../platform/vs';
import type { ActionContext } from './code-actions';
import { actionsFor, touchesBroken } from './code-actions';
import type { LintRun } from './engine';
import { changeFile } from './file-changes';
import type { LintedFolder } from './linted-folder';
import type { Publisher } from './publisher';
import type { LintedDocument, LintService } from './service';

export type ActionProviderVs = Vs;

export interface ActionProviderDeps {
  readonly service: Pick<LintService, 'find'>;
  readonly publisher: Pick<Publisher, 'at'>;
}

/** `source.fixAll.bindery`. */
export function fixAllKind(vs: Pick<Vs, 'CodeActionKind'>): vscode.CodeActionKind {
  return vs.CodeActionKind.SourceFixAll.append('bindery');
}

/** Offers what can be done about the findings of a document. They are those of its text as it is at this moment. */
export function createActionProvider(
  vs: Vs,
  { service, publisher }: ActionProviderDeps,
): vscode.CodeActionProvider {
  return {
    provideCodeActions: (document, range, { only }) => {
      const found = service.find(document.uri);
      // Also publishes what was typed since.
      const run = found?.folder.linter.current();
      if (found === undefined || run === undefined) return [];
      if (only?.contains(fixAllKind(vs)) === true) return fixAllAction(vs, found, run, document);
      if (only !== undefined && !only.contains(vs.CodeActionKind.QuickFix)) return [];
      const context = contextOf(found, run);
      return publisher
        .at(document.uri)
        .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined)
        .flatMap((placed) => actionsFor(vs, placed, document, context));
    },
  };
}

function contextOf({ folder, path }: LintedDocument, run: LintRun): ActionContext {
  return { target: folder.target, folder: folder.root.toString(), broken: brokenFiles(run), path };
}

/** Files that cannot be read as what they are. */
export function brokenFiles({ reading }: Pick<LintRun, 'reading'>): ReadonlySet<string> {
  const codes = ['config-file-syntax', 'config-file-unreadable'];
  const { problems } = reading.environment;
  return new Set(
    problems.flatMap(({ file, error }) => (file !== undefined && codes.includes(error.code) ? [file] : [])),
  );
}

/** Applies the safe fixes of one document, which change nothing else. */
function fixAllAction(
  vs: Vs,
  { folder, path }: LintedDocument,
  run: LintRun,
  document: vscode.TextDocument,
): vscode.CodeAction[] {
  const isCell = document.uri.scheme === 'vscode-notebook-cell';
  const isOwn = (cell: string | undefined): boolean =>
    !isCell ||
    (cell !== undefined && folder.target.cell(path, Number(cell))?.toString() === document.uri.toString());
  const edit = mendingEdit(vs, folder, run, (file, cell) => file === path && isOwn(cell));
  if (edit === undefined || edit.count === 0) return [];
  const action = new vs.CodeAction(vs.l10n.t('Apply All Safe Fixes of Bindery'), fixAllKind(vs));
  action.edit = edit.edit;
  return [action];
}

export interface MendingEdit {
  readonly edit: vscode.WorkspaceEdit;
  /** How many findings it mends. */
  readonly count: number;
  readonly files: number;
}

/**
 * All safe fixes whose changes are all at places that `isWanted` accepts, one after the other until there are no more.
 * Undefined where a file cannot be changed as it is.
 */
export function mendingEdit(
  vs: Vs,
  { target, linter }: LintedFolder,
  run: LintRun,
  isWanted: (file: string, cell: string | undefined) => boolean,
): MendingEdit | undefined {
  const { runtime, view } = target;
  const broken = brokenFiles(run);
  const ids = new Set(
    run.findings.filter(({ fixes }) => fixes.some(({ safe }) => safe)).map(({ rule }) => rule),
  );
  const input = { view, files: () => run.model.files() };
  const rules = runtime.rules.filter(({ id }) => ids.has(id));
  const mended = runtime.fixAll(
    input,
    rules,
    linter.options(),
    (fix, finding) =>
      fix.safe &&
      !touchesBroken(fix, finding, broken) &&
      fix.edits.every((edit) => isWanted(edit.file, edit.kind === 'replace' ? edit.range.cell : undefined)),
  );
  const edit = new vs.WorkspaceEdit();
  const asks = vs.l10n.t('Apply All Safe Fixes of Bindery');
  const done = mended.changes.every((file) => changeFile(vs, edit, file, target, asks));
  return done ? { edit, count: mended.fixed.length, files: mended.changes.length } : undefined;
}
