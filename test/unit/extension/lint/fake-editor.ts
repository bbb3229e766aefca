// As much of the editor as the linter touches, in memory: its values, its files, its documents and what happens to them.
import type * as vscode from 'vscode';
import { createEmitter } from '../../../../extension/platform/emitter';
import type { Emitter } from '../../../../extension/platform/emitter';
import type { Vs } from '../../../../extension/platform/vs';
import { plain } from '../fakes';
import * as values from './fake-values';
import { Uri } from './fake-values';

export interface FakeDocument {
  readonly uri: Uri;
  languageId: string;
  encoding: string;
  isDirty: boolean;
  isClosed: boolean;
  text: string;
  getText(range?: values.Range): string;
  lineAt(line: number): { text: string };
}

export function fakeDocument(uri: Uri, text: string, languageId = 'plaintext'): FakeDocument {
  const document: FakeDocument = {
    uri,
    languageId,
    encoding: 'utf8',
    isDirty: false,
    isClosed: false,
    text,
    getText: (range) => {
      if (range === undefined) return document.text;
      const lines = document.text.split('\n').slice(range.start.line, range.end.line);
      return lines.map((line) => `${line}\n`).join('');
    },
    lineAt: (line) => ({ text: document.text.split('\n')[line] ?? '' }),
  };
  return document;
}

export interface FakeNotebook {
  readonly uri: Uri;
  readonly notebookType: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  isDirty: boolean;
  isClosed: boolean;
  cells: FakeCell[];
  readonly cellCount: number;
  getCells(): FakeCell[];
  cellAt(index: number): FakeCell;
}

export interface FakeCell {
  readonly kind: number;
  readonly document: FakeDocument;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly outputs: readonly {
    readonly items: readonly { readonly mime: string; readonly data: Uint8Array }[];
    readonly metadata?: Readonly<Record<string, unknown>>;
  }[];
  readonly executionSummary?: { readonly executionOrder?: number };
}

export function fakeNotebook(
  uri: Uri,
  cells: FakeCell[],
  metadata: FakeNotebook['metadata'] = {},
): FakeNotebook {
  return {
    uri,
    notebookType: 'jupyter-notebook',
    metadata,
    isDirty: false,
    isClosed: false,
    cells,
    get cellCount() {
      return this.cells.length;
    },
    getCells() {
      return this.cells;
    },
    cellAt(index) {
      const cell = this.cells[index];
      if (cell === undefined) throw new Error(`no cell ${index}`);
      return cell;
    },
  };
}

export function fakeCell(notebook: Uri, index: number, text: string, more: Partial<FakeCell> = {}): FakeCell {
  const uri = notebook.with({ scheme: 'vscode-notebook-cell', fragment: `c${index}` });
  return { kind: 2, document: fakeDocument(uri, text, 'python'), metadata: {}, outputs: [], ...more };
}

/** The editor, and what a test does to it and sees of it. */
export class FakeEditor {
  /** Content by address. */
  readonly files = new Map<string, string | Uint8Array>();
  readonly folders: { uri: Uri; name: string; index: number }[] = [];
  readonly documents: FakeDocument[] = [];
  readonly notebooks: FakeNotebook[] = [];
  readonly installed = new Set<string>();
  readonly settings: Record<string, unknown> = {};
  /** What is shown in each document. */
  readonly diagnostics = new Map<string, readonly vscode.Diagnostic[]>();
  /** How often something was shown in a document. */
  readonly shown: string[] = [];
  readonly statusItems: { text: string; detail?: string; severity: number; disposed?: boolean }[] = [];
  readonly executed: unknown[][] = [];
  readonly applied: values.WorkspaceEdit[] = [];
  readonly messages: string[] = [];
  /** What the person picks of a list that is shown. */
  pick: (items: readonly unknown[]) => unknown = () => undefined;
  readonly updates: unknown[][] = [];

  readonly on = {
    folders: createEmitter<unknown>(),
    configuration: createEmitter<{ affectsConfiguration: (key: string) => boolean }>(),
    changeText: createEmitter<{ document: FakeDocument }>(),
    saveText: createEmitter<FakeDocument>(),
    closeText: createEmitter<FakeDocument>(),
    openNotebook: createEmitter<FakeNotebook>(),
    changeNotebook: createEmitter<{ notebook: FakeNotebook }>(),
    saveNotebook: createEmitter<FakeNotebook>(),
    closeNotebook: createEmitter<FakeNotebook>(),
    extensions: createEmitter<unknown>(),
    disk: createEmitter<{ uri: Uri; kind: 'create' | 'change' | 'delete' }>(),
  };

  addFolder(address: string, files: Readonly<Record<string, string | Uint8Array>>): Uri {
    const uri = Uri.parse(address);
    this.folders.push({ uri, name: uri.path.split('/').at(-1) ?? '', index: this.folders.length });
    for (const [path, content] of Object.entries(files))
      this.files.set(Uri.joinPath(uri, path).toString(), content);
    return uri;
  }

  write(uri: Uri, content: string): void {
    const kind = this.files.has(uri.toString()) ? 'change' : 'create';
    this.files.set(uri.toString(), content);
    this.on.disk.fire({ uri, kind });
  }

  delete(uri: Uri): void {
    this.files.delete(uri.toString());
    this.on.disk.fire({ uri, kind: 'delete' });
  }

  open(uri: Uri, text = String(this.files.get(uri.toString()) ?? '')): FakeDocument {
    const document = fakeDocument(uri, text);
    this.documents.push(document);
    return document;
  }

  type(document: FakeDocument, text: string): void {
    document.text = text;
    document.isDirty = true;
    this.on.changeText.fire({ document });
  }

