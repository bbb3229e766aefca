import type * as vscode from 'vscode';
import type { JobRecord } from '../../server/protocol';
import { AppError } from '../../server/protocol';
import type { HostToPage, PageToHost, PanelEntry, PanelInfo } from '../../webview/protocol';
import { isPageToHost } from '../../webview/protocol';
import { applyEvents, jobView } from '../build/job-view';
import type { JobView } from '../build/job-view';
import type { Disposable } from '../platform/emitter';
import type { Store } from '../sessions/store';
import { pieces } from './batch';
import type { JobFeed, JobFeeds } from './job-feed';
import type { PanelSubject } from './panel-info';
import { panelInfo } from './panel-info';

/** What of a webview panel the host uses. */
export interface PageChannel {
  post(message: HostToPage): void;
}

export interface PanelHostDeps {
  readonly feeds: JobFeeds;
  readonly store: Store;
  readonly record: (job: string) => Promise<JobRecord>;
  readonly act: (
    message: Exclude<PageToHost, { kind: 'ready' }>,
    subject: PanelSubject,
    view?: JobView,
  ) => void;
  readonly now: () => Date;
}

/** The host's side of one page: answers its `ready`, forwards the job's feed, and keeps its heading true. */
export interface PanelHost extends Disposable {
  readonly subject: PanelSubject;
  /** Shows another job in the same panel. */
  show(subject: PanelSubject): void;
  /** A message of the page; anything that is not one is dropped. */
  receive(message: unknown): void;
  /** The page's document is gone until its next `ready`. */
  hidden(): void;
}

/** One job on the page; thrown away when the panel shows another. */
class Showing {
  private readonly listeners: Disposable[];
  private readonly feed: JobFeed;
  private view: JobView | undefined;
  private recordError: AppError | undefined;
  /** True while a document is there that got its snapshot. */
  private live = false;
  private disposed = false;

  constructor(
    readonly subject: PanelSubject,
    private readonly page: PageChannel,
    private readonly deps: PanelHostDeps,
  ) {
    this.feed = deps.feeds.open(subject.job);
    this.listeners = [
      this.feed.onEntries.listen((batch) => this.append(batch)),
      this.feed.onConnection.listen(() => this.sendInfo()),
      deps.store.onDidChange.listen(() => this.sendInfo()),
    ];
    void this.loadRecord();
  }

  get jobView(): JobView | undefined {
    return this.view;
  }

  ready(cursor: string): void {
    const { entries } = this.feed;
    const drawn = cursor === '' ? -1 : entries.findIndex((entry) => entry.cursor === cursor);
    const [first = [], ...rest] = pieces(entries.slice(drawn + 1));
    const more = rest.length > 0;
    this.page.post(
      drawn < 0
        ? { kind: 'snapshot', info: this.info(), entries: first, more }
        : { kind: 'append', entries: first, more },
    );
    this.post(rest);
    this.live = true;
    if (drawn >= 0) this.sendInfo();
  }

  hidden(): void {
    this.live = false;
  }

  dispose(): void {
    this.disposed = true;
    for (const listener of this.listeners) listener.dispose();
  }

  private async loadRecord(): Promise<void> {
    try {
      const record = await this.deps.record(this.subject.job);
      this.view = applyEvents(
        jobView(record),
        this.feed.entries.map(({ event }) => event),
      );
    } catch (error) {
      this.recordError = AppError.from(error);
    }
    if (!this.disposed) this.sendInfo();
  }

  private append(batch: readonly PanelEntry[]): void {
    const before = this.view;
    this.view =
      before &&
      applyEvents(
        before,
        batch.map(({ event }) => event),
      );
    if (!this.live) return;
    this.post(pieces(batch));
    if (before?.ended !== this.view?.ended || before?.session !== this.view?.session) this.sendInfo();
  }

  private post(batches: readonly (readonly PanelEntry[])[]): void {
    batches.forEach((entries, index) =>
      this.page.post({ kind: 'append', entries, more: index < batches.length - 1 }),
    );
  }

  private sendInfo(): void {
    if (this.live) this.page.post({ kind: 'info', info: this.info() });
  }

  private info(): PanelInfo {
    const { folder } = this.subject;
    const error = this.feed.error ?? this.recordError;
    return panelInfo({
      subject: this.subject,
      view: this.view,
      session: folder === undefined ? undefined : this.deps.store.get(folder)?.session,
      connection: this.feed.connection,
      notice: error && `${error.message} ${error.action}`,
      now: this.deps.now(),
    });
  }
}

export function createPanelHost(subject: PanelSubject, page: PageChannel, deps: PanelHostDeps): PanelHost {
  let showing = new Showing(subject, page, deps);
  let pageIsThere = false;
  return {
    get subject() {
      return showing.subject;
    },
    show: (next) => {
      if (next.job === showing.subject.job) return;
      showing.dispose();
      showing = new Showing(next, page, deps);
      if (pageIsThere) showing.ready('');
    },
    receive: (message) => {
      if (!isPageToHost(message)) return;
      if (message.kind !== 'ready') {
        deps.act(message, showing.subject, showing.jobView);
        return;
      }
      pageIsThere = true;
      showing.ready(message.cursor);
    },
    hidden: () => {
      pageIsThere = false;
      showing.hidden();
    },
    dispose: () => showing.dispose(),
  };
}

/** The page of a real panel. A message that cannot be delivered is replaced by the next snapshot. */
export function channelOf(webview: vscode.Webview): PageChannel {
  return { post: (message) => void webview.postMessage(message) };
}
