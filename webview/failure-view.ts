import type { FailureExplanation } from '../server/protocol';
import { make, setShown } from './dom';
import type { StreamModel } from './model';
import { words } from './strings';
import { button } from './ui';

/** Opens a file of the repository at a zero-based line. */
export type OpenFile = (file: string, line: number | undefined) => void;

/** What failed, why, and what to do: shown above the log, because nobody reads a log's last thousand lines first. */
export interface FailureView {
  readonly element: HTMLElement;
  update(model: StreamModel): void;
}

function explanationItem(explanation: FailureExplanation, openFile: OpenFile): HTMLElement {
  const { message, fix, file, line } = explanation;
  const item = make('li');
  item.append(make('span', 'cause', message));
  if (fix !== undefined) item.append(make('span', 'fix', fix));
  if (file !== undefined) {
    const place = line === undefined ? file : `${file}:${line + 1}`;
    item.append(button(`${words.openFile} ${place}`, false, () => openFile(file, line)));
  }
  return item;
}

/** An empty view; hidden until the model holds an error. */
export function createFailureView(openFile: OpenFile): FailureView {
  const element = make('section', 'failure');
  element.setAttribute('role', 'alert');
  element.hidden = true;
  let shown: string | undefined;
  const draw = ({ error, explanations }: StreamModel): void => {
    if (!error) return;
    const list = make('ul', 'explanations');
    list.append(...explanations.map((explanation) => explanationItem(explanation, openFile)));
    element.replaceChildren(make('p', 'what', error.message), make('p', 'action', error.action), list);
  };
  return {
    element,
    update: (model) => {
      if (model.error?.message === shown) return;
      shown = model.error?.message;
      setShown(element, shown !== undefined);
      draw(model);
    },
  };
}
