import assert from 'node:assert/strict';
import { ansiSpans, plainText } from '../../../webview/ansi';

const escape = '\u001b';

describe('ANSI colours of the build stream', () => {
  it('become classes of the style sheet', () => {
    assert.deepEqual(ansiSpans(`${escape}[31mred${escape}[0m plain`), [
      { text: 'red', classes: ['ansi-red-fg'] },
      { text: ' plain', classes: [] },
    ]);
  });

  it('keep decorations and drop palette colours that the theme does not have', () => {
    assert.deepEqual(ansiSpans(`${escape}[1m${escape}[38;5;208mbold${escape}[0m`), [
      { text: 'bold', classes: ['ansi-bold'] },
    ]);
  });

  it('leave nothing of sequences that move the cursor, set a title or make a link', () => {
    const line = `${escape}[2K${escape}]0;title\u0007done${escape}[1A ${escape}]8;;x${escape}\\link${escape}]8;;${escape}\\`;
    assert.equal(plainText(line), 'done link');
  });

  it('leave text that looks like markup as it is', () => {
    assert.deepEqual(ansiSpans('<img src=x onerror=alert(1)>'), [
      { text: '<img src=x onerror=alert(1)>', classes: [] },
    ]);
  });
});
