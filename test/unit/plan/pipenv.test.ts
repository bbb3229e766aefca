import assert from 'node:assert/strict';
import { pipenvRequirements } from '../../../server/plan/pipenv';

describe('What is installed to have pipenv', () => {
  const old = ['pip<25.3', 'setuptools<81'];
  const rows = [
    ['2022.1.8', '3.7', ['pipenv==2022.1.8', ...old]],
    ['2022.1.8', '3.10.13', ['pipenv==2022.1.8', ...old]],
    ['2022.1.8', '3.11', ['pipenv==2022.1.8', ...old]],
    ['2021.5.29', '3.5', ['pipenv==2021.5.29', ...old]],
    ['2022.1.8', '3.12', ['pipenv==2026.10.3']],
    ['2022.1.8', '3.14.0', ['pipenv==2026.10.3']],
  ] as const;
  for (const [planned, python, expected] of rows) {
    it(`for the planned ${planned} on Python ${python} is ${expected.join(' ')}`, () => {
      assert.deepEqual(pipenvRequirements(planned, python), expected);
    });
  }
});
