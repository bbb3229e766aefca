import assert from 'node:assert/strict';
import { commandLine, commands } from '../../../scripts/start/arguments.mjs';
import { commands as known } from '../../../server/cli/commands';

const example = '/somewhere/examples/requirements';

describe('npm start', () => {
  it('knows the commands that bindery knows', () => {
    assert.deepEqual([...commands].sort(), Object.keys(known).sort());
  });

  const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [[], ['launch', example]],
    [
      ['--engine', 'host'],
      ['launch', example, '--engine', 'host'],
    ],
    [
      ['./mine', '--json'],
      ['launch', './mine', '--json'],
    ],
    [['gh/owner/repo/HEAD'], ['launch', 'gh/owner/repo/HEAD']],
    [
      ['plan', './mine'],
      ['plan', './mine'],
    ],
    [['--help'], ['--help']],
  ];
  for (const [typed, meant] of cases) {
    it(`takes "${typed.join(' ')}" as bindery ${meant.join(' ')}`, () => {
      assert.deepEqual(commandLine(typed, example), meant);
    });
  }
});
