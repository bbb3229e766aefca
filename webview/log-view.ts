import { ansiSpans, plainText } from './ansi';
import { make, setText } from './dom';
import type { Line } from './model';
import { words } from './strings';
import { textField } from './ui';

/** Lines drawn above and below the visible ones, so that a quick scroll shows no gap. */
const overscan = 30;

/** The log: of a hundred thousand lines only those in view are in the document. */
export interface LogView {
  readonly element: HTMLElement;
  /** Draws what is there now; cheap when nothing changed. Stays at the end when it was there. */
  update(lines: readonly Line[]): void;
}

function lineElement(line: Line): HTMLElement {
  const element = make('div', `line ${line.kind}`);
  for (const { text, classes } of ansiSpans(line.text)) {
    element.append(classes.length === 0 ? text : make('span', classes.join(' '), text));
  }
  // An empty row would lose its height.
  if (element.textContent === '') element.textContent = '\u00a0';
  return element;
}

class VirtualLog implements LogView {
  readonly element = make('section', 'log-section');
  private readonly viewport = make('div', 'log');
  private readonly space = make('div', 'log-space');
  private readonly rows = make('div', 'log-rows');
  private readonly count = make('span', 'log-count');
  private lines: readonly Line[] = [];
  /** Indexes of the lines that match; absent while there is no filter. */
  private matching: number[] | undefined;
  private filter = '';
  private searched = 0;
  private following = true;
  private scheduled = false;
  private drawn = { first: -1, last: -1, total: -1 };
  private rowHeight = 0;

  constructor() {
    const bar = make('div', 'log-bar');
    this.count.setAttribute('aria-live', 'off');
    bar.append(
      textField(words.filter, (text) => this.setFilter(text)),
      this.count,
    );
    this.viewport.tabIndex = 0;
    this.viewport.setAttribute('role', 'region');
    this.viewport.setAttribute('aria-label', words.log);
    this.viewport.append(this.space, this.rows);
    this.element.append(bar, this.viewport);
    this.viewport.addEventListener('scroll', () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.resized()).observe(this.viewport);
  }

  update(lines: readonly Line[]): void {
    if (lines !== this.lines) {
      this.lines = lines;
      this.searchFromStart();
    }
    this.search();
    this.schedule();
  }

  private get total(): number {
    return this.matching ? this.matching.length : this.lines.length;
  }

  private setFilter(text: string): void {
    this.filter = text.toLowerCase();
    this.searchFromStart();
    this.search();
    this.schedule();
  }

  private searchFromStart(): void {
    this.matching = this.filter === '' ? undefined : [];
    this.searched = 0;
    this.drawn.total = -1;
  }

  /** Looks only at lines that came since the last time. */
  private search(): void {
    if (!this.matching) return;
    for (; this.searched < this.lines.length; this.searched += 1) {
      const line = this.lines[this.searched];
      if (line && plainText(line.text).toLowerCase().includes(this.filter)) this.matching.push(this.searched);
    }
  }

  private scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.viewport;
    this.following = scrollTop + clientHeight >= scrollHeight - this.rowHeight;
    this.schedule();
  }

  private resized(): void {
    this.rowHeight = 0;
    this.drawn.total = -1;
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.draw();
    });
  }

  private measure(): number {
    if (this.rowHeight === 0) {
      const probe = make('div', 'line', 'M');
      this.rows.append(probe);
      this.rowHeight = probe.getBoundingClientRect().height;
      probe.remove();
    }
    return this.rowHeight;
  }

  private draw(): void {
    const height = this.measure();
    // A panel that is not laid out yet has no height to count in; its resize draws again.
    if (height === 0) return;
    const { total } = this;
    this.space.style.height = `${total * height}px`;
    if (this.following) this.viewport.scrollTop = total * height;
    const top = Math.floor(this.viewport.scrollTop / height);
    const visible = Math.ceil(this.viewport.clientHeight / height);
    this.drawRows(Math.max(0, top - overscan), Math.min(total, top + visible + overscan), height);
    const all = this.lines.length;
    setText(this.count, this.matching ? words.matches(total, all) : words.lines(all));
  }

  private drawRows(first: number, last: number, height: number): void {
    const same = this.drawn.first === first && this.drawn.last === last && this.drawn.total >= last;
    this.drawn = { first, last, total: this.total };
    if (same) return;
    const rows: HTMLElement[] = [];
    for (let row = first; row < last; row += 1) {
      const line = this.lines[this.matching ? (this.matching[row] ?? -1) : row];
      if (line) rows.push(lineElement(line));
    }
    this.rows.replaceChildren(...rows);
    this.rows.style.transform = `translateY(${first * height}px)`;
  }
}

/** A new, empty log. */
export function createLogView(): LogView {
  return new VirtualLog();
}
