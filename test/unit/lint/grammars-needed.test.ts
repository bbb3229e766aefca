import assert from 'node:assert/strict';
import { grammarsNeeded } from '../../../server/lint/grammars-needed';
import { memoryView } from '../../support/memory-view';

function needed(entries: Readonly<Record<string, string>>): string[] {
  const files = Object.entries(entries).map(([path, text]) => ({ path, size: text.length }));
  return [...grammarsNeeded(memoryView(entries), files)].sort();
}

function notebook(source: string, kernelspec: object = { name: 'python3', language: 'python' }): string {
  const cell = { cell_type: 'code', metadata: {}, execution_count: null, outputs: [], source: [source] };
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: [cell] });
}

describe('the parsers that a repository needs', () => {
  it('are none where there is no code', () => {
    assert.deepEqual(needed({ 'environment.yml': '', 'README.md': '', 'analysis.jl': '' }), []);
  });

  it('follow from the names of scripts', () => {
    assert.deepEqual(needed({ 'a/b.py': '' }), ['python']);
    assert.deepEqual(needed({ 'install.R': '', 'paper.Rmd': '' }), ['r']);
    assert.deepEqual(needed({ 'binder/postBuild': '' }), ['bash']);
    assert.deepEqual(needed({ 'binder/Dockerfile': '' }), ['bash']);
  });

  it('follow from the language of notebooks', () => {
    assert.deepEqual(needed({ 'a.ipynb': notebook('import numpy') }), ['bash', 'python']);
    assert.deepEqual(needed({ 'a.ipynb': notebook('library(sf)', { name: 'ir', language: 'R' }) }), ['r']);
  });

  it('are none for a notebook that is too large to be read', () => {
    const files = [{ path: 'a.ipynb', size: 30_000_000 }];
    assert.deepEqual([...grammarsNeeded(memoryView({ 'a.ipynb': notebook('!ls') }), files)], []);
  });
});
