import type { Rule } from '../rule';
import { checkCodemeta, checkIgnored, checkVersions } from './meta/agreement';
import { checkEncoding, checkNotebooks } from './meta/badge-targets';
import { checkBranches, checkHubs, checkRepos } from './meta/badges';
import { checkCitation, checkOrcids, checkTitle } from './meta/citation';
import { checkLicence } from './meta/license';
import { checkDoi, checkRunning } from './meta/readme';
import { checkZenodo, checkZenodoLicence } from './meta/zenodo';

const on = 'repository';

/** Files that say how the repository is cited, archived and launched. */
export const metaRules: readonly Rule[] = [
  { id: 'meta-license-missing', severity: 'warning', profile: 'archive', on, check: checkLicence },
  { id: 'meta-cff-invalid', severity: 'error', on, check: checkCitation },
  { id: 'meta-cff-title-short', severity: 'error', on, check: checkTitle },
  { id: 'meta-cff-orcid-invalid', severity: 'error', on, check: checkOrcids },
  { id: 'meta-cff-ignored', severity: 'warning', on, check: checkIgnored },
  { id: 'meta-zenodojson-invalid', severity: 'error', on, check: checkZenodo },
  { id: 'meta-zenodojson-no-license', severity: 'information', on, check: checkZenodoLicence },
  { id: 'meta-badge-branch', severity: 'warning', profile: 'archive', on, check: checkBranches },
  { id: 'meta-badge-wrong-repo', severity: 'information', on, check: checkRepos },
  { id: 'meta-badge-dead-hub', severity: 'warning', on, check: checkHubs },
  { id: 'meta-badge-notebook-missing', severity: 'warning', on, check: checkNotebooks },
  { id: 'meta-badge-urlpath-unencoded', severity: 'warning', on, check: checkEncoding },
  { id: 'meta-doi-badge-missing', severity: 'information', profile: 'archive', on, check: checkDoi },
  { id: 'meta-version-mismatch', severity: 'information', on, check: checkVersions },
  { id: 'meta-readme-run-instructions', severity: 'hint', on, check: checkRunning },
  { id: 'meta-codemeta-stale', severity: 'hint', on, check: checkCodemeta },
];
