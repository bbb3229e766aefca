import { inConfigDir } from '../../environment/config-files';
import type { Step } from '../../protocol';
import type { Reading } from './steps';
import { aptSteps, baseAptSteps, baseStep, copyRepoStep, postBuildSteps, repositoryStep } from './steps';

/** The nix that is installed (contracts/repo2docker.md section 5). */
export const nixVersion = '2.13.2';

/** Environment of nix images, in order. */
export const nixEnvironment: readonly (readonly [string, string])[] = [
  ['NIX_PATH', 'nixpkgs=/home/${NB_USER}/.nix-defexpr/channels/nixpkgs'],
  ['NIX_SSL_CERT_FILE', '/etc/ssl/certs/ca-certificates.crt'],
  ['GIT_SSL_CAINFO', '/etc/ssl/certs/ca-certificates.crt'],
];

/** The steps of the buildpack nix, which has no Python but nix's own. */
export function nixSteps(reading: Reading): Step[] {
  const file = inConfigDir(reading.environment.configDir, 'default.nix');
  return [
    ...baseAptSteps(),
    { ...baseStep('install-nix', 'user'), op: 'install-nix', version: nixVersion },
    ...aptSteps(reading),
    copyRepoStep(reading),
    { ...repositoryStep('after-copy', `nix-shell:${file}`, [file]), op: 'nix-shell', file },
    ...postBuildSteps(reading),
  ];
}
