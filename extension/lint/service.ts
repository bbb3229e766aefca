import type * as vscode from 'vscode';
import type { Disposable, Emitter } from '../platform/emitter';
import { createEmitter } from '../platform/emitter';
import type { Vs } from '../platform/vs';
import { placeFinding } from './diagnostics';
import type { LintRun } from './engine';
import type { FolderLinter } from './folder-linter';
import type { FolderDeps, LintedFolder } from './linted-folder';
import { createLintedFolder } from './linted-folder';
import { relativeTo } from './paths';
import type { Publisher } from './publisher';

/** A document with the folder that it is linted in. */
export interface LintedDocument {
  readonly folder: LintedFolder;
  /** Of its file. */
  readonly path: string;
}

/** The linter of the window: one for each of its folders where it is wanted. */
export interface LintService extends Disposable {
  readonly folders: () => readonly LintedFolder[];
  /** Tells of each run of a folder. */
  readonly onDidLint: Emitter<{ readonly folder: LintedFolder; readonly run: LintRun }>;
  readonly onDidForget: Emitter<LintedFolder>;
  /** Undefined for what no linted folder holds. */
  find(uri: vscode.Uri): LintedDocument | undefined;
}

export interface ServiceDeps extends FolderDeps {
  readonly publisher: Publisher;
  readonly log: Pick<vscode.LogOutputChannel, 'debug' | 'warn'>;
}

/** Begins to lint the folders of the window, and follows what happens to them. */
export function createLintService(vs: Vs, deps: ServiceDeps): LintService {
  const onDidLint: LintService['onDidLint'] = createEmitter();
  const onDidForget: LintService['onDidForget'] = createEmitter();
  const tell = createTeller(deps.log);
  const show = (folder: LintedFolder, run: LintRun): void => {
    const places = folder.places(run);
    const placed = run.findings.map((finding) => placeFinding(vs, finding, places));
    deps.publisher.publish(folder.root.toString(), placed);
  };
  const list = createFolderList(vs, deps, {
    ran: (folder, run) => {
      show(folder, run);
      tell(folder, run);
      onDidLint.fire({ folder, run });
    },
    forgot: (folder) => {
      deps.publisher.forget(folder.root.toString());
      onDidForget.fire(folder);
    },
  });
  const reconsider = (): void => {
    list.update();
    for (const { linter } of list.folders()) linter.reconsider();
  };
  const showAgain = (notebook: vscode.NotebookDocument): void => {
    for (const folder of list.folders()) {
      const run = folder.pathOf(notebook.uri) === undefined ? undefined : folder.linter.current();
      if (run !== undefined) show(folder, run);
    }
  };
  const listeners = [
    vs.workspace.onDidChangeWorkspaceFolders(list.update),
    vs.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('bindery.lint')) reconsider();
    }),
    vs.extensions.onDidChange(reconsider),
    ...watchDocuments(vs, list.folders),
    vs.workspace.onDidOpenNotebookDocument(showAgain),
    vs.workspace.onDidCloseNotebookDocument(showAgain),
  ];
  list.update();
  return {
    folders: list.folders,
    onDidLint,
    onDidForget,
    find: (uri) => innermost(list.folders(), uri),
    dispose: () => {
      for (const listener of listeners) listener.dispose();
      list.dispose();
    },
  };
}

interface FolderList extends Disposable {
  readonly folders: () => readonly LintedFolder[];
  /** Begins with folders that are new or wanted now, and ends with the others. */
  readonly update: () => void;
}

