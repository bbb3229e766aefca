/** A new element with a class and text. Text only ever becomes text nodes: output of builds is anyone's. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  if (text !== '') element.textContent = text;
  return element;
}

/** Sets the text of an element where it changed, so that nothing flickers and no reader repeats itself. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides an element. */
export function setShown(element: HTMLElement, shown: boolean): void {
  element.hidden = !shown;
}
