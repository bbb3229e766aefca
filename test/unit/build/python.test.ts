import assert from 'node:assert/strict';
import { nearest } from '../../../server/build/python';

function chosen(requested: string, ...versions: readonly string[]): string | undefined {
  const interpreters = versions.map((version) => ({ version, path: `/bin/${version}`, basePrefix: '/' }));
  return nearest(requested, interpreters)?.version;
}

describe('the Python of this machine', () => {
  it('is the version that was asked for, where it is there', () => {
    assert.equal(chosen('3.10', '3.12.1', '3.10.13', '3.11.2'), '3.10.13');
    assert.equal(chosen('3.8', '3.12.1', '3.8.18'), '3.8.18');
  });

  it('is else the nearest, of two as near the newer one', () => {
    assert.equal(chosen('3.10', '3.13.0', '3.11.2'), '3.11.2');
    assert.equal(chosen('3.10', '3.9.18', '3.11.2'), '3.11.2');
    assert.equal(chosen('3.14', '3.9.18', '3.11.2'), '3.11.2');
    assert.equal(chosen('2.7', '3.12.1', '3.9.18'), '3.9.18');
  });

  it('is none that Jupyter does not run on, and no 3.8 in place of another', () => {
    assert.equal(chosen('3.7', '3.7.16', '3.6.15', '3.8.18'), undefined);
    assert.equal(chosen('3.10', '3.8.18'), undefined);
    assert.equal(chosen('3.10'), undefined);
  });
});
