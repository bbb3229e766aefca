import { aptPages, aptSkipped } from './apt';
import { codePages, codeSkipped } from './code';
import { dockerPages, dockerSkipped } from './docker';
import { dockerCommandPages } from './docker-commands';
import { envPages, envSkipped } from './env';
import { importPages, importSkipped } from './imports';
import { juliaPages, juliaSkipped } from './julia';
import { metaPages, metaSkipped } from './meta';
import { nixPages, nixSkipped } from './nix';
import { notebookPages, notebookSkipped } from './notebook';
import type { RulePage, SkippedRule } from './page';
import { pipfilePages, pipfileSkipped } from './pipfile';
import { pyprojectPages, pyprojectSkipped } from './pyproject';
import { rPages, rSkipped } from './r';
import { repoPages, repoSkipped } from './repo';
import { requirementsPages, requirementsSkipped } from './requirements';
import { runtimePages, runtimeSkipped } from './runtime';
import { scriptPages, scriptSkipped } from './script';
import { settingsPages } from './settings';

/** A page per rule, in any order. */
export const pages: readonly RulePage[] = [
  ...aptPages,
  ...codePages,
  ...dockerPages,
  ...dockerCommandPages,
  ...envPages,
  ...importPages,
  ...juliaPages,
  ...metaPages,
  ...nixPages,
  ...notebookPages,
  ...pipfilePages,
  ...pyprojectPages,
  ...rPages,
  ...repoPages,
  ...requirementsPages,
  ...runtimePages,
  ...scriptPages,
  ...settingsPages,
];

/** Rows of the catalogue that are no rules. */
export const skippedRules: readonly SkippedRule[] = [
  ...aptSkipped,
  ...codeSkipped,
  ...dockerSkipped,
  ...envSkipped,
  ...importSkipped,
  ...juliaSkipped,
  ...metaSkipped,
  ...nixSkipped,
  ...notebookSkipped,
  ...pipfileSkipped,
  ...pyprojectSkipped,
  ...rSkipped,
  ...repoSkipped,
  ...requirementsSkipped,
  ...runtimeSkipped,
  ...scriptSkipped,
];
