import type { Dialect, Environment, EnvironmentProblem, FileUse } from '../../protocol';
import { AppError } from '../../protocol';
import { isImageReference } from '../../spec/image-reference';
import { exists } from '../config-files';
import { resolveR } from '../r-version';
import type { Question } from '../resolutions';
import { excerpt } from '../text';
import type { ChosenLock, ExtendedChoice } from './choice';
import { lockRules, refusal } from './lock-rules';
import type { LockRule } from './lock-rules';
import { choosePython } from './python-choice';
import { readExtendedFiles } from './readers';
import type { ExtendedFiles, ExtendedPath } from './readers';
import { alone, honoured, noSuchPython, outdone, undatedR, unreadByBinder } from './said';
import type { LockFile } from './types';

/** What Binder makes of a repository. */
export interface BinderAnswer {
  readonly question: Question;
  readonly binder: Environment;
  /** The answer to another question, by the same rules. */
  readonly again: (question: Question) => Environment;
}

/** The environment in the dialect that was asked for, and what that changed. */
export interface DialectAnswer {
  readonly environment: Environment;
  readonly extended: ExtendedChoice;
  readonly decidedBy?: string;
}

/**
 * The dialect, applied to what Binder makes of a repository (rules: `lockRules` and `choosePython`). In `binder` only
 * reasons change: files that Binder does not read say what they would say. Never throws.
 */
export function applyDialect(answer: BinderAnswer, dialect: Dialect): DialectAnswer {
  const { question, binder } = answer;
  const extended = { dialect, needed: 'binder' } as const;
  // Where a folder is the place for configuration, the root has none in either dialect.
  if (question.configDir !== '') return { environment: binder, extended, ...decided(question.decidedBy) };
  const files = readExtendedFiles(question.view, question.platform);
  const uses = [...files].map(([path, file]) => unreadByBinder(path, file));
  if (dialect === 'extended') return extend({ ...answer, files, uses });
  return { environment: withUses(binder, uses), extended, ...decided(question.decidedBy) };
}

function decided(decidedBy: string | undefined): { readonly decidedBy?: string } {
  return decidedBy === undefined ? {} : { decidedBy };
}

