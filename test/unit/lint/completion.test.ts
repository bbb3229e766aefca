import assert from 'node:assert/strict';
import type { Completion } from '../../../server/lint/completion';
import { completionsAt } from '../../../server/lint/completion';

/** What is offered at the `|` of a text. */
function offered(path: string, marked: string): Completion[] {
  const lines = marked.slice(0, marked.indexOf('|')).split('\n');
  return completionsAt({
    path,
    above: lines.slice(0, -1),
    line: lines.at(-1) ?? '',
    platform: 'linux/amd64',
    today: '2026-11-21',
    rules: ['apt-invalid-name', 'apt-command-line'],
  });
}

function labels(path: string, marked: string): string[] {
  return offered(path, marked).map(({ label }) => label);
}

describe('completion', () => {
  it('offers in runtime.txt what the build knows, the newest first', () => {
    const found = labels('binder/runtime.txt', 'py|');
    assert.equal(found[0], 'python-3.14');
    assert.ok(found.includes('python-2.7'));
    assert.ok(found.includes('r-4.4-2026-11-21'));
    assert.deepEqual(labels('runtime.txt', 'python-3.11\n|'), []);
    assert.deepEqual(labels('notes/other.txt', 'py|'), []);
  });

  it('says which version would be used anyway', () => {
    const [found] = offered('runtime.txt', '|').filter(({ label }) => label === 'python-3.10');
    assert.match(found?.detail ?? '', /where none is stated/);
  });

  it('offers the keys of environment.yml that are not there yet', () => {
    assert.deepEqual(labels('environment.yml', '|'), ['name', 'channels', 'dependencies']);
    assert.deepEqual(labels('environment.yaml', 'name: x\nd|'), ['channels', 'dependencies']);
    assert.deepEqual(labels('environment.yml', 'name: |'), []);
  });

  it('offers Pythons and the list for pip among the dependencies of conda', () => {
    const found = offered('environment.yml', 'dependencies:\n  - numpy\n  - py|');
    assert.equal(found[0]?.label, 'python=3.14');
    assert.equal(found[0].start, 4);
    assert.equal(found.at(-1)?.text, 'pip:\n      - ');
  });

  it('offers channels where they stand, and nothing in the list for pip', () => {
    assert.deepEqual(labels('environment.yml', 'channels:\n- |'), ['conda-forge', 'bioconda']);
    assert.deepEqual(labels('environment.yml', 'dependencies:\n  - pip:\n      - |'), []);
  });

  it('offers rules where a comment switches them off, in any file', () => {
    assert.deepEqual(labels('src/a.py', 'x = 1  # bindery-lint: disable=apt|'), [
      'apt-invalid-name',
      'apt-command-line',
    ]);
    const [second] = offered('apt.txt', '# bindery-lint: disable-file=a, |');
    assert.equal(second?.start, '# bindery-lint: disable-file=a, '.length);
    assert.deepEqual(labels('src/a.py', 'x = "disable=|'), []);
  });
});
