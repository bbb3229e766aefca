import type * as vscode from 'vscode';
import type { GrammarName, Grammars } from '../../server/environment/code/grammars';
import type { LintSettings } from '../platform/config';
import type { Vs } from '../platform/vs';
import type { Places } from './diagnostics';
import type { LintRun } from './engine';
import { createEngine } from './engine';
import type { ModulesOf } from './facts';
import { createFolderFacts } from './facts';
import type { ChangeTarget } from './file-changes';
import { createFolderFiles } from './folder-files';
import type { FolderLinter, Later } from './folder-linter';
import { createFolderLinter } from './folder-linter';
import { ruleSettings } from './others';
import { relativeTo } from './paths';
import type { LintRuntime } from './runtime-loader';
import { createSnapshot } from './snapshot';
import { unsavedBelow } from './unsaved';

/** A folder of the window that is linted. */
export interface LintedFolder {
  readonly root: vscode.Uri;
  readonly name: string;
  readonly linter: FolderLinter;
  readonly target: ChangeTarget;
  /** Path of a document's file in the folder; of a cell's, that of its notebook. Undefined for what is elsewhere. */
  pathOf(uri: vscode.Uri): string | undefined;
  places(run: LintRun): Places;
  /** Asks again what the files do not tell: after a build, say. */
  learn(): void;
  dispose(): void;
}

export interface FolderDeps {
  readonly runtime: LintRuntime;
  readonly loadGrammars: (names: Iterable<GrammarName>) => Promise<Grammars>;
  readonly settings: (scope: vscode.Uri) => LintSettings;
  /** Where a rule is described. */
  readonly page: (rule: string) => vscode.Uri;
  readonly later: Later;
  readonly pause: () => Promise<void>;
  /** ISO date. */
  readonly today: () => string;
  readonly modules: ModulesOf;
  readonly report: (error: unknown) => void;
}

export function createLintedFolder(
  vs: Vs,
  { uri: root, name }: Pick<vscode.WorkspaceFolder, 'uri' | 'name'>,
  deps: FolderDeps,
): LintedFolder {
  const { runtime, loadGrammars, pause, later, report, page } = deps;
  const snapshot = createSnapshot({ files: createFolderFiles(vs, root), runtime });
  const facts = createFolderFacts(vs, root, deps.today, deps.modules);
  const settings = (): ReturnType<Parameters<typeof createEngine>[0]['settings']> => {
    const { profile, packages, ...rest } = deps.settings(root);
    const rules = ruleSettings(vs, { ...rest, packages });
    return { ...(profile !== undefined && { profile }), rules, packages };
  };
  const { tree } = snapshot;
  const engine = createEngine({
    ...{ tree, runtime, loadGrammars, settings, pause, report },
    facts: () => facts.current(),
  });
  const unsaved = (): ReturnType<typeof unsavedBelow> => unsavedBelow(vs, root);
  const linter = createFolderLinter({ snapshot, engine, unsaved, later, report });
  const update = async (): Promise<void> => {
    if (await facts.update()) linter.reconsider();
  };
  const learn = (): void => void update().catch(report);
  learn();
  const uriOf = (path: string): vscode.Uri => vs.Uri.joinPath(root, path);
  const cell = (path: string, index: number): vscode.Uri | undefined => cellOf(vs, uriOf(path), index);
  return {
    root,
    name,
    linter,
    target: { runtime, view: tree.view, uri: uriOf, cell, state: (path) => openState(vs, uriOf(path)) },
    pathOf: (uri) => relativeTo(root, notebookOf(vs, uri)?.uri ?? uri),
    places: ({ reading, model }) => {
      const { files } = reading.environment;
      const ignored = new Set(files.filter(({ role }) => role === 'ignored').map(({ path }) => path));
      const readme = model.files().find(({ path }) => /^readme\b/i.test(path))?.path;
      const whole = reading.decidedBy ?? readme ?? model.files()[0]?.path ?? '';
      return { uri: uriOf, cell, page, whole, isIgnored: (path) => ignored.has(path) };
    },
    learn,
    dispose: () => linter.dispose(),
  };
}

/** The notebook that a cell's document is of. */
export function notebookOf(
  { workspace }: Pick<Vs, 'workspace'>,
  uri: vscode.Uri,
): vscode.NotebookDocument | undefined {
  if (uri.scheme !== 'vscode-notebook-cell') return undefined;
  const key = uri.toString();
  return workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some(({ document }) => document.uri.toString() === key),
  );
}

function cellOf(
  { workspace }: Pick<Vs, 'workspace'>,
  uri: vscode.Uri,
  index: number,
): vscode.Uri | undefined {
  const notebook = workspace.notebookDocuments.find((each) => each.uri.toString() === uri.toString());
  return notebook === undefined || notebook.isClosed || index >= notebook.cellCount
    ? undefined
    : notebook.cellAt(index).document.uri;
}

function openState({ workspace }: Pick<Vs, 'workspace'>, uri: vscode.Uri): 'closed' | 'saved' | 'unsaved' {
  const open = [...workspace.textDocuments, ...workspace.notebookDocuments].find(
    (each) => !each.isClosed && each.uri.toString() === uri.toString(),
  );
  if (open === undefined) return 'closed';
  return open.isDirty ? 'unsaved' : 'saved';
}
