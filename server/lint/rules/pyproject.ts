import type { Rule } from '../rule';
import { atMost } from './at-most';
import { checkExtras } from './pyproject/extras';
import { checkInstalled } from './pyproject/installed';
import { checkFlatLayout } from './pyproject/layout';
import { checkResolvesHigh, checkRuntimeConflict } from './pyproject/python';
import { checkImports } from './pyproject/setup-imports';
import { checkFiles } from './pyproject/setup-py';
import { checkRequirements, checkToml } from './pyproject/syntax';

/** The repository as a Python package: pyproject.toml and setup.py. */
export const pyprojectRules: readonly Rule[] = [
  { id: 'pyproj-not-installed', severity: 'error', on: 'repository', check: checkInstalled },
  { id: 'pyproj-toml-syntax', severity: 'error', on: 'repository', check: checkToml },
  { id: 'pyproj-runtime-conflict', severity: 'error', on: 'repository', check: checkRuntimeConflict },
  { id: 'pyproj-python-resolves-high', severity: 'information', on: 'repository', check: checkResolvesHigh },
  { id: 'pyproj-invalid-pep508', severity: 'error', on: 'repository', check: atMost(checkRequirements) },
  { id: 'pyproj-flat-layout', severity: 'error', on: 'repository', check: checkFlatLayout },
  { id: 'pyproj-extras-only', severity: 'warning', on: 'repository', check: atMost(checkExtras) },
  { id: 'setup-py-reads-missing-file', severity: 'error', on: 'repository', check: atMost(checkFiles) },
  { id: 'setup-py-imports-deps', severity: 'warning', on: 'repository', check: atMost(checkImports) },
];
