/** The end of a step's output, made ready for the recognisers. */
export interface Log {
  /** Lines without colours; none longer than `lineLimit`. */
  readonly text: string;
  /** The same with indented lines joined to the line above them: sentences that a tool has wrapped. */
  readonly flowed: string;
  /** Exit code or name of the signal that ended the step, where one is known. */
  readonly exit: string;
}

/** Characters of the output's end that are looked at: enough for the whole error of a compiler, and a bound. */
const kept = 96 * 1024;
/** Longer lines are cut, so that no expression can take quadratic time over one. */
const lineLimit = 1200;

/** Takes the end of `lines`. `exit` is an exit code or the name of a signal. */
export function readLog(lines: readonly string[], exit: string | number = ''): Log {
  const taken: string[] = [];
  let size = 0;
  for (let index = lines.length - 1; index >= 0 && size < kept; index -= 1) {
    const line = plain((lines[index] ?? '').slice(0, 4 * lineLimit));
    taken.push(line);
    size += line.length + 1;
  }
  const text = taken.reverse().join('\n').slice(-kept);
  return { text, flowed: text.replace(/\n[ \t│├└╰╭─>]{1,80}/g, ' '), exit: String(exit) };
}

/** Progress bars are lines of their own; what colours a line is taken off. */
function plain(line: string): string {
  return line
    .replace(/\u001b\[[0-9;?]{0,20}[A-Za-z]/g, '')
    .split(/[\r\n]/)
    .map((part) => part.slice(0, lineLimit))
    .join('\n');
}

/** The line that holds the character at `index`, without blanks around it. */
export function lineAt(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index - 1) + 1;
  const end = text.indexOf('\n', index);
  return text.slice(start, end === -1 ? text.length : end).trim();
}

const progressAfter =
  /\n[ \t]{0,12}(?:Collecting \S|Downloading \S|Installing collected |Successfully installed|Resolved \d|Prepared \d|Installed \d|Building wheels? for|Setting up \S|Unpacking \S|Get:\d|\* DONE \()/;

/** True where the tool went on after `index`: what it complained about there is not what ended it. */
export function wentOn(text: string, index: number): boolean {
  return progressAfter.test(text.slice(index));
}

const address =
  /host='([^'\s]{1,250})'|https?:\/\/(?:[^/@\s`']{0,200}@)?([\w.-]{1,250}(?::\d{1,5})?)|resolve (?:host: |')([\w.-]{1,250})|connect to ([\w.-]{1,250}(?::\d{1,5})?)/;

/** How uv and rattler name the address that they asked for, in lines that may hold others. */
const asked = /for url \(https?:\/\/(?:[^/@\s]{0,200}@)?([\w.-]{1,250}(?::\d{1,5})?)/;

/** The host that is named nearest to `index`: in its line, else just above it. */
export function hostNear(text: string, index: number): string | undefined {
  const above = text
    .slice(Math.max(0, index - 800), index)
    .split('\n')
    .reverse()
    .slice(0, 6);
  for (const part of [lineAt(text, index), ...above]) {
    const found = asked.exec(part) ?? address.exec(part);
    const host = found?.slice(1).find((group: string | undefined) => group !== undefined);
    if (host !== undefined) return host;
  }
  return undefined;
}
