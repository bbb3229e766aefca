import type { Rule } from './rule';
import { aptRules } from './rules/apt';
import { codeRules } from './rules/code';
import { dockerRules } from './rules/docker';
import { dockerCommandRules } from './rules/docker-commands';
import { envRules } from './rules/env';
import { importRules } from './rules/imports';
import { juliaRules } from './rules/julia';
import { metaRules } from './rules/meta';
import { nixRules } from './rules/nix';
import { notebookRules } from './rules/notebook';
import { pipfileRules } from './rules/pipfile';
import { pyprojectRules } from './rules/pyproject';
import { rRules } from './rules/r';
import { repoRules } from './rules/repo';
import { requirementsRules } from './rules/requirements';
import { runtimeRules } from './rules/runtime';
import { scriptRules } from './rules/script';
import { settingsRules } from './rules/settings';

/** Every rule there is, by area (contracts/lint-rules.md section 2). */
export const rules: readonly Rule[] = [
  ...repoRules,
  ...envRules,
  ...requirementsRules,
  ...pipfileRules,
  ...pyprojectRules,
  ...aptRules,
  ...runtimeRules,
  ...dockerRules,
  ...dockerCommandRules,
  ...rRules,
  ...juliaRules,
  ...nixRules,
  ...scriptRules,
  ...notebookRules,
  ...importRules,
  ...codeRules,
  ...metaRules,
  ...settingsRules,
];
