/**
 * The only file that imports the webview UI toolkit, which is archived upstream: replacing it touches nothing else. It
 * gives plain functions and DOM elements, no component classes.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing(), vsCodeTextField());

/** A push button. The first of a row is the one that a person most likely wants. */
export function button(label: string, primary: boolean, press: () => void): HTMLElement {
  const element = document.createElement('vscode-button');
  element.setAttribute('appearance', primary ? 'primary' : 'secondary');
  element.textContent = label;
  element.addEventListener('click', press);
  return element;
}

/** A ring that turns while something runs. It carries no meaning of its own: the text beside it does. */
export function ring(): HTMLElement {
  const element = document.createElement('vscode-progress-ring');
  element.setAttribute('aria-hidden', 'true');
  return element;
}

/** A one-line field; `change` gets its text after each keystroke. */
export function textField(label: string, change: (text: string) => void): HTMLElement {
  const element = document.createElement('vscode-text-field') as HTMLElement & { value: string };
  element.setAttribute('placeholder', label);
  element.setAttribute('aria-label', label);
  element.addEventListener('input', () => change(element.value));
  return element;
}
