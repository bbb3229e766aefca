import type { LintCode } from '../messages';

/** What the page of a rule says besides what its table row does. Markdown, English. Not part of any bundle. */
export interface RulePage {
  readonly id: LintCode;
  /** What it finds: one or two sentences. */
  readonly what: string;
  /** Why that matters, and how it is known: what the builder does, a study, a count. */
  readonly why: string;
  /** What not to write, and what to write instead. */
  readonly bad: Example;
  readonly good: Example;
  /** Where it is deliberately silent, or may be wrong. */
  readonly limits?: string;
}

/** Files by their names; several where it takes several. */
export type Example = Readonly<Record<string, string>>;

/** A row of the catalogue (contracts/lint-rules.md section 2) that is no rule here, and why. */
export interface SkippedRule {
  readonly id: string;
  readonly reason: string;
}