function createFolderList(
  vs: Vs,
  deps: ServiceDeps,
  told: {
    readonly ran: (folder: LintedFolder, run: LintRun) => void;
    readonly forgot: (folder: LintedFolder) => void;
  },
): FolderList {
  const held = new Map<string, { readonly folder: LintedFolder; readonly disposables: Disposable[] }>();
  const add = (workspaceFolder: vscode.WorkspaceFolder): void => {
    const folder = createLintedFolder(vs, workspaceFolder, deps);
    const listener = folder.linter.onDidLint.listen((run) => told.ran(folder, run));
    held.set(folder.root.toString(), { folder, disposables: [listener, folder, watchDisk(vs, folder)] });
  };
  const forget = (key: string): void => {
    const gone = held.get(key);
    held.delete(key);
    for (const disposable of gone?.disposables ?? []) disposable.dispose();
    if (gone !== undefined) told.forgot(gone.folder);
  };
  return {
    folders: () => [...held.values()].map(({ folder }) => folder),
    update: () => {
      const wanted = (vs.workspace.workspaceFolders ?? []).filter(({ uri }) => deps.settings(uri).enable);
      const keys = new Set(wanted.map(({ uri }) => uri.toString()));
      for (const key of [...held.keys()]) if (!keys.has(key)) forget(key);
      for (const each of wanted) if (!held.has(each.uri.toString())) add(each);
    },
    dispose: () => {
      for (const key of [...held.keys()]) forget(key);
    },
  };
}

/** Of folders in one another the smaller one counts, as for the editor's settings. */
function innermost(folders: readonly LintedFolder[], uri: vscode.Uri): LintedDocument | undefined {
  const found = folders.flatMap((folder) => {
    const path = folder.pathOf(uri);
    return path === undefined ? [] : [{ folder, path }];
  });
  return found.sort((left, right) => left.path.length - right.path.length)[0];
}

/** Hears of every file of the folder, open or not. */
function watchDisk(
  vs: Pick<Vs, 'workspace' | 'RelativePattern'>,
  { root, linter }: LintedFolder,
): Disposable {
  const watcher = vs.workspace.createFileSystemWatcher(new vs.RelativePattern(root, '**'));
  const touched = (uri: vscode.Uri): void => {
    const path = relativeTo(root, uri);
    if (path !== undefined && path !== '') linter.touched([path]);
  };
  watcher.onDidCreate(touched);
  watcher.onDidChange(touched);
  watcher.onDidDelete(touched);
  return watcher;
}

/** Hears of what is typed, saved and closed. */
function watchDocuments(
  { workspace }: Pick<Vs, 'workspace'>,
  folders: () => readonly LintedFolder[],
): Disposable[] {
  const each = (uri: vscode.Uri, act: (linter: FolderLinter, path: string) => void): void => {
    for (const { root, linter } of folders()) {
      const path = relativeTo(root, uri);
      if (path !== undefined) act(linter, path);
    }
  };
  const edited = (uri: vscode.Uri): void => each(uri, (linter, path) => linter.edited(path));
  const saved = (uri: vscode.Uri): void => each(uri, (linter, path) => linter.touched([path], true));
  const closed = (uri: vscode.Uri): void =>
    each(uri, (linter, path) => {
      if (linter.snapshot.tree.edited().includes(path)) linter.touched([path], true);
    });
  return [
    workspace.onDidChangeTextDocument(({ document }) => edited(document.uri)),
    workspace.onDidSaveTextDocument(({ uri }) => saved(uri)),
    workspace.onDidCloseTextDocument(({ uri }) => closed(uri)),
    workspace.onDidChangeNotebookDocument(({ notebook }) => edited(notebook.uri)),
    workspace.onDidSaveNotebookDocument(({ uri }) => saved(uri)),
    workspace.onDidCloseNotebookDocument(({ uri }) => closed(uri)),
  ];
}

/** Writes what runs did into the log. */
function createTeller(log: ServiceDeps['log']): (folder: LintedFolder, run: LintRun) => void {
  const cut = new WeakSet<LintedFolder>();
  return (folder, { findings, milliseconds, skipped }) => {
    const { name, linter } = folder;
    log.debug(`linted ${name}: ${findings.length} findings in ${milliseconds.toFixed(0)} ms`);
    for (const { file, message } of skipped) log.debug(`${file}: ${message}`);
    if (!linter.snapshot.isCut() || cut.has(folder)) return;
    cut.add(folder);
    log.warn(`${name} has more files than are linted`);
  };
}