  save(document: FakeDocument): void {
    this.files.set(document.uri.toString(), document.text);
    document.isDirty = false;
    this.on.changeText.fire({ document });
    this.on.saveText.fire(document);
  }

  close(document: FakeDocument): void {
    document.isClosed = true;
    this.documents.splice(this.documents.indexOf(document), 1);
    this.on.closeText.fire(document);
  }

  messagesAt(uri: Uri): string[] {
    return (this.diagnostics.get(uri.toString()) ?? []).map(({ message }) => message);
  }

  /** The namespace, as modules get it. */
  get vs(): Vs {
    const api = { ...values, l10n: { t: plain }, ...this.namespaces() };
    return api as unknown as Vs;
  }

  private namespaces(): Record<string, unknown> {
    return {
      workspace: this.workspace(),
      window: this.window(),
      languages: this.languages(),
      extensions: {
        getExtension: (id: string) => (this.installed.has(id) ? {} : undefined),
        onDidChange: subscribe(this.on.extensions),
      },
      commands: {
        executeCommand: (...call: unknown[]) => Promise.resolve(void this.executed.push(call)),
      },
    };
  }

  private workspace(): Record<string, unknown> {
    const get = (name: 'folders' | 'documents' | 'notebooks') => () => this[name];
    const workspace = {
      fs: this.fs(),
      getConfiguration: () => ({
        get: (key: string) => this.settings[key],
        inspect: (key: string) => ({ workspaceValue: this.settings[key] }),
        update: (...call: unknown[]) => Promise.resolve(void this.updates.push(call)),
      }),
      createFileSystemWatcher: ({ baseUri }: { baseUri: Uri }) => this.watcher(baseUri),
      applyEdit: (edit: values.WorkspaceEdit) => Promise.resolve(this.applied.push(edit) > 0),
      onDidChangeWorkspaceFolders: subscribe(this.on.folders),
      onDidChangeConfiguration: subscribe(this.on.configuration),
      onDidChangeTextDocument: subscribe(this.on.changeText),
      onDidSaveTextDocument: subscribe(this.on.saveText),
      onDidCloseTextDocument: subscribe(this.on.closeText),
      onDidOpenNotebookDocument: subscribe(this.on.openNotebook),
      onDidChangeNotebookDocument: subscribe(this.on.changeNotebook),
      onDidSaveNotebookDocument: subscribe(this.on.saveNotebook),
      onDidCloseNotebookDocument: subscribe(this.on.closeNotebook),
    };
    Object.defineProperty(workspace, 'workspaceFolders', { get: get('folders') });
    Object.defineProperty(workspace, 'textDocuments', { get: get('documents') });
    Object.defineProperty(workspace, 'notebookDocuments', { get: get('notebooks') });
    return workspace;
  }

  private fs(): Record<string, unknown> {
    const below = (uri: Uri): string[] => {
      const base = `${uri.toString()}/`;
      return [...this.files.keys()]
        .filter((key) => key.startsWith(base))
        .map((key) => key.slice(base.length));
    };
    return {
      readDirectory: (uri: Uri) => {
        const names = below(uri).map((rest) => rest.split('/'));
        const kinds = new Map(names.map(([name, ...more]) => [name, more.length > 0 ? 2 : 1]));
        return Promise.resolve([...kinds]);
      },
      stat: (uri: Uri) => {
        const content = this.files.get(uri.toString());
        if (content !== undefined) return Promise.resolve({ type: 1, size: bytes(content).length });
        return below(uri).length > 0
          ? Promise.resolve({ type: 2, size: 0 })
          : Promise.reject(new Error(`no ${uri.toString()}`));
      },
      readFile: (uri: Uri) => {
        const content = this.files.get(uri.toString());
        return content === undefined
          ? Promise.reject(new Error(`no ${uri.toString()}`))
          : Promise.resolve(bytes(content));
      },
    };
  }

  private watcher(root: Uri): Record<string, unknown> {
    const hear = (kind: string) => (listener: (uri: Uri) => void) =>
      this.on.disk.listen((event) => {
        if (event.kind === kind && event.uri.toString().startsWith(root.toString())) listener(event.uri);
      });
    return {
      onDidCreate: hear('create'),
      onDidChange: hear('change'),
      onDidDelete: hear('delete'),
      dispose: () => undefined,
    };
  }

  private window(): Record<string, unknown> {
    return {
      showQuickPick: (items: readonly unknown[]) => Promise.resolve(this.pick(items)),
      showInformationMessage: (text: string) => Promise.resolve(void this.messages.push(text)),
      setStatusBarMessage: (text: string) => void this.messages.push(text),
      withProgress: (_: unknown, work: () => Promise<unknown>) => work(),
    };
  }

  private languages(): Record<string, unknown> {
    return {
      createLanguageStatusItem: () => {
        const item: FakeEditor['statusItems'][number] & { dispose?: () => void } = { text: '', severity: 0 };
        item.dispose = () => void (item.disposed = true);
        this.statusItems.push(item);
        return item;
      },
    };
  }

  /** What a publisher writes into. */
  readonly collection = {
    set: (uri: Uri, own: readonly vscode.Diagnostic[]): void => {
      this.shown.push(uri.toString());
      this.diagnostics.set(uri.toString(), own);
    },
    delete: (uri: Uri): void => void this.diagnostics.delete(uri.toString()),
  } as unknown as vscode.DiagnosticCollection;
}

function subscribe<T>(emitter: Emitter<T>): (listener: (value: T) => void) => { dispose(): void } {
  return (listener) => emitter.listen(listener);
}

function bytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
