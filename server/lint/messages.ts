import type { MessageArgs } from '../protocol';
import { fillTemplate } from '../protocol';
import apt from '../../l10n/rules/apt.en.json';
import code from '../../l10n/rules/code.en.json';
import dockerCommands from '../../l10n/rules/docker-commands.en.json';
import docker from '../../l10n/rules/docker.en.json';
import env from '../../l10n/rules/env.en.json';
import imports from '../../l10n/rules/imports.en.json';
import julia from '../../l10n/rules/julia.en.json';
import lint from '../../l10n/rules/lint.en.json';
import meta from '../../l10n/rules/meta.en.json';
import nix from '../../l10n/rules/nix.en.json';
import notebook from '../../l10n/rules/notebook.en.json';
import pipfile from '../../l10n/rules/pipfile.en.json';
import pyproject from '../../l10n/rules/pyproject.en.json';
import r from '../../l10n/rules/r.en.json';
import repo from '../../l10n/rules/repo.en.json';
import requirements from '../../l10n/rules/requirements.en.json';
import runtime from '../../l10n/rules/runtime.en.json';
import script from '../../l10n/rules/script.en.json';

/** The sentences of the linter. Those of a rule are named by its id: `<id>`, `<id>.<variant>`, `<id>.fix…`. */
export const lintTemplates = {
  ...apt,
  ...code,
  ...dockerCommands,
  ...docker,
  ...env,
  ...imports,
  ...julia,
  ...lint,
  ...meta,
  ...nix,
  ...notebook,
  ...pipfile,
  ...pyproject,
  ...r,
  ...repo,
  ...requirements,
  ...runtime,
  ...script,
};

/** Names of the linter's sentences: the keys of l10n/rules/*.en.json, the only list of them. */
export type LintCode = keyof typeof lintTemplates;

/** The sentence for `code`. `table` holds another language's templates. */
export function renderLintMessage(
  code: LintCode,
  args: MessageArgs = {},
  table: Readonly<Partial<Record<LintCode, string>>> = lintTemplates,
): string {
  return fillTemplate(table[code] ?? lintTemplates[code], args);
}
