import { readApt } from '../../environment/apt-txt';
import { readText } from '../../environment/config-files';
import type { SourceText, TextSpan } from '../../environment/text';
import { spanAt } from '../../environment/text';
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
  for (const name of namesIn(cause)) {
    const found =
      step.op === 'pip-install-requirements'
        ? requirementPlace(name, file, model)
        : step.op === 'apt-install'
          ? aptPlace(name, source)
          : wordPlace(name, source);
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

function requirementPlace(name: string, file: string, { view }: FailureModel): CausePlace | undefined {
  const found = findRequirement(view, file, name);
  if (found !== undefined) return found;
  return name.includes('/') ? wordPlace(name, readText(view, file)) : undefined;
}

function aptPlace(name: string, source: SourceText | undefined): CausePlace | undefined {
  if (source === undefined) return undefined;
  const entry = readApt(source).entries.find(
    ({ text }) => text.replace(/[:=].*$/, '') === name.replace(/:.*$/, ''),
  );
  return entry === undefined ? undefined : placeOfSpan(source, entry);
}

function placeOfSpan({ path }: SourceText, { range, text }: TextSpan): CausePlace {
  return { file: path, range, written: text };
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
function wordPlace(name: string, source: SourceText | undefined): CausePlace | undefined {
  if (source === undefined) return undefined;
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
