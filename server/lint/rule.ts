import type { FileEdit, LintProfile, MessageArgs, Range, Severity } from '../protocol';
import type { RepositoryModel } from './model';
import type { LintCode } from './messages';

/** What a rule looks at: the repository as a whole, or each file of a kind by itself. */
export type Subject = 'repository' | FileKind;

/** Kinds of files of which a repository may have many. */
export const fileKinds = ['notebook', 'python', 'r', 'julia', 'shell', 'markdown'] as const;
export type FileKind = (typeof fileKinds)[number];

/** What a rule yields. Everything that is not said is the rule's own. */
export interface Report {
  readonly file: string;
  /** Absent where the file as such is meant. */
  readonly range?: Range;
  /** Absent: the sentence named like the rule. */
  readonly code?: LintCode;
  readonly args?: MessageArgs;
  /** Where this occurrence is more or less certain than most. */
  readonly severity?: Severity;
  readonly fixes?: readonly ReportFix[];
  readonly related?: readonly ReportRelated[];
}

export interface ReportFix {
  /** Its title is the sentence of this name. */
  readonly code: LintCode;
  readonly args?: MessageArgs;
  readonly safe: boolean;
  readonly edits: readonly FileEdit[];
}

export interface ReportRelated {
  readonly file: string;
  readonly range?: Range;
  readonly code: LintCode;
  readonly args?: MessageArgs;
}

/**
 * A rule: data, and a function over the model of the repository. It must be pure and may throw only by mistake: what it
 * throws is reported as its own failure.
 */
export type Rule = RuleData &
  (
    | { readonly on: 'repository'; readonly check: (model: RepositoryModel) => Iterable<Report> }
    | { readonly on: FileKind; readonly check: (model: RepositoryModel, path: string) => Iterable<Report> }
  );

export interface RuleData {
  /** Kebab-case, its area first. Also the name of its sentence in l10n/rules/, its page and its fixtures. */
  readonly id: LintCode;
  readonly severity: Severity;
  /** The first profile that has it: rules of `launch` are in `archive` too. Absent: `launch`. */
  readonly profile?: LintProfile;
}
