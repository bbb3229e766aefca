import { binderyYml, readBinderyYml } from '../environment/bindery-yml';
import { readText } from '../environment/config-files';
import type { RepoView } from '../environment/view';
import type { LintOptions } from './input';

/**
 * The options of a run: what the repository's `.bindery.yml` says, and over it what the person asks for. What the file
 * says wrongly is a finding (`lint-settings`), not an error.
 */
export function withRepositoryOptions(view: RepoView, options: LintOptions): LintOptions {
  const source = readText(view, binderyYml);
  if (source === undefined) return options;
  const { profile, rules, packages } = readBinderyYml(source);
  return {
    ...(profile !== undefined && { profile }),
    ...options,
    rules: { ...rules, ...options.rules },
    packages: { ...packages, ...options.packages },
  };
}