/** The same environment with other words for some files; what stands later counts. */
function withUses(environment: Environment, uses: readonly FileUse[]): Environment {
  const byPath = new Map([...environment.files, ...uses].map((use) => [use.path, use]));
  const files = [...byPath.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
  return { ...environment, files };
}

interface Extending extends BinderAnswer {
  readonly files: ExtendedFiles;
  readonly uses: readonly FileUse[];
}

function extend(context: Extending): DialectAnswer {
  const { question, files } = context;
  const { winner, losers } = chooseLock(context);
  const undated = winner === undefined && isUndatedR(context);
  const decidedBy = undated ? 'install.R' : (winner?.rule.path ?? question.decidedBy);
  const base = undated ? anew(context, 'r', 'install.R') : locked(context, winner);
  const python = pythonOf(context, base, winner?.lock);
  const image = imageOf(files, base);
  const counted = [...(winner ? [winner.rule.path] : []), ...python.counted, ...image.counted];
  const uses = [
    ...context.uses,
    ...losers,
    ...outdoneUses(context, base, counted, decidedBy ?? ''),
    ...counted.flatMap((path) => honouredUse(path, files)),
    ...(undated ? [undatedR('install.R')] : []),
  ];
  return {
    environment: withUses(python.environment, uses),
    extended: {
      dialect: 'extended',
      needed: counted.length > 0 || undated ? 'extended' : 'binder',
      ...(winner === undefined ? {} : { lock: chosenLock(winner) }),
      ...image.image,
    },
    ...decided(decidedBy),
  };
}

/** What Binder's rules would make of it, had this file chosen this buildpack. */
function anew(
  { question, again }: Extending,
  buildpack: LockRule['buildpack'],
  decidedBy: string,
): Environment {
  return again({ ...question, buildpack, decidedBy });
}

function honouredUse(path: ExtendedPath, files: ExtendedFiles): FileUse[] {
  const file = files.get(path);
  return file === undefined || file.kind === 'unread' ? [] : [honoured(path, file)];
}

interface Winner {
  readonly rule: LockRule;
  readonly lock: LockFile;
}

/** The first lock that counts, and what is said of the others. */
function chooseLock({ question, binder, files }: Extending): {
  readonly winner?: Winner;
  readonly losers: readonly FileUse[];
} {
  const { view, decidedBy: decider } = question;
  let winner: Winner | undefined;
  const losers: FileUse[] = [];
  for (const rule of lockRules) {
    const lock = files.get(rule.path);
    if (lock?.kind !== 'lock') continue;
    const refused = refusal(rule, { view, binder, decider });
    if (refused !== undefined) {
      losers.push('loses' in refused ? outdone(rule.path, refused.loses) : alone(rule.path, refused.lacks));
    } else if (winner !== undefined) losers.push(outdone(rule.path, winner.rule.path));
    else winner = { rule, lock };
  }
  return winner === undefined ? { losers } : { winner, losers };
}

function chosenLock({ rule, lock }: Winner): ChosenLock {
  const inputs = rule.needs === undefined ? [rule.path] : [rule.path, rule.needs];
  return { format: rule.format, path: rule.path, inputs, local: lock.localPaths.length > 0 };
}

/** What follows from the lock for the buildpack, R and problems. */
function locked(context: Extending, winner: Winner | undefined): Environment {
  const { binder } = context;
  if (winner === undefined) return binder;
  const { rule, lock } = winner;
  const refines = binder.buildpack === rule.buildpack && !binder.chosenAsFallback;
  const base = refines ? binder : anew(context, rule.buildpack, rule.path);
  const broken = brokenLock(lock);
  if (broken !== undefined) return { ...base, problems: [...base.problems, broken] };
  if (rule.buildpack !== 'r') return base;
  // Beside runtime.txt the lock says only which packages; on its own it says R and the day too.
  const r = refines ? undefined : resolveR(lock.r?.text ?? '');
  const cranSnapshotDate = refines ? undefined : lock.cranDate?.text;
  const open = cranSnapshotDate === undefined ? base.open : base.open.filter((fact) => fact !== 'today');
  const stated = {
    ...(r !== undefined && { r }),
    ...(cranSnapshotDate !== undefined && { cranSnapshotDate }),
  };
  return { ...base, open, versions: { ...base.versions, ...stated } };
}

function brokenLock({ source, syntaxError }: LockFile): EnvironmentProblem | undefined {
  if (syntaxError === undefined) return undefined;
  const { detail, position } = syntaxError;
  const args = { file: source.path, line: position.line + 1, detail: `${excerpt(detail, 200)}.` };
  const error = new AppError('config-file-syntax', args).toData();
  return { stage: 'plan', error, file: source.path, range: { start: position, end: position } };
}

/** install.R alone: Binder ignores it without a date in runtime.txt. */
function isUndatedR({ question: { view, readers }, binder }: Extending): boolean {
  if (!binder.chosenAsFallback || !exists(view, 'install.R')) return false;
  const name = readers.runtime?.runtime?.name;
  return name === undefined || name === 'r';
}

interface PythonOutcome {
  readonly environment: Environment;
  readonly counted: readonly ExtendedPath[];
}

/** Python, where the buildpack installs one by these rules. */
function pythonOf(context: Extending, base: Environment, lock: LockFile | undefined): PythonOutcome {
  const { question, binder, files } = context;
  const unchanged = { environment: base, counted: [] };
  const follows = base.buildpack === 'python' || (base.buildpack === 'conda' && lock !== undefined);
  if (!follows || lock?.syntaxError !== undefined) return unchanged;
  const file = files.get('.python-version');
  const stated = file?.kind === 'python-version' ? file : undefined;
  const { readers, platform } = question;
  const known = base.versions.python ?? binder.versions.python;
  const answer = choosePython({ binder: known, readers, lock, stated, platform });
  if ('problem' in answer) {
    return { environment: { ...base, problems: [...base.problems, answer.problem] }, counted: [] };
  }
  const { version, byFile } = answer;
  if (version === undefined) return unchanged;
  return { environment: withPython(base, version), counted: byFile ? ['.python-version'] : [] };
}

/** Reasons that name the Python name the one that results. */
function withPython(base: Environment, python: string): Environment {
  const files = base.files.map((use) =>
    use.why.code === 'why.requires-python'
      ? { ...use, why: { ...use.why, args: { ...use.why.args, version: python } } }
      : use,
  );
  return { ...base, files, versions: { ...base.versions, python } };
}

const devcontainer = '.devcontainer/devcontainer.json';

/** The image that a devcontainer names is what is built upon, unless the repository has its own way to that. */
function imageOf(
  files: ExtendedFiles,
  { buildpack }: Environment,
): { readonly image: { readonly image?: string }; readonly counted: readonly ExtendedPath[] } {
  const file = files.get(devcontainer);
  const image = file?.kind === 'devcontainer' ? file.image?.text : undefined;
  const counts = image !== undefined && buildpack !== 'dockerfile' && buildpack !== 'nix';
  return counts && isImageReference(image)
    ? { image: { image }, counted: [devcontainer] }
    : { image: {}, counted: [] };
}

/** Files that would count, were it not for something else; of locks `chooseLock` tells. */
function outdoneUses(
  { files, question: { readers } }: Extending,
  { buildpack }: Environment,
  counted: readonly ExtendedPath[],
  decidedBy: string,
): FileUse[] {
  const uses: FileUse[] = [];
  if (files.get('.python-version')?.kind === 'python-version' && !counted.includes('.python-version')) {
    const stated = readers.runtime?.runtime?.version !== undefined;
    if (buildpack !== 'python') uses.push(outdone('.python-version', decidedBy));
    else uses.push(stated ? outdone('.python-version', 'runtime.txt') : noSuchPython('.python-version'));
  }
  const container = files.get(devcontainer);
  const image = container?.kind === 'devcontainer' && container.image !== undefined;
  if (image && (buildpack === 'dockerfile' || buildpack === 'nix'))
    uses.push(outdone(devcontainer, decidedBy));
  return uses;
}
