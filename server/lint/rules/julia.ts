import type { Rule } from '../rule';
import { checkUndeclared } from './julia/undeclared';
import {
  checkCompat,
  checkManifest,
  checkManifestVersion,
  checkRequire,
  checkUnreadableCompat,
} from './julia/versions';

const on = 'repository';

/** Julia: what its project leaves open, and what its code needs beyond it. */
export const juliaRules: readonly Rule[] = [
  { id: 'julia-require-file', severity: 'error', on, check: checkRequire },
  { id: 'julia-compat-invalid', severity: 'error', on, check: checkUnreadableCompat },
  { id: 'julia-using-undeclared', severity: 'error', on, check: checkUndeclared },
  { id: 'julia-no-compat', severity: 'warning', on, check: checkCompat },
  { id: 'julia-manifest-version', severity: 'warning', on, check: checkManifestVersion },
  { id: 'julia-no-manifest', severity: 'warning', profile: 'archive', on, check: checkManifest },
];
