import assert from 'node:assert/strict';
import { keepTail, longestLine, splitLines } from '../../../server/platform/lines';

/** Lines of `text` when it comes in pieces of `size` bytes. */
function linesOf(text: string, size: number, now: () => number = () => 0): string[] {
  const lines: string[] = [];
  const splitter = splitLines((line) => lines.push(line), now);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) splitter.write(bytes.subarray(at, at + size));
  splitter.end();
  return lines;
}

describe('splitting output into lines', () => {
  it('gives the same lines however the bytes come', () => {
    const text = 'naïve ☕\r\n\nzweite 🎈 Zeile\nlast without end';
    for (const size of [1, 2, 3, 5, 1000]) {
      assert.deepEqual(linesOf(text, size), ['naïve ☕', '', 'zweite 🎈 Zeile', 'last without end']);
    }
  });

  it('tells a progress bar in its last state', () => {
    for (const size of [1, 7, 1000]) {
      assert.deepEqual(linesOf('10%\r50%\r100%\r\nnext\n', size), ['100%', 'next']);
    }
  });

  it('tells a progress bar about once a second while it lasts', () => {
    let time = 0;
    const states = Array.from({ length: 30 }, (_, i) => `${i}%\r`).join('');
    const lines = linesOf(`${states}30%\n`, 1, () => (time += 150));
    assert.ok(lines.length >= 3 && lines.length <= 8, lines.join());
    assert.equal(lines.at(-1), '30%');
  });

  it('cuts a line that does not end', () => {
    const [line] = linesOf(`${'x'.repeat(longestLine * 3)}\n`, 4096);
    assert.equal(line, `${'x'.repeat(longestLine)}…`);
  });
});

describe('the tail of a text', () => {
  it('has the last lines within the limit', () => {
    const tail = keepTail(10);
    for (const line of ['aaaa', 'bbbb', 'cccc']) tail.add(line);
    assert.equal(tail.text, 'bbbb\ncccc');
  });

  it('has at least the last line', () => {
    const tail = keepTail(3);
    tail.add('aaaa');
    tail.add('bbbbbbbb');
    assert.equal(tail.text, 'bbbbbbbb');
  });
});
