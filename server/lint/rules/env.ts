import type { RepositoryModel } from '../model';
import type { Report, Rule } from '../rule';
import { checkAddresses, checkDefaults, checkMissing as checkNoChannel, checkOrder } from './env/channels';
import { checkBuilds, checkFullExport, checkPlatform } from './env/exports';
import { checkName } from './env/name';
import { checkDistributions, checkNames, checkR } from './env/packages';
import { checkLowerBounds, checkUnpinned } from './env/pins';
import { checkDuplicates, checkStandardModules } from './env/pip-list';
import { checkLocal } from './env/pip-local';
import { checkOrder as checkPipOrder, checkPipShape, checkWithoutPip } from './env/pip-shape';
import { checkEnded, checkLegacy, checkMissing, checkNotDetected, checkUnsupported } from './env/python';
import { checkServer } from './env/server-parts';
import { checkSpecs } from './env/specs';
import { checkMapping, checkPrefix, checkSyntax } from './env/structure';
import { checkUnknownKeys } from './env/unknown-keys';

const table: readonly Extract<Rule, { readonly on: 'repository' }>[] = [
  { id: 'env-yaml-syntax', severity: 'error', on: 'repository', check: checkSyntax },
  { id: 'env-not-mapping', severity: 'error', on: 'repository', check: checkMapping },
  { id: 'env-unknown-key', severity: 'warning', on: 'repository', check: checkUnknownKeys },
  { id: 'env-dep-invalid-spec', severity: 'error', on: 'repository', check: checkSpecs },
  { id: 'env-python-missing', severity: 'warning', on: 'repository', check: checkMissing },
  { id: 'env-python-not-detected', severity: 'warning', on: 'repository', check: checkNotDetected },
  { id: 'env-python-unsupported', severity: 'error', on: 'repository', check: checkUnsupported },
  { id: 'env-python-legacy', severity: 'warning', on: 'repository', check: checkLegacy },
  { id: 'env-python-eol', severity: 'information', on: 'repository', check: checkEnded },
  { id: 'env-build-string', severity: 'warning', on: 'repository', check: checkBuilds },
  { id: 'env-platform-package', severity: 'error', on: 'repository', check: checkPlatform },
  { id: 'env-full-export', severity: 'information', on: 'repository', check: checkFullExport },
  { id: 'env-prefix-key', severity: 'information', on: 'repository', check: checkPrefix },
  { id: 'env-name-ignored', severity: 'warning', on: 'repository', check: checkName },
  { id: 'env-channel-missing', severity: 'information', on: 'repository', check: checkNoChannel },
  { id: 'env-channel-defaults', severity: 'warning', on: 'repository', check: checkDefaults },
  { id: 'env-channel-order', severity: 'warning', on: 'repository', check: checkOrder },
  { id: 'env-channel-url-insecure', severity: 'warning', on: 'repository', check: checkAddresses },
  { id: 'env-unpinned', severity: 'warning', profile: 'archive', on: 'repository', check: checkUnpinned },
  {
    id: 'env-only-lower-bound',
    severity: 'warning',
    profile: 'archive',
    on: 'repository',
    check: checkLowerBounds,
  },
  { id: 'env-pip-without-pip', severity: 'hint', on: 'repository', check: checkWithoutPip },
  { id: 'env-pip-dup', severity: 'warning', on: 'repository', check: checkDuplicates },
  { id: 'env-pip-not-last', severity: 'hint', on: 'repository', check: checkPipOrder },
  { id: 'env-pip-is-string', severity: 'error', on: 'repository', check: checkPipShape },
  { id: 'env-pip-local', severity: 'information', on: 'repository', check: checkLocal },
  { id: 'env-r-arch', severity: 'error', on: 'repository', check: checkR },
  { id: 'env-anaconda-metapackage', severity: 'warning', on: 'repository', check: checkDistributions },
  { id: 'env-pip-name-in-conda', severity: 'error', on: 'repository', check: checkNames },
  { id: 'env-conflict-notebook-stack', severity: 'warning', on: 'repository', check: checkServer },
  { id: 'env-stdlib-in-pip', severity: 'error', on: 'repository', check: checkStandardModules },
];

/** Findings of one rule that are told of a file; the first ones are those that help. */
const most = 50;

function* firstOnes(reports: Iterable<Report>): Iterable<Report> {
  let count = 0;
  for (const report of reports) {
    yield report;
    count += 1;
    if (count === most) return;
  }
}

export const envRules: readonly Rule[] = table.map((rule) => ({
  ...rule,
  check: (model: RepositoryModel) => firstOnes(rule.check(model)),
}));
