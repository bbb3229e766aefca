import type { EnvironmentReading } from '../environment/environment';
import { configNames, rootNames } from '../environment/known-files';
import type { Environment, FileUse, MessageArgs, MessageCode, Range } from '../protocol';
import { renderMessage } from '../protocol';
import { condaPiece } from './hover/conda';
import { readerOf } from './hover/others';
import type { HoverPiece } from './hover/piece';
import { pipPiece } from './hover/pip';
import type { LintCode } from './messages';
import { renderLintMessage } from './messages';
import type { RepositoryModel } from './model';

/** One sentence, for whoever shows it. */
export interface HoverLine {
  readonly code: LintCode | MessageCode;
  readonly args: MessageArgs;
  /** In English. */
  readonly message: string;
}

/** What the build does with a configuration file, and with the place in it that is pointed at. */
export interface HoverText {
  /** Of the place: first. */
  readonly place: readonly HoverLine[];
  /** Of the file: whether it counts and why, and what results. */
  readonly file: readonly HoverLine[];
  /** The piece that `place` speaks of. */
  readonly range?: Range;
}

/** Undefined for files that are no configuration, or of which the build says nothing. */
export function hoverAt(model: RepositoryModel, path: string, offset: number): HoverText | undefined {
  const reading = model.reading();
  const { environment } = reading;
  const use = environment.files.find((file) => file.path === path);
  if (use === undefined) return undecided(environment, path);
  const found = use.role === 'ignored' ? undefined : pieceAt(reading, path, offset);
  return {
    place: (found?.sentences ?? []).map(({ code, args }) => sentence(code, args)),
    file: fileLines(environment, use),
    ...(found && { range: found.range }),
  };
}

/** Where choosing a buildpack fails, no file has a role. */
function undecided({ files, problems }: Environment, path: string): HoverText | undefined {
  const [problem] = problems;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isConfiguration = [...configNames, ...rootNames].some((each) => each === name);
  if (files.length > 0 || problem === undefined || !isConfiguration) return undefined;
  const { code, args, message } = problem.error;
  return {
    place: [],
    file: [sentence('lint-hover-undecided', {}), { code: `error.${code}`, args, message }],
  };
}

function pieceAt(reading: EnvironmentReading, path: string, offset: number): HoverPiece | undefined {
  const { conda, requirementsTree } = reading.readers;
  if (conda?.source.path === path) return condaPiece(conda, reading.environment, offset);
  const requirements = requirementsTree.files.get(path);
  if (requirements !== undefined)
    return pipPiece(requirements.lines, offset, reading.environment.versions.python);
  return readerOf(path, reading)?.(reading, offset);
}

function fileLines(environment: Environment, { role, why }: FileUse): HoverLine[] {
  const code = role === 'ignored' ? 'lint-hover-ignored' : 'lint-hover-used';
  const reason = why.code as MessageCode;
  const message = renderMessage(reason, why.args);
  // The reason often says it already.
  const versions = versionsInWords(environment).filter((version) => !message.includes(version));
  return [
    sentence(code, { buildpack: environment.buildpack ?? '' }),
    { code: reason, args: why.args, message },
    ...(versions.length === 0 ? [] : [sentence('lint-hover-result', { versions: versions.join(', ') })]),
  ];
}

/** `Python 3.11`, `R 4.4.2`: the languages of the session, as far as they are known. */
export function versionsInWords({ versions }: Environment): string[] {
  const { python, pythonInstead, r, cranSnapshotDate, julia } = versions;
  const named = { Python: pythonInstead ?? python, R: r, 'CRAN of': cranSnapshotDate, Julia: julia };
  return Object.entries(named).flatMap(([name, version]) =>
    version === undefined ? [] : [`${name} ${version}`],
  );
}

function sentence(code: LintCode, args: MessageArgs): HoverLine {
  return { code, args, message: renderLintMessage(code, args) };
}
