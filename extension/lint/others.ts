import type { RuleSetting } from '../../server/lint/input';
import type { LintSettings } from '../platform/config';
import type { Vs } from '../platform/vs';

/** What hadolint reports, by the names of its rules (its wiki). */
const hadolint = [
  'docker-apt-*', // DL3008, DL3009, DL3014, DL3015
  'docker-arg-before-from-order', // DL3061
  'docker-maintainer', // DL4000
  'docker-npm-unpinned', // DL3016
  'docker-pip-*', // DL3013, DL3042
  'docker-pipe-no-pipefail', // DL4006
  'docker-platform-hardcoded', // DL3029
  'docker-sudo', // DL3004
  'docker-syntax', // DL1000
  'docker-use-apt', // DL3027
];

/** What the language server of Docker's extensions reports. */
const dockerfileServer = ['docker-maintainer', 'docker-syntax'];

/** What the checks of BuildKit report besides, which Docker's own extension runs. */
const buildChecks = ['docker-platform-hardcoded', 'docker-secret-in-env'];

/**
 * Other extensions, and the rules that they report as well. What a rule says of Binder's own conditions (the base image,
 * the user, Jupyter) is nobody else's.
 */
export const otherLinters: Readonly<Record<string, readonly string[]>> = {
  'exiasr.hadolint': hadolint,
  'ms-azuretools.vscode-docker': dockerfileServer,
  'ms-azuretools.vscode-containers': dockerfileServer,
  'docker.docker': [...dockerfileServer, ...buildChecks],
};

/** The settings of rules, with those off that an installed extension reports; what a person set by its name stays. */
export function ruleSettings(
  { extensions }: Pick<Vs, 'extensions'>,
  { rules, deferToOthers }: LintSettings,
): Readonly<Record<string, RuleSetting>> {
  if (!deferToOthers) return rules;
  const left = Object.entries(otherLinters)
    .filter(([id]) => extensions.getExtension(id) !== undefined)
    .flatMap(([, patterns]) => patterns)
    .map((pattern) => [pattern, 'off'] as const);
  // The last that fits counts: families of rules, then what is left to others, then single rules.
  const isFamily = ([id]: [string, RuleSetting]): boolean => id.endsWith('*');
  const own = Object.entries(rules);
  return Object.fromEntries([...own.filter(isFamily), ...left, ...own.filter((each) => !isFamily(each))]);
}
