import type { Grammar } from './readers';

/** A text that is made to be slow or large to read; `size` is about how many characters it has. */
export interface HostileText {
  readonly name: string;
  readonly make: (size: number) => string;
}

const repeat = (piece: string, size: number): string =>
  piece.repeat(Math.max(1, Math.floor(size / piece.length)));
const simple = (name: string, piece: string, head = '', tail = ''): HostileText => ({
  name,
  make: (size) => head + repeat(piece, size - head.length - tail.length) + tail,
});
/** Lines that are each a little different, so that none is a duplicate. */
const lines = (name: string, line: (index: number) => string): HostileText => ({
  name,
  make: (size) => {
    const made: string[] = [];
    for (let length = 0, index = 0; length < size; index += 1) {
      const next = line(index);
      made.push(next);
      length += next.length + 1;
    }
    return made.join('\n');
  },
});

/** Ten references to what is made of ten references to …: 10^9 entries for a reader that follows them. */
const aliasBomb = (size: number): string => {
  const first = `a0: &a0 [${'x, '.repeat(9)}x]\n`;
  const levels = Array.from(
    { length: Math.min(9, Math.floor(size / 60)) },
    (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(9)}*a${index}]\n`,
  );
  return `${first}${levels.join('')}dependencies: *a${levels.length}\npackage: *a${levels.length}\n`;
};

const everywhere: readonly HostileText[] = [
  simple('one word', 'a'),
  simple('NUL bytes', '\0'),
  simple('blanks', ' '),
  simple('empty lines', '\n'),
  simple('carriage returns', '\r'),
  simple('quotes', `"'`),
  simple('backslashes', '\\'),
  simple('comments', '#'),
  simple('surrogates', '\ud800'),
];

const byGrammar: Readonly<Record<Grammar, readonly HostileText[]>> = {
  lines: [
    simple('one line of words', 'ab '),
    simple('continuations', '\\\n'),
    simple('an open list of extras', 'b,', 'a['),
    simple('parentheses', '(', 'a'),
    simple('a version without end', '1.', 'a=='),
    simple('a name for a slow pattern', 'a-', 'zip', '!'),
    simple('a version for a slow pattern', '1-', 'zip=', '!'),
    simple('clauses', '>=1,', 'a'),
    simple('markers', "and os_name == 'x' ", "a; os_name == 'x' "),
    simple('includes', '-r a.txt\n'),
    simple('dashes', '-'),
    simple('variables', '${X}'),
    simple('hashes', ' --hash=sha256:0', 'a==1'),
  ],
  toml: [
    simple('brackets', '['),
    simple('a nested list', '[', 'a = '),
    simple('a nested table', '{a=', 'a = '),
    simple('a dotted key', 'a.', '', 'a = 1'),
    simple('a list of numbers', '1,', 'a = [', ']'),
    simple('one open text', 'x', 'a = "'),
    simple('escapes', '\\u0041', 'a = "', '"'),
    simple('an open text of many lines', 'x\\\n ', 'a = """'),
    simple('array tables', '[[package]]\n'),
    simple('packages', '[[package]]\nname = "a"\n\n'),
    lines('keys', (index) => `k${index} = 1`),
    lines('tables', (index) => `[a.b${index}]`),
    lines('deep tables', (index) => `[${'a.'.repeat(Math.min(index, 400))}b${index}]`),
    simple('headers in a text', '\n[[package]]', "a = '''", "'''\n"),
  ],
  yaml: [
    simple('dashes', '- '),
    simple('braces', '{'),
    simple('brackets', '['),
    simple('colons', 'a: '),
    simple('anchors', '&a '),
    simple('tags', '!a '),
    simple('questions', '? '),
    simple('a block text', '  x\n', 'a: |\n'),
    simple('a folded text', '  x\n', 'a: >\n'),
    simple('documents', '---\n'),
    simple('references', '- *a\n', 'a: &a x\nb:\n'),
    simple('merges', '- <<: *a\n', 'a: &a {b: c}\nb:\n'),
    simple('list entries', '- a\n'),
    simple('packages', '- name: a\n  platform: linux-64\n', 'package:\n'),
    lines('keys', (index) => `k${index}: 1`),
    lines('deep indentation', (index) => `${' '.repeat(Math.min(index, 1000))}a:`),
    { name: 'an alias bomb', make: aliasBomb },
  ],
  json: [
    simple('brackets', '['),
    simple('braces', '{"a":'),
    simple('one open text', 'x', '{"a": "'),
    simple('escapes', '\\u0041', '{"a": "', '"}'),
    simple('a list of numbers', '1,\n', '[', '1]'),
    simple('comments', '/*a*/\n'),
    simple('open comments', '/*'),
    lines('members', (index) => `${index === 0 ? '{' : ','} "k${index}": {"Version": "1"}`),
    lines('packages', (index) => `${index === 0 ? '{"Packages": {' : ','} "k${index}": {"Version": "1"}`),
  ],
};

/** What a file of this grammar is attacked with. */
export function hostileTexts(grammar: Grammar): readonly HostileText[] {
  return [...everywhere, ...byGrammar[grammar]];
}
