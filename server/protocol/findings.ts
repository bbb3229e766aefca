import type { MessageArgs } from './messages';
import type { Range } from './position';

/** How much a finding matters, worst first (contracts/lint-rules.md section 1). */
export const severities = ['error', 'warning', 'information', 'hint'] as const;
export type Severity = (typeof severities)[number];

/** What the linter is asked for: that the repository launches, or that it is fit to be archived too. */
export const lintProfiles = ['launch', 'archive'] as const;
export type LintProfile = (typeof lintProfiles)[number];

/** Something said of a place in the repository: what findings and explanations of failures have in common. */
export interface Notice {
  /** Name of the sentence, for readers in another language. */
  readonly code: string;
  /** The arguments of the sentence. */
  readonly args?: MessageArgs;
  /** The sentence in English. */
  readonly message: string;
  /** Relative to the repository. */
  readonly file?: string;
  /** The piece of `file` that is meant, where it is known. */
  readonly range?: Range;
  /** Where it is described: a file of the project, with an anchor in it where it has many subjects. */
  readonly docs?: string;
}

/** One change to a repository. Paths are relative to its root. */
export type FileEdit =
  /** Replaces a stretch of the text as it was read; an empty stretch inserts. */
  | { readonly kind: 'replace'; readonly file: string; readonly range: Range; readonly text: string }
  /** Makes a file that is not there yet. */
  | {
      readonly kind: 'create';
      readonly file: string;
      readonly text: string;
      readonly executable?: boolean;
    }
  /** Writes the whole of a file anew, as UTF-8: for what no stretch of text says, such as its encoding. */
  | { readonly kind: 'rewrite'; readonly file: string; readonly text: string }
  | { readonly kind: 'rename'; readonly file: string; readonly to: string }
  | { readonly kind: 'delete'; readonly file: string };

/** A way to mend a finding. */
export interface Fix {
  readonly title: string;
  /** True where it does what the author meant and nothing else: `--fix` applies it unasked. */
  readonly safe: boolean;
  readonly edits: readonly FileEdit[];
}

/** What a rule has to say. */
export interface Finding extends Notice {
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  readonly args: MessageArgs;
  readonly docs: string;
  /** Best first. */
  readonly fixes: readonly Fix[];
  /** Other places that belong to it. */
  readonly related?: readonly RelatedPlace[];
}

/** A place that explains a finding, such as the file that wins. */
export interface RelatedPlace {
  readonly file: string;
  readonly range?: Range;
  readonly message: string;
}
