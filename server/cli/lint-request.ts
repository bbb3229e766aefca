import { dirname } from 'node:path';
import { grammarsNeeded } from '../lint/grammars-needed';
import type { LintInput, LintOptions, RuleSetting } from '../lint/input';
import { withRepositoryOptions } from '../lint/options';
import { fits } from '../lint/suppression';
import { rules } from '../lint/table';
import { grammarsIn, loadGrammarsOnce } from '../platform/grammars';
import { imagePlatform } from '../platform/machine';
import { lintProfiles, severities } from '../protocol';
import type { Context, Input } from './command';
import { lintFacts } from './lint-facts';
import { usage } from './parse';

const settings = ['off', ...severities] as const;

/**
 * What a person asks `bindery lint` for, over what the repository says of itself.
 * @throws AppError usage
 */
export async function lintOptions(
  target: LintInput,
  dir: string,
  input: Input,
  context: Context,
): Promise<LintOptions> {
  const profile = lintProfiles.find((each) => each === input.values.get('profile'));
  const asked = { ...(profile !== undefined && { profile }), rules: ruleSettings(input) };
  // Programs are asked in the meantime.
  const told = lintFacts(target, dir, input, context);
  told.catch(() => undefined);
  const needed = grammarsNeeded(target.view, target.files());
  const grammars = await loadGrammarsOnce(needed, grammarsIn(dirname(context.program)));
  const facts = await told;
  return { ...withRepositoryOptions(target.view, asked), grammars, facts, platform: imagePlatform() };
}

/** @throws AppError usage */
function ruleSettings(input: Input): Record<string, RuleSetting> {
  return Object.fromEntries(
    (input.lists.get('rule') ?? []).map((text) => {
      const [id = '', value = ''] = text.split('=');
      const setting = settings.find((each) => each === value);
      if (setting === undefined) throw usage('lint', `--rule is RULE=${settings.join('|')}, not ${text}.`);
      if (!rules.some((rule) => fits(rule.id, [id]))) throw usage('lint', `there is no rule ${id}.`);
      return [id, setting];
    }),
  );
}

/**
 * How many warnings are too many; Infinity where nobody says.
 * @throws AppError usage
 */
export function maxWarnings(input: Input): number {
  const text = input.values.get('max-warnings');
  if (text === undefined) return Infinity;
  if (!/^\d{1,6}$/.test(text)) throw usage('lint', `--max-warnings is a number, not ${text}.`);
  return Number(text);
}
