import assert from 'node:assert/strict';
import { newestJulia, parseJuliaCompat } from '../../../server/environment/julia-version';

const released = ['1.10.9', '0.7.0', '1.0.0', '1.3.0', '1.6.7', '1.12.1', '1.13.0-rc1'];

describe('the Julia that a constraint stands for', () => {
  // As repo2docker 2026.4.0 answers; `null` where it stops.
  const table: [string, string | undefined | null][] = [
    ['1.6', '1.12.1'],
    ['^ 1.6', '1.12.1'],
    ['~ 1.6', '1.6.7'],
    ['0.7', '0.7.0'],
    ['=1.3', '1.3.0'],
    ['==1.3', '1.3.0'],
    ['!=1.12.1', '1.10.9'],
    ['>=1.06', '1.12.1'],
    ['≥1.3', '1.12.1'],
    ['≤1.3', '1.3.0'],
    ['<1.1', '1.0.0'],
    ['>1', '1.12.1'],
    ['1.2.3.4', '1.12.1'],
    ['~0.0', undefined],
    ['2', undefined],
    ['>= 1.6', null],
    ['= 1.3', null],
    ['v1.6', null],
    ['1.6 - 1.9', null],
    ['1.6.0-rc1', null],
    ['', null],
    ['*', null],
    ['1.x', null],
    ['1.6.', null],
    ['>=1.2.3.4', null],
    ['^=1.6', null],
    ['<1.1, >=1', null],
  ];
  for (const [compat, expected] of table) {
    it(`is ${String(expected)} for ${JSON.stringify(compat)}`, () => {
      const constraint = parseJuliaCompat(compat);
      const stops = constraint === undefined || constraint.kind === 'never';
      assert.equal(stops ? null : newestJulia(constraint, released), expected);
    });
  }
});
