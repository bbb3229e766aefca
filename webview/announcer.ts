import { make } from './dom';

/** Least milliseconds between two announcements: a reader that is interrupted all the time says nothing. */
const pause = 1500;

/** Says the newest sentence to screen readers, never more often than they can speak. */
export interface Announcer {
  readonly element: HTMLElement;
  say(text: string): void;
}

export function createAnnouncer(): Announcer {
  const element = make('div', 'visually-hidden');
  element.setAttribute('role', 'status');
  element.setAttribute('aria-live', 'polite');
  let waiting: string | undefined;
  let resting = false;
  const speak = (): void => {
    if (waiting === undefined || resting) return;
    element.textContent = waiting;
    waiting = undefined;
    resting = true;
    setTimeout(() => {
      resting = false;
      speak();
    }, pause);
  };
  return {
    element,
    say: (text) => {
      waiting = text;
      speak();
    },
  };
}
