import assert from 'node:assert/strict';
import { pythonScripts } from '../../../server/plan/dockerfile/scripts/python';
import { pipenvRequirements } from '../../../server/plan/pipenv';

describe('What is installed to have pipenv', () => {
  it('is the planned release with a pip and a setuptools of its time, where that runs', () => {
    assert.deepEqual(pipenvRequirements('2022.1.8', true), ['pipenv==2022.1.8', 'pip<25.3', 'setuptools<81']);
  });

  it('is the newest release elsewhere', () => {
    assert.deepEqual(pipenvRequirements('2022.1.8', false), ['pipenv==2026.10.3']);
  });

  it('is the same in images', () => {
    const script = pythonScripts['install-pipenv'] ?? '';
    assert.match(script, /pip-install "\$1" "pipenv==\$2" "pip<25\.3" "setuptools<81"$/m);
    assert.match(script, /pip-install "\$1" "pipenv==2026\.10\.3"$/m);
  });
});
