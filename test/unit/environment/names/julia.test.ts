import assert from 'node:assert/strict';
import { isStandardJulia, juliaUuid } from '../../../../server/environment/names/julia';

describe('names of Julia packages', () => {
  it('know what every Julia brings', () => {
    assert.deepEqual(['Base', 'LinearAlgebra', 'DataFrames'].map(isStandardJulia), [true, true, false]);
  });

  it('have the identifiers of the better known ones', () => {
    assert.equal(juliaUuid('DataFrames'), 'a93c6f00-e57d-5684-b7b6-d8193f3e46c0');
    assert.equal(juliaUuid('Tidalus'), undefined);
    assert.equal(juliaUuid('constructor'), undefined);
  });
});
