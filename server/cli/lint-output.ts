import type { RepoView } from '../environment/view';
import type { ChangedFile } from '../lint/apply-edits';
import type { LintResult } from '../lint/linter';
import { diffOf } from '../lint/report/diff';
import { countFindings, countsInWords } from '../lint/report/summary';
import { textReport } from '../lint/report/text';
import { maxListedFiles } from '../lint/listing';
import { rules } from '../lint/table';
import type { Context, Input } from './command';
import { readVersion } from './version';

/** What the report is about besides the findings. */
export interface Shown {
  readonly view: RepoView;
  /** True where there were more files than are looked at. */
  readonly cut: boolean;
  /** True where --fix would still do something. */
  readonly fixable: boolean;
}

/** Prints findings in the format asked for, and what was not looked into. */
export async function showFindings(
  result: LintResult,
  shown: Shown,
  input: Input,
  context: Context,
): Promise<void> {
  const { output } = context;
  const { findings, skipped } = result;
  const counts = countFindings(findings);
  const format = input.values.get('format') ?? 'text';
  for (const finding of findings) output.record(finding);
  if (format === 'json') output.result(JSON.stringify({ findings, skipped, counts }, null, 2));
  else if (format === 'sarif') {
    const { sarifReport } = await import('../lint/report/sarif');
    output.result(JSON.stringify(sarifReport(findings, rules, shown.view, readVersion()), null, 2));
  } else if (findings.length > 0) {
    output.result(textReport(findings, shown.view, output.style, ' (--fix)'));
  }
  output.record({ counts, skipped });
  tellRest(result, shown, context);
}

/** Of what was not looked into, so many are named. */
const maxSkipped = 10;

function tellRest({ findings, skipped }: LintResult, { cut, fixable }: Shown, { output }: Context): void {
  for (const { file, message } of skipped.slice(0, maxSkipped))
    output.say(output.style.dim(`${file}: ${message}`));
  if (skipped.length > maxSkipped)
    output.say(output.style.dim(`and ${skipped.length - maxSkipped} more files that were not looked into.`));
  if (cut) output.say(`Only the first ${maxListedFiles} files were looked at.`);
  const words = countsInWords(countFindings(findings));
  const safe = findings.filter(({ fixes }) => fixes.some((fix) => fix.safe)).length;
  const hint = fixable && safe > 0 ? `; --fix mends ${safe} of them` : '';
  output.say(words === undefined ? output.style.good('Nothing was found.') : `${words}${hint}.`);
}

/** What would change, as a patch on standard output. */
export function showDiff(view: RepoView, changes: readonly ChangedFile[], { output }: Context): void {
  const diff = diffOf(view, changes);
  if (diff === '') return;
  output.record({ diff });
  output.result(diff);
}
