import { bareName } from '../../environment/names/normal';
import { readApt } from '../../environment/apt-txt';
import { readText } from '../../environment/config-files';
import { condaPipLines, readCondaEnvironment } from '../../environment/environment-yml';
import { readInstallR } from '../../environment/install-r';
import type { SourceText, TextSpan } from '../../environment/text';
import { spanAt } from '../../environment/text';
import type { Range, StepOp } from '../../protocol';
import { findRequirement } from '../requirement-place';
import type { FailureModel } from './model';
import { fileOfStep } from './model';
import type { CausePlace } from './place';
import type { Cause } from './types';

/** Causes whose sentence names the packages that are at odds. */
const betweenPackages: readonly string[] = ['conflict', 'conda-conflict', 'apt-unmet'];

/** The line that asks for what a cause names: a requirement, a conda or Debian package, a channel, an address. */
export function placeOfName(cause: Cause, model: FailureModel): CausePlace | undefined {
  const { step, view } = model;
  const file = fileOfStep(step);
  if (step === undefined || file === undefined) return undefined;
  const source = readText(view, file);
  const find = finders[step.op] ?? wordPlace;
  for (const name of namesIn(cause)) {
    const found = source === undefined ? undefined : find(name, source, { cause, model });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The names that a cause tells, most telling first. */
function namesIn({ args, kind }: Cause): readonly string[] {
  const { package: one, channel, url, ref, detail = '', packages = '' } = args;
  const direct = [one, channel, url, ref].filter((name): name is string => Boolean(name));
  if (!betweenPackages.includes(kind)) return direct;
  const mentioned = [...`${packages} ${detail}`.matchAll(/[A-Za-z0-9][\w.+-]{1,80}/g)].map(([name]) => name);
  return [...direct, ...mentioned.slice(0, 60)];
}

type Find = (name: string, source: SourceText, context: Context) => CausePlace | undefined;

interface Context {
  readonly cause: Cause;
  readonly model: FailureModel;
}

/** Files that have a reader are asked by it; the others by their words. */
const finders: Readonly<Partial<Record<StepOp, Find>>> = {
  'pip-install-requirements': requirementPlace,
  'apt-install': aptPlace,
  'conda-env-update': condaPlace,
  'run-install-R': rPlace,
  'run-install-R-if-not-done': rPlace,
};

function requirementPlace(name: string, source: SourceText, { model }: Context): CausePlace | undefined {
  const found = findRequirement(model.view, source.path, name);
  if (found !== undefined) return found;
  return name.includes('/') ? wordPlace(name, source) : undefined;
}

/** What conda says is looked for among its packages and channels; what pip says, in the list for pip. */
function condaPlace(name: string, source: SourceText, { cause }: Context): CausePlace | undefined {
  const file = readCondaEnvironment(source);
  const wanted = bareName(name);
  if (cause.family !== 'conda') {
    const line = condaPipLines(file).find(
      (one) => one.kind === 'requirement' && bareName(one.requirement.name.text) === wanted,
    );
    return line === undefined ? undefined : placeOfRange(source, line.range);
  }
  const channel = file.channels.find(({ text }) => text === name || name.endsWith(`/${text}`));
  const entry = file.dependencies.find(
    (one) => one.kind === 'package' && one.spec !== undefined && bareName(one.spec.name.text) === wanted,
  );
  const span = entry?.written ?? channel;
  return span === undefined ? undefined : placeOfSpan(source, span);
}

/** A package that a call of install.R names: `sf`, or the repository `r-spatial/sf`. */
function rPlace(name: string, source: SourceText): CausePlace | undefined {
  const named = readInstallR(source).calls.flatMap(({ packages }) => packages);
  const span = named.find(({ text }) => text === name || text.endsWith(`/${name}`));
  return span === undefined ? wordPlace(name, source) : placeOfSpan(source, span);
}

function aptPlace(name: string, source: SourceText): CausePlace | undefined {
  const entry = readApt(source).entries.find(
    ({ text }) => text.replace(/[:=].*$/, '') === name.replace(/:.*$/, ''),
  );
  return entry === undefined ? undefined : placeOfSpan(source, entry);
}

function placeOfSpan({ path }: SourceText, { range, text }: TextSpan): CausePlace {
  return { file: path, range, written: text };
}

function placeOfRange({ path, text }: SourceText, range: Range): CausePlace {
  return { file: path, range, written: text.slice(range.start.offset, range.end.offset) };
}

/** Comments of the formats in question begin with `#`. What replaces them has their length. */
function withoutComments(text: string): string {
  return text.replace(/(^|\s)#[^\n]*/g, (comment) => ' '.repeat(comment.length));
}

/** In small letters, those of ASCII alone: others may change their length. */
function lowered(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The one place of a text that names `name` as a whole word; undefined where none does, or several lines do. */
function wordPlace(name: string, source: SourceText): CausePlace | undefined {
  const wanted = lowered(/^[A-Za-z0-9._-]+(?=$|[=<>!~ [;@])/.exec(name)?.[0] ?? name);
  const text = lowered(withoutComments(source.text));
  const found: TextSpan[] = [];
  for (let at = text.indexOf(wanted); at !== -1 && found.length < 50; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    if (/[\w.-]/.test(text.charAt(at - 1)) || /[\w-]/.test(text.charAt(end))) continue;
    found.push(spanAt(source, at, end));
  }
  const [first] = found;
  const line = first?.range.start.line;
  return first === undefined || found.some(({ range }) => range.start.line !== line)
    ? undefined
    : placeOfSpan(source, first);
}
