import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recogniseCause } from '../../../../server/build/explain/recognise';
import { causeTable } from '../../../../server/build/explain/table';
import type { Cause } from '../../../../server/build/explain/types';
import type { Expectation } from './expected';
import { expected, known } from './expected';

const logs = join(__dirname, 'logs');

function logNames(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((file) => file.endsWith('.log'));
  return names.map((file) => file.replace(/\.log$/, '')).sort();
}

function causeIn(folder: string, name: string): Cause | undefined {
  return recogniseCause(readFileSync(join(folder, `${name}.log`), 'utf8').split('\n'));
}

function check(found: Cause | undefined, expectation: Expectation): void {
  assert.equal(found?.kind, expectation?.[0]);
  assert.deepEqual({ ...found?.args, ...expectation?.[1] }, { ...found?.args });
}

describe('the recogniser of causes', () => {
  for (const [name, expectation] of Object.entries(expected)) {
    it(`${expectation === undefined ? 'finds nothing' : `finds ${expectation[0]}`} in ${name}`, () => {
      check(causeIn(logs, name), expectation);
    });
  }
  for (const [name, { expects }] of Object.entries(known)) {
    it(`finds ${expects?.[0] ?? 'nothing'} in ${name}, as it was reported`, () => {
      check(causeIn(join(logs, 'known'), name), expects);
    });
  }

  it('is tested with every recorded log', () => {
    assert.deepEqual(logNames(logs), Object.keys(expected).sort());
    assert.deepEqual(logNames(join(logs, 'known')), Object.keys(known).sort());
  });

  it('finds every kind of the table in some log', () => {
    const seen = new Set(
      [...Object.values(expected), ...Object.values(known).map(({ expects }) => expects)].map(
        (one) => one?.[0],
      ),
    );
    const unseen = [...new Set(causeTable.map(({ kind }) => kind))].filter((kind) => !seen.has(kind));
    assert.deepEqual(unseen, []);
  });

  it('takes a step that was killed for one that ran out of memory, and says by which signal', () => {
    assert.match(recogniseCause(['compiling'], 137)?.args['what'] ?? '', /exit code 137/);
    assert.match(recogniseCause(['compiling'], 'SIGKILL')?.args['what'] ?? '', /SIGKILL/);
    assert.equal(recogniseCause(['compiling'], 1), undefined);
  });

  it('takes a compiler that a script calls for a command, and one that a build calls for a compiler', () => {
    const script = recogniseCause(['/home/jovyan/postBuild: line 3: make: command not found']);
    assert.equal(script?.kind, 'command-missing');
    assert.equal(script.args['debian'], 'build-essential');
    assert.equal(recogniseCause(['/bin/sh: 1: gcc: not found'])?.kind, 'compiler-missing');
  });

  it('sees through colours and progress bars', () => {
    const lines = [
      '  10%\r  90%\r\u001b[31merror\u001b[0m: Failed to fetch',
      '  cause: \u001b[1mdns error\u001b[0m',
    ];
    assert.equal(recogniseCause(lines)?.kind, 'network');
  });

  it('looks at the end of long output only', () => {
    const early = ['E: Unable to locate package early'];
    const filler = Array.from(
      { length: 4000 },
      (_, index) => `line ${index} of nothing in particular at all`,
    );
    assert.equal(recogniseCause([...early, ...filler]), undefined);
    assert.equal(recogniseCause([...filler, ...early])?.kind, 'apt-package-not-found');
  });
});
