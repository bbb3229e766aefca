import type { SourceText, TextSpan } from '../text';
import { rangeAt, spanAt } from '../text';
import type { Magic } from './python-code';
import { cellLines, rawEnd } from './python-lines';

/** A cell's code without what only IPython understands. */
export interface MaskedCell {
  /** As long as the cell's, so that every place holds; empty where the cell is not Python. */
  readonly text: string;
  readonly magics: readonly Magic[];
  /** Names that magics bind: `out` of `%%capture out`. */
  readonly definitions: readonly TextSpan[];
}

/** Magics of cells after which the code is Python, run in the same namespace. */
const pythonCellMagics = new Set(
  'time timeit capture prun memit mprun lprun debug px snakeviz pyinstrument scalene manim wandb heat notify ipytest run_pytest'.split(
    ' ',
  ),
);

/** Line magics that run what follows as Python. */
const pythonLineMagics = new Set(['time', 'timeit', 'prun', 'memit', 'mprun', 'lprun', 'snakeviz']);

/** What may be written without `%`, in a cell of one line (IPython's automagic). */
const bareMagics = new Set(
  `alias autoreload bookmark cat cd cls conda config cp debug dhist dirs edit env history less load load_ext ls ll lsmagic
  macro magic mamba man matplotlib mkdir more mv paste pastebin pdb pdoc pfile pinfo pip popd precision prun psearch
  psource pushd pwd pycat pylab recall rehashx reload_ext rerun reset rm rmdir run save sc store sx system time timeit
  unload_ext who whos xdel xmode`.split(/\s+/),
);

/** Those of them that need nothing behind them, and that hardly anybody calls a variable. */
const loneMagics = new Set(['cd', 'cls', 'll', 'ls', 'lsmagic', 'pip', 'pwd', 'pylab', 'who', 'whos']);

interface Mask {
  readonly start: number;
  readonly end: number;
  /** What stands there instead, filled up with blanks. */
  readonly text: string;
}

interface Masking {
  readonly source: SourceText;
  readonly magics: Magic[];
  readonly masks: Mask[];
  readonly definitions: TextSpan[];
}

/** Takes magics out of a cell. Scripts have none. */
export function maskMagics(source: SourceText): MaskedCell {
  const { text } = source;
  if (source.cell === undefined) return { text, magics: [], definitions: [] };
  const masking: Masking = { source, magics: [], masks: [], definitions: [] };
  if (!/[%!?]/.test(text)) {
    maskBare(masking);
    return finished(masking);
  }
  let from = 0;
  for (let head = cellMagicAt(text, from); head !== undefined; head = cellMagicAt(text, from)) {
    from = cellMagic(masking, head);
    if (from === -1) return { ...finished(masking), text: '' };
  }
  for (const line of cellLines(text, from)) {
    if (line.escaped) escapedLine(masking, line.start, line.end, 'pass');
    else if (line.assigned !== undefined) escapedLine(masking, line.assigned, line.end, '0');
    else if (text.charAt(line.last) === '?') helpAtEnd(masking, line.start, line.last + 1);
  }
  if (masking.magics.length === 0) maskBare(masking);
  return finished(masking);
}

function finished({ source, masks, magics, definitions }: Masking): MaskedCell {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text } of masks) {
    const fits = text.length <= end - start ? text : '0';
    pieces.push(source.text.slice(at, start), fits.padEnd(end - start));
    at = end;
  }
  return { text: pieces.join('') + source.text.slice(at), magics, definitions };
}

/** Offset of `%%` where the cell, or what is left of it, begins with one; blank lines and comments may stand before it. */
function cellMagicAt(text: string, from: number): number | undefined {
  const line = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)/y;
  let at = from;
  for (;;) {
    const next = at + wordAt(text, at, line).length;
    if (next === at) break;
    at = next;
  }
  at += wordAt(text, at, /[ \t]+/y).length;
  return text.startsWith('%%', at) && !/^%%[\w.]+\?/.test(text.slice(at, at + 80)) ? at : undefined;
}

