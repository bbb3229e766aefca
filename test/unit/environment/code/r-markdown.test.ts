import assert from 'node:assert/strict';
import { rChunks } from '../../../../server/environment/code/r-markdown';
import { sourceText } from '../../../../server/environment/text';

describe('rChunks', () => {
  const chunks = (text: string): string[] =>
    rChunks(sourceText('a.Rmd', text)).map(({ start, end }) => text.slice(start, end));

  it('finds the chunks of R and leaves other languages alone', () => {
    const text =
      'Text\n```{r setup, include=FALSE}\nlibrary(sf)\n```\n```{python}\nimport os\n```\n```r\nno\n```\n~~~{R}\nb\n~~~\n';
    assert.deepEqual(chunks(text), ['library(sf)\n', 'b\n']);
  });

  it('finds chunks in lists and quotations, with long fences and with CRLF', () => {
    assert.deepEqual(chunks('* a\n  ````{r}\n  x\n  ```\n  ````\n'), ['  x\n  ```\n']);
    assert.deepEqual(chunks('> ```{r}\n> x\n> ```\n'), ['> x\n']);
    assert.deepEqual(chunks('```{r}\r\nx\r\n```\r\n'), ['x\r\n']);
  });

  it('takes a chunk without an end to the end of the file', () => {
    assert.deepEqual(chunks('```{r}\nx'), ['x']);
    assert.deepEqual(chunks('```{r}'), ['']);
    assert.deepEqual(chunks('```{r}\n```'), ['']);
  });

  it('leaves out what is shown and not run', () => {
    assert.deepEqual(
      chunks('```{r, eval=FALSE}\nx\n```\n```{r eval = F}\ny\n```\n```{r, eval=TRUE}\nz\n```\n'),
      ['z\n'],
    );
    assert.deepEqual(chunks('```{r}\n#| eval: false\nx\n```\n```{r}\ny\n```\n'), ['y\n']);
    const off = 'knitr::opts_chunk$set(echo = TRUE, eval = FALSE)';
    assert.deepEqual(chunks(`\`\`\`{r}\n${off}\n\`\`\`\n\`\`\`{r, eval = TRUE}\nz\n\`\`\`\n`), ['z\n']);
    assert.deepEqual(
      chunks('---\ntitle: a\nexecute:\n  echo: true\n  eval: false\n---\n```{r}\nx\n```\n'),
      [],
    );
    assert.deepEqual(chunks('---\nexecute:\n  echo: true\n---\n```{r, eval=has_data}\nx\n```\n'), ['x\n']);
  });
});
