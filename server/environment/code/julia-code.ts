import type { SourceText, TextSpan } from '../text';
import { spanAt } from '../text';
import { createBlocks } from './julia-blocks';
import type { JuliaToken } from './julia-tokens';
import { juliaTokens, maxJuliaLength } from './julia-tokens';

/** A package that Julia code loads: `A` of `using A: f`, of `import A.B`, of `using A, C`. Relative ones (`.A`) are not. */
export interface JuliaUse {
  readonly package: TextSpan;
  readonly how: 'using' | 'import';
  /** True in a `try` or an `if`: it need not come to that, or its absence is handled. */
  readonly guarded: boolean;
}

/** Julia code, as far as rules ask for it. Positions are those of `source`. */
export interface JuliaCode {
  readonly source: SourceText;
  readonly uses: readonly JuliaUse[];
  /** Names of the modules that it defines. */
  readonly modules: readonly TextSpan[];
  /** Packages that it installs: what stands in `Pkg.add("A")`, `Pkg.develop(…)` and behind `]add`, names and addresses. */
  readonly added: readonly TextSpan[];
  /** Where it chooses an environment of its own: `Pkg.activate("…")`, `]activate …`. */
  readonly activations: readonly TextSpan[];
}

/** What is being looked at: the tokens of a text, and what was found in them. */
interface Reading {
  readonly source: SourceText;
  readonly tokens: readonly JuliaToken[];
  readonly uses: JuliaUse[];
  readonly modules: TextSpan[];
  readonly added: TextSpan[];
  readonly activations: TextSpan[];
}

/** Reads Julia code: comments, strings and macros are told from code. Never throws. */
export function readJulia(source: SourceText): JuliaCode {
  const found = { uses: [], modules: [], added: [], activations: [] };
  if (source.text.length > maxJuliaLength) return { source, ...found };
  const reading: Reading = { source, tokens: juliaTokens(source.text), ...found };
  const blocks = createBlocks();
  for (const [index, token] of reading.tokens.entries()) {
    const word = textOf(reading, token);
    const previous = reading.tokens[index - 1];
    if (token.kind === 'name') {
      // `:using` is a symbol, `x.module` a field, `@import` a macro.
      const plain = previous?.end !== token.start || !/^[.:@$]$/.test(textOf(reading, previous));
      if (plain) readWord(reading, index, word, blocks.guarded());
      if (plain) blocks.word(word, endsExpression(reading, previous));
    } else if (token.kind === 'other') {
      blocks.sign(word);
      if (word === ']' && (previous === undefined || previous.kind === 'line')) readCommand(reading, token);
    }
  }
  const { uses, modules, added, activations } = reading;
  return { source, uses, modules, added, activations };
}

function textOf({ source }: Reading, { start, end }: JuliaToken): string {
  return source.text.slice(start, end);
}

function spanOf({ source }: Reading, { start, end }: JuliaToken): TextSpan {
  return spanAt(source, start, end);
}

/** True where an expression ends before a word: `x for`, `) if`. */
function endsExpression(reading: Reading, previous: JuliaToken | undefined): boolean {
  if (previous === undefined || previous.kind === 'line') return false;
  return previous.kind !== 'other' || /^[)\]}']$/.test(textOf(reading, previous));
}

function readWord(reading: Reading, index: number, word: string, guarded: boolean): void {
  if (word === 'using' || word === 'import') readImport(reading, index + 1, word, guarded);
  else if (word === 'module' || word === 'baremodule') {
    const name = reading.tokens[index + 1];
    if (name?.kind === 'name') reading.modules.push(spanOf(reading, name));
  } else if (word === 'Pkg') readPkg(reading, index + 1);
}

/** `A, B.C, .D as E` and `A: f, g`, from behind the keyword on. Lines go on behind commas. */
function readImport(reading: Reading, start: number, how: JuliaUse['how'], guarded: boolean): void {
  const { tokens, uses } = reading;
  let index = start;
  for (;;) {
    const first = tokens[index];
    const relative = first?.kind === 'other' && textOf(reading, first) === '.';
    if (first?.kind === 'name') uses.push({ package: spanOf(reading, first), how, guarded });
    else if (!relative) return;
    index = behindPath(reading, index);
    const next = tokens[index];
    if (next === undefined || textOf(reading, next) !== ',') return;
    index += 1;
    while (tokens[index]?.kind === 'line') index += 1;
  }
}

/** Index of the token behind `..A.B`, also behind `as C`. */
function behindPath(reading: Reading, start: number): number {
  const { tokens } = reading;
  const isDot = (token: JuliaToken | undefined): boolean =>
    token !== undefined && textOf(reading, token) === '.';
  let index = start;
  while (isDot(tokens[index])) index += 1;
  index += 1;
  while (isDot(tokens[index])) index += 2;
  const word = tokens[index];
  return word?.kind === 'name' && textOf(reading, word) === 'as' ? index + 2 : index;
}

/** `Pkg.add("A")`, `Pkg.activate(".")`, from behind `Pkg` on. */
function readPkg(reading: Reading, index: number): void {
  const { tokens } = reading;
  const [dot, name, open] = tokens.slice(index, index + 3);
  if (dot === undefined || name === undefined || open === undefined) return;
  if (textOf(reading, dot) !== '.' || textOf(reading, open) !== '(') return;
  const action = textOf(reading, name);
  if (action === 'activate') reading.activations.push(spanAt(reading.source, name.start, open.end));
  if (action !== 'add' && action !== 'develop') return;
  let depth = 1;
  for (let at = index + 3; depth > 0 && at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) return;
    const text = textOf(reading, token);
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    const quoted = /^"([^"]*)"$/.test(text);
    if (quoted) reading.added.push(spanAt(reading.source, token.start + 1, token.end - 1));
  }
}

/** `]add A B@1.2`, a line for the package manager. */
function readCommand({ source, added, activations }: Reading, { end }: JuliaToken): void {
  const line = /[^\r\n]*/.exec(source.text.slice(end, end + 1000))?.[0] ?? '';
  const [first, ...words] = line.matchAll(/[^\s,]+/g);
  if (first === undefined) return;
  const span = (at: number, length: number): TextSpan => spanAt(source, end + at, end + at + length);
  if (first[0] === 'activate') activations.push(span(first.index, first[0].length));
  if (first[0] !== 'add' && first[0] !== 'dev' && first[0] !== 'develop') return;
  for (const { 0: word, index } of words)
    added.push(span(index, /^https?:/.test(word) ? word.length : (word.split(/[@#]/)[0] ?? '').length));
}
