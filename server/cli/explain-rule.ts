import type { Example } from '../lint/pages/page';
import { pages } from '../lint/pages/table';
import { rules } from '../lint/table';
import type { Context } from './command';
import { exitCodes } from './command';
import { usage } from './parse';

/** Prints the page of a rule. @throws AppError usage where there is no such rule */
export function explainRule(id: string, { output }: Context): number {
  const rule = rules.find((each) => each.id === id);
  const page = pages.find((each) => each.id === id);
  if (rule === undefined || page === undefined) throw usage('lint', `there is no rule ${id}.`);
  const { what, why, bad, good, limits } = page;
  output.record({ ...page, severity: rule.severity, profile: rule.profile ?? 'launch' });
  if (output.json) return exitCodes.success;
  const { bold } = output.style;
  const sections = [
    `${bold(id)} (${rule.severity}, profile ${rule.profile ?? 'launch'})`,
    what,
    why,
    `${bold('Instead of')}\n${shown(bad)}`,
    `${bold('write')}\n${shown(good)}`,
    ...(limits === undefined ? [] : [limits]),
  ];
  output.result(sections.join('\n\n'));
  return exitCodes.success;
}

function shown(files: Example): string {
  return Object.entries(files)
    .map(([name, text]) => `  ${name}:\n${text.trimEnd().replace(/^/gm, '    ')}`)
    .join('\n');
}
