import assert from 'node:assert/strict';
import { isLintInput, readingOrder } from '../../../server/lint/read-files';

describe('the files that are read before the linter runs', () => {
  it('are texts of up to 1 MiB, known by their names', () => {
    const texts = [
      'environment.yml',
      'binder/Dockerfile',
      'LICENSE',
      '.gitignore',
      'src/a.R',
      'x/CITATION.cff',
    ];
    for (const path of texts) assert.ok(isLintInput(path, 10_000), path);
    for (const path of ['data.csv', 'figure.png', 'model.h5']) assert.ok(!isLintInput(path, 10_000), path);
    assert.ok(!isLintInput('Pipfile.lock', 2_000_000));
  });

  it('are small files of any name, because a pointer may stand in the place of data', () => {
    assert.ok(isLintInput('data.csv', 130));
  });

  it('are notebooks that an editor would open', () => {
    assert.ok(isLintInput('a.ipynb', 20_000_000));
    assert.ok(!isLintInput('a.ipynb', 30_000_000));
  });

  it('begin with the configuration files, and code comes before the rest', () => {
    const paths = ['notes.txt', 'a.ipynb', 'binder/apt.txt', 'environment.yml', 'b.py'];
    const sorted = paths.sort((left, right) => readingOrder(left) - readingOrder(right));
    assert.deepEqual(sorted, ['binder/apt.txt', 'environment.yml', 'a.ipynb', 'b.py', 'notes.txt']);
  });
});
