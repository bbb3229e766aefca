/** A piece of text that goes into a document. */
export interface Insertion {
  /** Zero-based, as the column. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** A document in which a comment can switch a rule off. */
export interface CommentedText {
  /** Path of the file. */
  readonly path: string;
  /** Set where the text is that of a notebook's cell. */
  readonly cell?: 'code' | 'markup';
  /** Without their breaks. */
  readonly lines: readonly string[];
}

type CommentForm = readonly [open: string, close: string];
const hash: CommentForm = ['# ', ''];
const markup: CommentForm = ['<!-- ', ' -->'];

/** Names of files, and ends of names, in which `#` begins a comment. */
const withHash =
  'apt.txt cff cfg containerignore dockerfile dockerignore gitignore in jl nix pipfile postbuild py r require sh start toml yaml yml';
const forms: Readonly<Record<string, CommentForm>> = {
  ...Object.fromEntries(withHash.split(' ').map((name) => [name, hash])),
  ...{ md: markup, rmd: markup, qmd: markup, html: markup },
  tex: ['% ', ''],
};

/**
 * The comment that switches `rule` off on a line: above it, because some formats take all of a line. Undefined where none
 * can stand: the format has no comments, the line continues the one before it, or has to be the first.
 */
export function suppressLine(file: CommentedText, line: number, rule: string): Insertion | undefined {
  const form = formOf(file, line);
  const [above = '', own = ''] = [file.lines[line - 1], file.lines[line]];
  if (form === undefined) return undefined;
  if (suppression.test(above) && /^\s*(?:#|%|<!--)/.test(above)) return addedTo(above, line - 1, rule);
  if (suppression.test(own)) return addedTo(own, line, rule);
  if (above.trimEnd().endsWith('\\') || (line === 0 && hasToBeFirst(own))) return undefined;
  const indent = /^\s*/.exec(own)?.[0] ?? '';
  const [open, close] = form;
  return { line, column: 0, text: `${indent}${open}bindery-lint: disable=${rule}${close}\n` };
}

/** The comment that switches `rule` off in the whole file, behind what has to stand first in it. */
export function suppressFile(file: CommentedText, rule: string): Insertion | undefined {
  const [first = ''] = file.lines;
  const line = isDirective(first) ? 1 : 0;
  const form = formOf(file, line);
  if (form === undefined || (line === 0 && hasToBeFirst(first))) return undefined;
  const [open, close] = form;
  const comment = `${open}bindery-lint: disable-file=${rule}${close}`;
  if (line < file.lines.length) return { line, column: 0, text: `${comment}\n` };
  return { line: 0, column: first.length, text: `\n${comment}` };
}

const suppression = /bindery-lint:\s*disable\s*=\s*[\w*-]+(?:\s*,\s*[\w*-]+)*/;

/** The rule behind those that a comment names already. */
function addedTo(text: string, line: number, rule: string): Insertion {
  const match = suppression.exec(text);
  const named = match?.[0].replace(/-+$/, '') ?? '';
  return { line, column: (match?.index ?? 0) + named.length, text: `,${rule}` };
}

function formOf({ path, cell, lines }: CommentedText, line: number): CommentForm | undefined {
  if (cell !== undefined) return cell === 'code' ? hash : markup;
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/^requirements.*\.txt$/.test(name)) return hash;
  const form = forms[name] ?? forms[name.slice(name.lastIndexOf('.') + 1)];
  const fences = lines.slice(0, line).filter((text) => /^\s*(?:```|~~~)/.test(text)).length;
  return form === markup && fences % 2 === 1 ? hash : form;
}

/** `#!` of a script, and what tells a Dockerfile's builder how to read it. */
function isDirective(text: string): boolean {
  return /^#!|^#\s*(?:syntax|escape|check)\s*=/i.test(text);
}

/** That, the magic of a cell, and the head of a page. */
function hasToBeFirst(text: string): boolean {
  return isDirective(text) || /^(?:%%|---\s*$)/.test(text);
}
