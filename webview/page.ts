import { createAnnouncer } from './announcer';
import { make } from './dom';
import { createFailureView } from './failure-view';
import { createHeading } from './heading-view';
import { createLogView } from './log-view';
import type { StreamModel } from './model';
import { streamModel } from './model';
import type { HostToPage, PageToHost, PanelEntry, PanelInfo } from './protocol';
import { phaseLabels } from './strings';

/** What the page needs from the webview it is in. */
export interface PageHost {
  send(message: PageToHost): void;
  /** Keeps a small object over a reload of the window. */
  keep(state: PanelInfo['restore']): void;
}

/** The build stream's page: draws what its host tells, and tells its host what was pressed. */
export class StreamPage {
  private readonly heading = createHeading((action) => this.host.send({ kind: 'action', action }));
  private readonly failure = createFailureView((file, line) =>
    this.host.send({ kind: 'open-file', file, ...(line === undefined ? {} : { line }) }),
  );
  private readonly log = createLogView();
  private readonly announcer = createAnnouncer();
  private info: PanelInfo | undefined;
  private model: StreamModel | undefined;
  /** Host's clock minus ours, milliseconds. */
  private skew = 0;

  constructor(
    root: HTMLElement,
    private readonly host: PageHost,
  ) {
    const main = make('main');
    main.append(this.heading.element, this.failure.element, this.log.element, this.announcer.element);
    root.replaceChildren(main);
    // Elapsed times go on while nothing arrives.
    setInterval(() => this.draw(), 1000);
  }

  /** Asks for everything: sent once when the document is there. */
  start(): void {
    this.host.send({ kind: 'ready', cursor: this.model?.cursor ?? '' });
  }

  receive(message: HostToPage): void {
    if (message.kind === 'snapshot') {
      this.info = message.info;
      this.model = streamModel(message.info);
    }
    if (message.kind !== 'append') this.setInfo(message.info);
    if (message.kind !== 'info') this.add(message.entries, message.more);
    this.draw();
  }

  private setInfo(info: PanelInfo): void {
    // The kind is known only with the job's record: until then the model took it for a launch.
    if (this.info?.job === info.job && this.info.kind !== info.kind) {
      this.model = streamModel(info);
      this.start();
    }
    this.info = info;
    this.skew = Date.parse(info.now) - Date.now();
    this.host.keep(info.restore);
  }

  private add(entries: readonly PanelEntry[], more: boolean): void {
    const turned = this.model?.add(entries) ?? false;
    const last = entries.at(-1)?.event;
    if (turned && !more && last)
      this.announcer.say(`${phaseLabels[last.phase]}. ${this.model?.message ?? ''}`);
  }

  private draw(): void {
    const { info, model } = this;
    if (!info || !model) return;
    this.heading.update(info, model, Date.now() + this.skew);
    this.failure.update(model);
    this.log.update(model.lines);
  }
}