/** Reads a cell magic. Returns where its body begins, or -1 where that is not Python. */
function cellMagic({ source, magics, masks, definitions }: Masking, start: number): number {
  const { text } = source;
  const name = wordAt(text, start + 2, /!|[\w.]+/y);
  const end = rawEnd(text, start);
  const rest = trimmedSpan(source, start + 2 + name.length, end);
  const bodyStart = text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
  const body = spanAt(source, bodyStart, text.length);
  magics.push({ kind: 'cell', name, rest, body, range: rangeAt(source, start, end) });
  if (!pythonCellMagics.has(name)) return -1;
  masks.push({ start, end, text: '' });
  const output = name === 'capture' ? /(?:^|\s)([A-Za-z_]\w*)\s*$/.exec(rest.text) : null;
  if (output?.[1] !== undefined) {
    const at = rest.range.start.offset + output.index + output[0].indexOf(output[1]);
    definitions.push(spanAt(source, at, at + output[1].length));
  }
  return bodyStart;
}

/** A line, or the end of one, that begins with `%`, `!` or `?`. */
function escapedLine(masking: Masking, start: number, end: number, instead: string): void {
  const { source, magics, masks } = masking;
  const { text } = source;
  const sign = text.charAt(start);
  const width = text.charAt(start + 1) === sign ? 2 : 1;
  const range = rangeAt(source, start, end);
  if (sign !== '%') {
    const rest = trimmedSpan(source, start + width, end);
    magics.push({ kind: sign === '!' ? 'shell' : 'help', name: '', rest, range });
    masks.push({ start, end, text: instead });
    return;
  }
  const blanks = wordAt(text, start + width, /[ \t]+/y).length;
  const name = wordAt(text, start + width + blanks, /[\w.]+/y);
  const nameEnd = start + width + blanks + name.length;
  const isHelp = text.charAt(nameEnd) === '?';
  const rest = trimmedSpan(source, nameEnd, end);
  magics.push({ kind: isHelp ? 'help' : 'line', name, rest, range });
  const code = isHelp || instead !== 'pass' ? undefined : codeOf(name, rest);
  masks.push(code === undefined ? { start, end, text: instead } : { start, end: code, text: '0;' });
}

/** Offset of the statement that a line magic runs, where it is a simple one. */
function codeOf(name: string, { text, range }: TextSpan): number | undefined {
  if (!pythonLineMagics.has(name)) return undefined;
  const option = /-([A-Za-z])(\S*)[ \t]+/y;
  let at = 0;
  for (;;) {
    option.lastIndex = at;
    const match = option.exec(text);
    if (match === null) break;
    at = option.lastIndex;
    const takesWord =
      match[2] === '' && (/^\d+[ \t]/.test(text.slice(at, at + 20)) || /[fmsTDl]/.test(match[1] ?? ''));
    if (takesWord) at += wordAt(text, at, /\S+[ \t]*/y).length;
  }
  const isSimple =
    at < text.length && !/^(?:for|while|if|with|def|class|try|async|@)\b/.test(text.slice(at, at + 8));
  return isSimple ? range.start.offset + at : undefined;
}

/** `name?` and `name??`: the name is looked up, and nothing else is. */
function helpAtEnd({ source, magics, masks }: Masking, start: number, end: number): void {
  const written = source.text.slice(start, end);
  const name = written.replace(/\?+$/, '');
  const rest = trimmedSpan(source, start, start + name.length);
  magics.push({ kind: 'help', name: '', rest, range: rangeAt(source, start, end) });
  const isName = /^[A-Za-z_][\w.]*$/.test(name);
  masks.push(isName ? { start: start + name.length, end, text: '' } : { start, end, text: 'pass' });
}

/** `pip install x` alone in a cell. */
function maskBare({ source, magics, masks }: Masking): void {
  const { text } = source;
  const match = /^\s*([a-z_]+)(?:[ \t]+([^\s=!<>()+*/%^&|,][^\r\n]*))?\s*$/.exec(text.slice(0, 1000));
  const name = match?.[1] ?? '';
  const known = match?.[2] === undefined ? loneMagics : bareMagics;
  if (match === null || text.length > 1000 || !known.has(name)) return;
  const start = text.indexOf(name);
  const end = text.trimEnd().length;
  const rest = trimmedSpan(source, start + name.length, end);
  magics.push({ kind: 'line', name, rest, range: rangeAt(source, start, end) });
  const code = codeOf(name, rest);
  masks.push(code === undefined ? { start, end, text: 'pass' } : { start, end: code, text: '0;' });
}

function wordAt(text: string, at: number, pattern: RegExp): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** The piece without blanks around it. */
function trimmedSpan(source: SourceText, start: number, end: number): TextSpan {
  const piece = source.text.slice(start, end);
  const from = start + piece.length - piece.trimStart().length;
  return spanAt(source, from, Math.max(from, start + piece.trimEnd().length));
}
