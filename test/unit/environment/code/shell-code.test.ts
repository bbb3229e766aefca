import assert from 'node:assert/strict';
import type { Grammars } from '../../../../server/environment/code/grammars';
import type { ShellCode, ShellCommand } from '../../../../server/environment/code/shell-code';
import { maxShellLength, readShell } from '../../../../server/environment/code/shell-code';
import { sourceText } from '../../../../server/environment/text';
import { testGrammars } from '../../../support/grammars';
import fc from 'fast-check';
import { mutated } from '../fuzz/mutate';
import { assertPlacesInside } from '../fuzz/places';

const flags = ['piped', 'fed', 'guarded', 'conditional', 'inSubshell', 'inFunction'] as const;

const script = `#!/bin/bash
set -euo pipefail  # naïve
export DATA="$HOME/data"
if [ ! -d "$DATA" ]; then mkdir -p $DATA && cd "$DATA" || exit 1; fi
curl -fsSL 'https://example.org/é.tar.gz' | tar xz
for name in a b; do python - <<EOF > "$name.txt"
print("$name $(date)")
EOF
done
case $1 in x|y) f() { pip install "a>=1"; };; esac
exec "$@"
`;

/** A command in one line: its words (`?` before those that are not literal), `>` before its files, then what holds. */
function print(command: ShellCommand): string {
  const words = command.words.map(({ text, literal }) => (literal ? text : `?${text}`));
  const outputs = command.outputs.map(({ text }) => `>${text}`);
  const held = flags.filter((flag) => command[flag]);
  return [[...words, ...outputs].join(' '), ...held].join(', ');
}

