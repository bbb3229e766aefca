import { make, setShown, setText } from './dom';
import type { PhaseView, StreamModel } from './model';
import type { PanelAction, PanelInfo } from './protocol';
import { actionLabels, duration, phaseLabels, sessionLabels, words } from './strings';
import { button, ring } from './ui';

/** The top of the page: what runs, how far it is, what can be done now. */
export interface HeadingView {
  readonly element: HTMLElement;
  /** `now` is in the host's clock, milliseconds since the epoch. */
  update(info: PanelInfo, model: StreamModel, now: number): void;
}

/** Signs beside a phase's name, so that its state is not told by colour alone. */
const marks = { pending: '○', active: '●', done: '✓', failed: '✗', cancelled: '–' } as const;

function phaseItem({ phase, state, elapsed }: PhaseView): HTMLElement {
  const item = make('li', `phase ${state}`);
  const mark = make('span', 'mark', marks[state]);
  mark.setAttribute('aria-hidden', 'true');
  item.append(mark, make('span', 'name', phaseLabels[phase]));
  if (elapsed !== undefined) item.append(make('span', 'elapsed', duration(elapsed)));
  item.setAttribute('aria-label', `${phaseLabels[phase]}: ${state}`);
  if (state === 'active') item.setAttribute('aria-current', 'step');
  return item;
}

/** What happens now, in one line. */
function statusText(info: PanelInfo, model: StreamModel): string {
  if (info.notice !== undefined) return info.notice;
  // What failed is told in full below.
  if (model.error) return '';
  if (info.session && model.ended === 'ready') {
    const { name, state, reason } = info.session;
    return `${words.session} ${name}: ${sessionLabels[state]}. ${reason}`;
  }
  if (info.connection === 'lost') return words.lost;
  if (model.lines.length === 0 && info.connection === 'connecting') return words.connecting;
  const { step } = model;
  const prefix = step && !model.ended ? `${words.step(step.index, step.total)}: ` : '';
  return `${prefix}${model.message ?? ''}`;
}

class Heading implements HeadingView {
  readonly element = make('header', 'heading');
  private readonly title = make('h1');
  private readonly repo = make('p', 'repo');
  private readonly busy = ring();
  private readonly phases = make('ol', 'phases');
  private readonly status = make('p', 'status');
  private readonly actions = make('div', 'actions');
  private shownActions = '';

  constructor(private readonly act: (action: PanelAction) => void) {
    this.phases.setAttribute('aria-label', words.phases);
    this.actions.setAttribute('role', 'group');
    this.actions.setAttribute('aria-label', words.actions);
    const line = make('div', 'title-line');
    line.append(this.title, this.busy);
    this.element.append(line, this.repo, this.phases, this.status, this.actions);
  }

  update(info: PanelInfo, model: StreamModel, now: number): void {
    setText(this.title, info.title);
    setText(this.repo, info.repo);
    setShown(this.busy, !model.ended && info.connection !== 'lost');
    this.phases.replaceChildren(...model.phases(info.kind, now).map(phaseItem));
    setText(this.status, statusText(info, model));
    this.drawActions(info);
  }

  /** Buttons are made anew only when others are wanted: a press or a focus must not be lost in between. */
  private drawActions({ actions }: PanelInfo): void {
    const wanted = actions.join(' ');
    if (wanted === this.shownActions) return;
    this.shownActions = wanted;
    this.actions.replaceChildren(
      ...actions.map((action, index) => {
        // Cancelling is never what a person most likely wants.
        const primary = index === 0 && action !== 'cancel';
        const element = button(actionLabels[action], primary, () => this.act(action));
        element.dataset['action'] = action;
        return element;
      }),
    );
  }
}

/** A heading whose buttons call `act`. */
export function createHeading(act: (action: PanelAction) => void): HeadingView {
  return new Heading(act);
}
