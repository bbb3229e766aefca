/** Keywords that an `end` closes. `abstract type` and `primitive type` begin with a word that is none of them. */
const openers = new Set([
  'module',
  'baremodule',
  'function',
  'macro',
  'struct',
  'begin',
  'quote',
  'let',
  'try',
  'if',
  'for',
  'while',
  'do',
]);

/** Blocks and brackets that are open at a place of Julia code, told token by token. */
export interface Blocks {
  /** A name or a keyword; `after` where it stands behind a finished expression on its line. */
  word(text: string, after: boolean): void;
  /** Any other character. */
  sign(text: string): void;
  /** True within a `try` or an `if`. */
  guarded(): boolean;
}

export function createBlocks(): Blocks {
  const open: string[] = [];
  let guards = 0;
  let previous = '';
  const push = (what: string): void => {
    open.push(what);
    if (what === 'try' || what === 'if') guards += 1;
  };
  const pop = (): void => {
    const what = open.pop();
    if (what === 'try' || what === 'if') guards -= 1;
  };
  return {
    guarded: () => guards > 0,
    word: (text, after) => {
      const top = open.at(-1) ?? '';
      // `x[end]` is the last one, and in brackets `x for x in y if z` has no end.
      const inBrackets = top === '[' || top === '(';
      if (text === 'end' && top !== '[' && top !== '(') pop();
      else if (openers.has(text) && !(inBrackets && after)) push(text);
      else if (text === 'type' && (previous === 'abstract' || previous === 'primitive')) push(text);
      previous = text;
    },
    sign: (text) => {
      if (text === '(' || text === '[') push(text);
      // What was left open within brackets ends with them.
      if (text === ')' || text === ']') closeBracket(open, pop, text === ')' ? '(' : '[');
    },
  };
}

/** Deeper nesting within one pair of brackets is not written by hand. */
const deepest = 100;

function closeBracket(open: readonly string[], pop: () => void, bracket: string): void {
  const depth = open.slice(-deepest).reverse().indexOf(bracket);
  for (let left = depth; left >= 0; left -= 1) pop();
}
