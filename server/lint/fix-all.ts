import type { Finding, Fix } from '../protocol';
import type { ChangedFile } from './apply-edits';
import { EditRefused, applyEdits } from './apply-edits';
import type { LintInput, LintOptions } from './input';
import type { LintResult } from './linter';
import { createLinter } from './linter';
import { createOverlay } from './overlay';
import type { Rule } from './rule';

/** A repository with what could be mended mended. Nothing is written. */
export interface Mended {
  readonly changes: readonly ChangedFile[];
  /** What a changed file was before; undefined where it was not there. */
  readonly before: (path: string) => Uint8Array | undefined;
  /** What was mended, each with the fix that did it. */
  readonly fixed: readonly { readonly finding: Finding; readonly fix: Fix }[];
  /** What is found after the changes. */
  readonly after: LintResult;
}

/** More passes than any repository needs: fixes that undo each other must end. */
const maxPasses = 20;

/**
 * Applies the first fix of each finding that `choose` allows, those that do not touch each other together, and lints
 * again until nothing is left to mend.
 */
export function fixAll(
  input: LintInput,
  rules: readonly Rule[],
  options: LintOptions,
  choose: (fix: Fix, finding: Finding) => boolean = ({ safe }) => safe,
): Mended {
  const overlay = createOverlay(input);
  const linter = createLinter(overlay, rules, options);
  const fixed: { finding: Finding; fix: Fix }[] = [];
  // A fix that leaves its finding behind must not be tried for ever.
  const tried = new Set<string>();
  let after = linter.lint();
  for (let pass = 0; pass < maxPasses; pass += 1) {
    let applied = false;
    const touched = new Set<string>();
    for (const finding of after.findings) {
      const fix = finding.fixes.find((each) => choose(each, finding));
      const key = JSON.stringify([finding.rule, finding.file, finding.message, fix?.title, fix?.edits]);
      if (fix === undefined || tried.has(key)) continue;
      const files = fix.edits.flatMap((edit) =>
        edit.kind === 'rename' ? [edit.file, edit.to] : [edit.file],
      );
      // Places were told before this pass: a file that another fix changed has to be read again first.
      if (files.some((file) => touched.has(file))) continue;
      tried.add(key);
      const changed = attempt(() => applyEdits(overlay.view, fix.edits));
      if (changed === undefined) continue;
      overlay.change(changed);
      linter.changed(files, true);
      for (const file of files) touched.add(file);
      fixed.push({ finding, fix });
      applied = true;
    }
    if (!applied) break;
    after = linter.lint();
  }
  return { changes: overlay.changes(), before: (path) => overlay.before(path), fixed, after };
}

function attempt<T>(apply: () => T): T | undefined {
  try {
    return apply();
  } catch (error) {
    if (error instanceof EditRefused) return undefined;
    throw error;
  }
}
