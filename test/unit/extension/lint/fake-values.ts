// Values of the `vscode` namespace, as far as the linter makes and reads them.
import path from 'node:path';

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly authority: string,
    readonly path: string,
    readonly query = '',
    readonly fragment = '',
  ) {}

  static parse(text: string): Uri {
    const match = /^([\w-]+):(?:\/\/([^/]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(text);
    if (match === null) throw new Error(`${text} is no address`);
    const [, scheme = '', authority = '', place = '', query = '', fragment = ''] = match;
    return new Uri(scheme, authority, place, decodeURIComponent(query), fragment);
  }

  static file(place: string): Uri {
    return new Uri('file', '', place);
  }

  static joinPath({ scheme, authority, path: base }: Uri, ...parts: string[]): Uri {
    return new Uri(scheme, authority, path.posix.join(base, ...parts));
  }

  get fsPath(): string {
    return this.path;
  }

  with(change: { readonly scheme?: string; readonly fragment?: string }): Uri {
    const { scheme = this.scheme, fragment = this.fragment } = change;
    return new Uri(scheme, this.authority, this.path, this.query, fragment);
  }

  toString(): string {
    const query = this.query === '' ? '' : `?${this.query}`;
    return `${this.scheme}://${this.authority}${this.path}${query}${this.fragment === '' ? '' : `#${this.fragment}`}`;
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = new Position(startLine, startCharacter);
    this.end = new Position(endLine, endCharacter);
  }

  /** By lines: enough for tests. */
  intersection(other: Range): Range | undefined {
    return other.end.line < this.start.line || other.start.line > this.end.line ? undefined : this;
  }
}

export class Location {
  constructor(
    readonly uri: Uri,
    readonly range: Range,
  ) {}
}

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const DiagnosticTag = { Unnecessary: 1, Deprecated: 2 };
export const LanguageStatusSeverity = { Information: 0, Warning: 1, Error: 2 };
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const ProgressLocation = { Window: 10 };
export const CompletionItemKind = { Property: 9, Value: 11, Reference: 17 };

export class Diagnostic {
  source?: string;
  code?: unknown;
  tags?: number[];
  relatedInformation?: DiagnosticRelatedInformation[];

  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number,
  ) {}
}

export class DiagnosticRelatedInformation {
  constructor(
    readonly location: Location,
    readonly message: string,
  ) {}
}

export class CodeActionKind {
  static readonly QuickFix = new CodeActionKind('quickfix');
  static readonly Source = new CodeActionKind('source');
  static readonly SourceFixAll = new CodeActionKind('source.fixAll');

  constructor(readonly value: string) {}

  append(part: string): CodeActionKind {
    return new CodeActionKind(`${this.value}.${part}`);
  }

  contains({ value }: CodeActionKind): boolean {
    return value === this.value || value.startsWith(`${this.value}.`);
  }
}

export class CodeAction {
  edit?: WorkspaceEdit;
  command?: { readonly command: string; readonly arguments?: readonly unknown[] };
  diagnostics?: readonly Diagnostic[];
  isPreferred?: boolean;

  constructor(
    readonly title: string,
    readonly kind: CodeActionKind,
  ) {}
}

/** One entry of an edit, as a test reads it. */
export interface EditEntry {
  readonly what: 'replace' | 'insert' | 'create' | 'delete' | 'rename';
  readonly uri: string;
  readonly range?: Range;
  readonly text?: string;
  readonly to?: string;
  readonly overwrite?: boolean;
  readonly asks?: boolean;
}

interface Metadata {
  readonly needsConfirmation: boolean;
}

export class WorkspaceEdit {
  readonly entries: EditEntry[] = [];

  replace(uri: Uri, range: Range, text: string, metadata?: Metadata): void {
    this.add({ what: 'replace', uri: uri.toString(), range, text }, metadata);
  }

  insert(uri: Uri, { line, character }: Position, text: string, metadata?: Metadata): void {
    const range = new Range(line, character, line, character);
    this.add({ what: 'insert', uri: uri.toString(), range, text }, metadata);
  }

  createFile(uri: Uri, options: { contents: Uint8Array; overwrite?: boolean }, metadata?: Metadata): void {
    const text = new TextDecoder().decode(options.contents);
    this.add(
      { what: 'create', uri: uri.toString(), text, ...(options.overwrite && { overwrite: true }) },
      metadata,
    );
  }

  deleteFile(uri: Uri, _: unknown, metadata?: Metadata): void {
    this.add({ what: 'delete', uri: uri.toString() }, metadata);
  }

  renameFile(from: Uri, to: Uri, _: unknown, metadata?: Metadata): void {
    this.add({ what: 'rename', uri: from.toString(), to: to.toString() }, metadata);
  }

  private add(entry: EditEntry, metadata: Metadata | undefined): void {
    this.entries.push({ ...entry, ...(metadata?.needsConfirmation === true && { asks: true }) });
  }
}

export class RelativePattern {
  constructor(
    readonly baseUri: Uri,
    readonly pattern: string,
  ) {}
}

export class MarkdownString {
  constructor(readonly value = '') {}
}

export class Hover {
  constructor(
    readonly contents: readonly MarkdownString[],
    readonly range?: Range,
  ) {}
}

export class CompletionItem {
  detail?: string;
  insertText?: string;
  range?: Range;
  sortText?: string;
  documentation?: MarkdownString;

  constructor(
    readonly label: string,
    readonly kind: number,
  ) {}
}
