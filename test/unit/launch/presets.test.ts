import assert from 'node:assert/strict';
import { readEnvironment } from '../../../server/environment/environment';
import { presets, requireConfiguration } from '../../../server/launch/presets';
import { AppError, presetNames } from '../../../server/protocol';
import { memoryView } from '../../support/memory-view';

const bare = readEnvironment(memoryView({ 'a.ipynb': '{}', 'install.R': '' })).environment;
const stated = readEnvironment(memoryView({ 'requirements.txt': '' })).environment;

describe('presets', () => {
  it('are those that a request may name', () => {
    assert.deepEqual(Object.keys(presets).sort(), [...presetNames].sort());
  });

  it('mybinder refuses a repository without configuration files, and says what to add', () => {
    assert.throws(
      () => requireConfiguration(bare, 'mybinder'),
      (error) =>
        AppError.is(error, 'no-configuration-files') &&
        error.action.includes('Add one, for example requirements.txt'),
    );
  });

  it('mybinder builds a repository with an empty requirements.txt', () => {
    requireConfiguration(stated, 'mybinder');
  });

  it('the others build either', () => {
    for (const name of presetNames.filter((each) => each !== 'mybinder')) requireConfiguration(bare, name);
  });
});
