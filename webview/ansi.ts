import Anser from 'anser';

/** A stretch of a line with one look. `classes` are names of webview.css. */
export interface Span {
  readonly text: string;
  readonly classes: readonly string[];
}

/** Escape sequences that do not set a look: cursor movement, titles, links. They would show as rubbish. */
const otherSequences = /\u001b(?:\[[0-9;?]*[A-Za-ln-z]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[()][A-Z0-9])/g;

/** Anser's class for a colour, where the style sheet has one: the sixteen named colours, not palettes. */
function colourClass(name: string, place: 'fg' | 'bg'): string[] {
  return /^ansi-(bright-)?(black|red|green|yellow|blue|magenta|cyan|white)$/.test(name)
    ? [`${name}-${place}`]
    : [];
}

/** A line of a tool's output as spans of text; never markup. */
export function ansiSpans(line: string): Span[] {
  if (!line.includes('\u001b')) return [{ text: line, classes: [] }];
  const parts = Anser.ansiToJson(line.replace(otherSequences, ''), { use_classes: true, remove_empty: true });
  return parts.map(({ content, fg, bg, decorations }) => ({
    text: content,
    classes: [
      ...colourClass(fg, 'fg'),
      ...colourClass(bg, 'bg'),
      ...decorations.map((decoration) => `ansi-${decoration}`),
    ],
  }));
}

/** The line without its looks: what the filter searches. */
export function plainText(line: string): string {
  return ansiSpans(line)
    .map(({ text }) => text)
    .join('');
}
