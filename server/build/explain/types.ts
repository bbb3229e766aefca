import type { MessageCode } from '../../protocol';
import type { Log } from './log';

type FixOf<Code> = Code extends `explain.${infer Kind}.fix` ? Kind : never;

/** Names of causes: those that l10n/messages.en.json has a sentence `explain.<kind>` and a `explain.<kind>.fix` for. */
export type CauseKind = FixOf<MessageCode>;

/** Whose words a row knows. `any` is what the system says, whoever passes it on. */
export type Family =
  | 'any'
  | 'pip'
  | 'uv'
  | 'conda'
  | 'apt'
  | 'r'
  | 'julia'
  | 'nix'
  | 'shell'
  | 'python'
  | 'compiler'
  | 'git'
  | 'engine';

/** How the place of a cause is found in the repository. */
export type PlaceKind =
  /** The line that asks for one of the names. */
  | 'name'
  /** The file and line that the tool told. */
  | 'told'
  /** The line of the script that runs the command. */
  | 'command'
  /** The file that the step works on, without a line. */
  | 'file'
  /** No file of the repository is at fault. */
  | 'none';

/** What a sign found: the arguments of the sentences. `file` and `line` (from 1) are the tool's own words for the place. */
export type CauseArgs = Readonly<Record<string, string>>;

/** An expression whose named groups are the arguments, or a function that finds them. */
export type Sign = RegExp | ((log: Log) => CauseArgs | undefined);

/** One row of the table of causes. */
export interface CauseRow {
  readonly kind: CauseKind;
  readonly family: Family;
  /** Signs, of which one is enough. */
  readonly signs: readonly Sign[];
  readonly place: PlaceKind;
  /** Where the expressions look: `flowed` for sentences that tools wrap. `text` unless told otherwise. */
  readonly within?: 'text' | 'flowed';
  /** True where the sign does not count when the tool went on after it. */
  readonly ends?: boolean;
  /** Adds what our own tables know, such as a Debian package. */
  readonly know?: (args: CauseArgs) => CauseArgs;
}

/** Why an installer or a script failed, as far as its output tells. */
export interface Cause {
  readonly kind: CauseKind;
  readonly family: Family;
  readonly place: PlaceKind;
  readonly args: CauseArgs;
}
