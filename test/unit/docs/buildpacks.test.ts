import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildpacks } from '../../../server/protocol';
import { repositoryRoot } from '../../support/parts';

const page = join(repositoryRoot, 'docs', 'buildpacks.md');

/** Cells of the rows of a table whose first cell is code. */
const rows = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe('docs/buildpacks.md', () => {
  const text = readFileSync(page, 'utf8');

  it('has every buildpack in the order in which they are tried, and says of each how it is tested', () => {
    const [, built = ''] = /<!-- built:[^>]*-->([^]*?)<!-- \/built -->/.exec(text) ?? [];
    const [chosen = ''] = text.split('## ');
    const named = (table: string): string[] => rows(table).map(([name = '']) => name.replaceAll('`', ''));
    assert.deepEqual(named(chosen), [...buildpacks]);
    assert.deepEqual(named(built), [...buildpacks]);
    for (const [name = '', ...cells] of rows(built)) {
      for (const cell of cells.slice(0, 3)) {
        assert.match(cell, /^(?:built|planned|refused|the same)/, `${name}: ${cell}`);
      }
    }
  });

  it('names tests that exist', () => {
    const links = [...text.matchAll(/\]\((\.\.\/test\/[^)]+)\)/g)].map(([, path = '']) => path);
    assert.ok(links.length > 10);
    for (const link of links) assert.ok(existsSync(join(dirname(page), link)), link);
  });
});
