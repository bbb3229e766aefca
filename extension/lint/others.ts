import type { RuleSetting } from '../../server/lint/input';
import type { LintSettings } from '../platform/config';
import type { Vs } from '../platform/vs';

/** What hadolint reports, of its rules that are ours too (DL3004, DL3008, DL3009, DL3013, DL3014, DL3015, DL3020, DL3027, …). */
const hadolint = [
  'docker-add-url',
  'docker-apt-*',
  'docker-arg-*',
  'docker-maintainer',
  'docker-pip-*',
  'docker-pipe-*',
  'docker-platform-*',
  'docker-sudo',
  'docker-syntax',
  'docker-use-apt',
];
/** What the language server of Docker's extensions reports. */
const dockerfileServer = ['docker-maintainer', 'docker-syntax'];

/**
 * Other extensions, and the rules that they report as well. What a rule says of Binder's own conditions (the base image,
 * the user, Jupyter) is nobody else's.
 */
export const otherLinters: Readonly<Record<string, readonly string[]>> = {
  'exiasr.hadolint': hadolint,
  'ms-azuretools.vscode-docker': dockerfileServer,
  'ms-azuretools.vscode-containers': dockerfileServer,
  'docker.docker': dockerfileServer,
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
