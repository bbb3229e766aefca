import { join } from 'node:path';
import { fixAll } from '../lint/fix-all';
import type { Mended } from '../lint/fix-all';
import type { LintInput, LintOptions } from '../lint/input';
import type { LintResult } from '../lint/linter';
import { lint } from '../lint/linter';
import { rules } from '../lint/table';
import type { RepoRef } from '../protocol';
import { AppError } from '../protocol';
import { repositoryFiles } from '../source/repository-files';
import { writeChanges } from '../source/write-changes';
import type { Context, Input } from './command';
import { exitCodes } from './command';
import { explainRule } from './explain-rule';
import { showDiff, showFindings } from './lint-output';
import { lintOptions, maxWarnings } from './lint-request';
import { usage } from './parse';
import { isDirectory, repoOperand } from './repo-operand';
import { withCheckout } from './with-checkout';

/** `bindery lint`: what the build will make of a repository, and what is wrong with it, before anything is built. */
export async function run(input: Input, context: Context): Promise<number> {
  const rule = input.values.get('explain');
  if (rule !== undefined) return explainRule(rule, context);
  if (input.operands.length === 0) throw usage('lint', 'lint needs <repo>.');
  const repo = repoOperand(input, context);
  checkTarget(repo, input);
  const limit = maxWarnings(input);
  return withCheckout(repo, context, async (view, dir) => {
    const { files, cut } = await repositoryFiles(dir, context.env, context.interrupts.first);
    const target: LintInput = { view, files: () => files };
    const options = await lintOptions(target, dir, input, context);
    const result = input.flags.has('diff')
      ? previewFixes(target, options, context)
      : input.flags.has('fix')
        ? await applyFixes(dir, target, options, context)
        : lint(target, rules, options);
    await showFindings(result, { view, cut, fixable: !input.flags.has('fix') }, input, context);
    return isGood(result, limit) ? exitCodes.success : exitCodes.failure;
  });
}

/** @throws AppError usage, unknown-repository */
function checkTarget(repo: RepoRef, { flags }: Input): void {
  const local = repo.provider === 'local' && repo.ref === undefined;
  if (!local && (flags.has('fix') || flags.has('diff')))
    throw usage('lint', '--fix and --diff work on a folder of this machine.');
  const folder = join(repo.spec, repo.subdir ?? '');
  if (local && !isDirectory(folder)) throw new AppError('unknown-repository', { repo: folder });
}

/** What is found now, behind the changes that would mend some of it. */
function previewFixes(target: LintInput, options: LintOptions, context: Context): LintResult {
  showDiff(target.view, fixAll(target, rules, options).changes, context);
  return lint(target, rules, options);
}

/** @throws AppError file-not-written */
async function applyFixes(
  dir: string,
  target: LintInput,
  options: LintOptions,
  context: Context,
): Promise<LintResult> {
  const mended = fixAll(target, rules, options);
  await writeChanges(dir, mended.changes, mended.before);
  tellFixed(mended, context);
  return mended.after;
}

function tellFixed({ fixed }: Mended, { output }: Context): void {
  for (const { finding, fix } of fixed) {
    output.record({ fixed: finding.rule, file: finding.file, title: fix.title });
    output.say(
      `${output.style.good('mended')} ${finding.file}: ${fix.title} ${output.style.dim(`[${finding.rule}]`)}`,
    );
  }
}

function isGood({ findings }: LintResult, limit: number): boolean {
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  return findings.every(({ severity }) => severity !== 'error') && warnings <= limit;
}