describe('readShell', () => {
  let grammars: Grammars;
  before(async () => (grammars = await testGrammars()));
  const read = (text: string): ShellCode => readShell(sourceText('postBuild', text), grammars.bash);
  const printed = (text: string): string[] => read(text).commands.map(print);

  it('takes quotes off words that are literal, and leaves the others as written', () => {
    assert.deepEqual(printed(`pip install "numpy>=1" 'a b' c\\ d e'f'"g" \\$X "h\\"i" x{1,2}`), [
      'pip install numpy>=1 a b c d efg $X h"i x{1,2}',
    ]);
    assert.deepEqual(printed('echo "$A" b"$C"d ${E} $(f x) `g`'), [
      'echo ?"$A" ?b"$C"d ?${E} ?$(f x) ?`g`',
      'f x, inSubshell',
      'g, inSubshell',
    ]);
  });

  it('joins continued lines', () => {
    assert.deepEqual(printed('apt-get install \\\n  curl \\\r\n  git\n'), ['apt-get install curl git']);
  });

  it('tells assignments from words', () => {
    const { commands } = read('A=1 B="$x" apt update\nexport C=2 D="$y" E\nF=3\n');
    assert.deepEqual(
      commands[0]?.assignments.map(({ text }) => text),
      ['A=1', 'B="$x"'],
    );
    assert.deepEqual(commands.map(print), ['apt update', 'export C=2 ?D="$y" E']);
  });

  it('tells files that are written and words behind them', () => {
    assert.deepEqual(printed('a > out b 2>&1\ncat <<E > f -n\nE\n</dev/null c\n'), [
      'a b >out',
      'cat -n >f, fed',
      'c, fed',
    ]);
  });

  it('says where a failure does not end the script', () => {
    assert.deepEqual(printed('a || true'), ['a, guarded', 'true, conditional']);
    assert.deepEqual(printed('a || { echo no; exit 1; }'), [
      'a',
      'echo no, conditional',
      'exit 1, conditional',
    ]);
    assert.deepEqual(printed('! a'), ['a, guarded']);
    assert.deepEqual(printed('if a; then b; elif c; then d; else e; fi'), [
      'a, guarded',
      'b, conditional',
      'c, guarded, conditional',
      'd, conditional',
      'e, conditional',
    ]);
    assert.deepEqual(printed('while a; do b; done'), ['a, guarded', 'b, conditional']);
    assert.deepEqual(printed('a && b\nc'), ['a', 'b, conditional', 'c']);
    assert.deepEqual(printed('case $x in 1) a;; *) b;; esac'), ['a, conditional', 'b, conditional']);
    assert.deepEqual(printed('for x in 1 2; do a; done'), ['a']);
  });

  it('says what pipes, files and texts feed', () => {
    assert.deepEqual(printed('a | b | c'), [
      'a, piped, inSubshell',
      'b, piped, fed, inSubshell',
      'c, fed, inSubshell',
    ]);
    assert.deepEqual(printed('a "$(b)" | c'), [
      'a ?"$(b)", piped, inSubshell',
      'b, inSubshell',
      'c, fed, inSubshell',
    ]);
    assert.deepEqual(printed('while read x; do a; done < f'), [
      'read x, fed, guarded',
      'a, fed, conditional',
    ]);
    assert.deepEqual(printed('python3 -u <<E && a\nimport b\nE\nread c <<< d\n'), [
      'python3 -u, fed',
      'a, conditional',
      'read c, fed',
    ]);
  });

  it('says what has a shell of its own and what stands in a function', () => {
    assert.deepEqual(printed('(cd a); b & c; d() { e; }'), [
      'cd a, inSubshell',
      'b, inSubshell',
      'c',
      'e, inFunction',
    ]);
  });

  it('places words as they are written, in a part of a larger text too', () => {
    const text = '# naïve 😀\necho "é 😀" x\n# end\n';
    const source = sourceText('postBuild', text);
    const part = readShell(source, grammars.bash, text.indexOf('echo'), text.indexOf('# end'));
    for (const code of [read(text), part]) {
      const words = code.commands.flatMap((command) => command.words);
      assert.deepEqual(
        words.map(({ range }) => text.slice(range.start.offset, range.end.offset)),
        ['echo', '"é 😀"', 'x'],
      );
      assert.deepEqual(words.at(-1)?.range.start, {
        offset: text.indexOf(' x') + 1,
        line: 1,
        column: 12,
      });
      assertPlacesInside(code, source);
    }
  });

  it('parses another text in the place of a piece', () => {
    const text = 'RUN a \\\n# no & code\n  && b\n';
    const masked = text.slice(4).replace('# no & code\n', ' '.repeat(12));
    const { commands, error } = readShell(
      sourceText('Dockerfile', text),
      grammars.bash,
      4,
      text.length,
      masked,
    );
    assert.equal(error, undefined);
    assert.deepEqual(commands.map(print), ['a', 'b, conditional']);
    assert.equal(commands[1]?.range.start.offset, text.indexOf('b'));
  });

  it('finds the first mistake', () => {
    const { error, commands } = read('a\nif b; then\n  c\n');
    assert.equal(error?.missing, 'fi');
    assert.deepEqual(commands.map(print), ['a', 'b, guarded', 'c, conditional']);
    assert.equal(read("echo 'open\n").error?.start.line, 0);
    assert.equal(read('a\nb\n').error, undefined);
    // What bash takes and the grammar does not.
    for (const text of ['cat <<EOF\na\n', 'if [[ a == b ]] then c; fi\n', '[ "$c" = ~ ]\n'])
      assert.equal(read(text).error, undefined, text);
  });

  it('reads nothing where no parser is there, of texts that are too long, and of bytes', () => {
    const nothing = (code: ShellCode): boolean => !code.complete && code.commands.length === 0;
    assert(nothing(readShell(sourceText('postBuild', 'a'), undefined)));
    assert(nothing(read('a\n'.repeat(maxShellLength))));
    assert(nothing(read('a\0b')));
    assert(read('').complete);
  });

  it('survives damaged scripts and places all that it says inside them', () => {
    fc.assert(
      fc.property(mutated([script]), (content) => {
        const source = sourceText('postBuild', content);
        assertPlacesInside(readShell(source, grammars.bash), source);
      }),
      { numRuns: 100 },
    );
  });

  it('comes to an end with what is made to be slow', function () {
    this.timeout(60_000);
    const pieces = ['$(', ')', 'a | '];
    for (const piece of pieces) {
      const began = performance.now();
      read(piece.repeat(maxShellLength / piece.length));
      assert(performance.now() - began < 5000, JSON.stringify(piece));
    }
    assert.deepEqual(printed('a'), ['a']);
  });
});
