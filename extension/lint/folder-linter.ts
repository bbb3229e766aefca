import type { LintOptions } from '../../server/lint/input';
import type { Disposable, Emitter } from '../platform/emitter';
import { createEmitter } from '../platform/emitter';
import type { Engine, LintRun } from './engine';
import type { Snapshot } from './snapshot';
import type { Unsaved } from './unsaved';

/** Runs `work` once, in so many milliseconds. */
export type Later = (work: () => void, milliseconds: number) => Disposable;

/** Lints one folder of the window, and again whenever something in it changes. */
export interface FolderLinter extends Disposable {
  readonly snapshot: Snapshot;
  readonly onDidLint: Emitter<LintRun>;
  /** The last run, or a new one where something was typed since. Undefined until the folder was read. */
  current(): LintRun | undefined;
  /** Options of the last run. */
  options(): LintOptions;
  /** Something was typed into a file, or it was saved or closed. */
  edited(path: string): void;
  /** Something happened to files on the disk; `now` where somebody waits for what follows. */
  touched(paths: readonly string[], now?: boolean): void;
  /** Settings or facts are others now. */
  reconsider(): void;
  /** Reads the folder again from its beginning. */
  again(): Promise<void>;
}

export interface FolderLinterDeps {
  readonly snapshot: Snapshot;
  readonly engine: Engine;
  readonly unsaved: () => readonly Unsaved[];
  readonly later: Later;
  readonly report: (error: unknown) => void;
}

/** Milliseconds between the last key and the run that it causes. */
export const typingDelay = 300;

/** So many changed files at once are a checkout or an installation: the folder is read anew. */
const manyFiles = 500;

/** Begins to read the folder at once. */
export function createFolderLinter(deps: FolderLinterDeps): FolderLinter {
  const linter = new WatchedFolder(deps);
  void linter.again();
  return linter;
}

class WatchedFolder implements FolderLinter {
  readonly onDidLint = createEmitter<LintRun>();
  private last: LintRun | undefined;
  /** Something was typed that no run has seen. */
  private stale = false;
  private reading = true;
  private disposed = false;
  private waiting: Disposable | undefined;
  /** What is being done; what comes next waits for it, so that each begins with the folder as the one before left it. */
  private work: Promise<void> = Promise.resolve();
  private readonly onDisk = new Set<string>();
  private readonly typed = new Set<string>();

  constructor(private readonly deps: FolderLinterDeps) {}

  get snapshot(): Snapshot {
    return this.deps.snapshot;
  }

  options(): LintOptions {
    return this.deps.engine.options();
  }

  current(): LintRun | undefined {
    if (this.stale && !this.reading) this.run();
    return this.last;
  }

  edited(path: string): void {
    this.typed.add(path);
    this.layEdits();
    this.deps.engine.changed({ paths: [path], structure: false });
    this.stale = true;
    this.plan(typingDelay);
  }

  touched(paths: readonly string[], now = false): void {
    for (const path of paths) this.onDisk.add(path);
    this.plan(now ? 0 : typingDelay);
  }

  reconsider(): void {
    this.plan(0);
  }

  again(): Promise<void> {
    return this.enqueue(() => this.readAll());
  }

  dispose(): void {
    this.disposed = true;
    this.waiting?.dispose();
  }

  private plan(milliseconds: number): void {
    this.waiting?.dispose();
    this.waiting = this.deps.later(() => void this.enqueue(() => this.catchUp()), milliseconds);
  }

  private enqueue(next: () => Promise<void>): Promise<void> {
    this.work = this.work.then(async () => {
      if (this.disposed) return;
      try {
        await next();
      } catch (error) {
        this.deps.report(error);
      }
    });
    return this.work;
  }

  private async readAll(): Promise<void> {
    const { snapshot, engine } = this.deps;
    this.reading = true;
    this.onDisk.clear();
    await snapshot.scan();
    this.reading = false;
    this.layEdits();
    await engine.prepare();
    this.run();
  }

  private async catchUp(): Promise<void> {
    const { snapshot, engine } = this.deps;
    const saved = this.savedEdits();
    const paths = [...this.onDisk, ...saved];
    if (paths.length > manyFiles) return this.readAll();
    const typed = [...this.typed];
    this.onDisk.clear();
    this.typed.clear();
    const changes = await snapshot.refresh(paths);
    // Only now: until it was read again, what was typed is nearer to the file than what was read before.
    for (const path of saved) if (!this.isUnsaved(path)) snapshot.tree.edit(path, undefined);
    engine.changed({ ...changes, paths: [...changes.paths, ...saved] });
    await engine.prepare([...changes.paths, ...typed]);
    this.run();
  }

  private run(): void {
    if (this.disposed) return;
    this.last = this.deps.engine.lint();
    this.stale = false;
    if (this.last !== undefined) this.onDidLint.fire(this.last);
  }

  private layEdits(): void {
    const { snapshot, engine, unsaved } = this.deps;
    const known = new Set(snapshot.tree.edited());
    for (const { path, content } of unsaved()) {
      snapshot.tree.edit(path, content);
      const structure = snapshot.tree.entry(path) === undefined;
      if (!known.has(path)) engine.changed({ paths: [path], structure });
    }
  }

  private savedEdits(): string[] {
    return this.deps.snapshot.tree.edited().filter((path) => !this.isUnsaved(path));
  }

  private isUnsaved(path: string): boolean {
    return this.deps.unsaved().some((each) => each.path === path);
  }
}
