import { binderyYml, readBinderyYml } from '../../environment/bindery-yml';
import { excerpt, rangeAt } from '../../environment/text';
import { lintTemplates } from '../messages';
import type { RepositoryModel } from '../model';
import type { Report, Rule } from '../rule';
import { fits } from '../suppression';

/** Rules are the sentences without a variant. */
const ruleIds = Object.keys(lintTemplates).filter((code) => !code.includes('.'));

function* checkSettings(model: RepositoryModel): Iterable<Report> {
  const source = model.text(binderyYml);
  if (source === undefined) return;
  const file = binderyYml;
  const { syntaxError, mistakes, rules } = readBinderyYml(source);
  if (syntaxError !== undefined) {
    const { offset } = syntaxError.position;
    const args = { detail: syntaxError.detail };
    yield { file, range: rangeAt(source, offset, offset), code: 'lint-settings.syntax', args };
  }
  for (const { written, expected } of mistakes) {
    yield { file, range: written.range, args: { written: excerpt(written.text), expected } };
  }
  for (const id of Object.keys(rules)) {
    if (ruleIds.some((rule) => fits(rule, [id]))) continue;
    const at = source.text.indexOf(id);
    yield {
      file,
      range: rangeAt(source, at, at + id.length),
      code: 'lint-settings.rule',
      args: { written: excerpt(id) },
    };
  }
}

export const settingsRules: readonly Rule[] = [
  { id: 'lint-settings', severity: 'warning', on: 'repository', check: checkSettings },
];
