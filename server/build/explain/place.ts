import { readText } from '../../environment/config-files';
import { readDockerfile } from '../../environment/dockerfile';
import { rangeAt } from '../../environment/text';
import type { SourceText } from '../../environment/text';
import type { Range } from '../../protocol';
import { findInvalidLine } from '../requirement-place';
import type { FailureModel } from './model';
import { fileOfStep } from './model';
import { placeOfName } from './name-place';
import type { Cause, CauseArgs, PlaceKind } from './types';

/** Where in the repository a cause stands. */
export interface CausePlace {
  readonly file: string;
  /** Absent where only the file is known. */
  readonly range?: Range;
  /** What is written there. */
  readonly written?: string;
}

const finders: Readonly<Record<PlaceKind, (cause: Cause, model: FailureModel) => CausePlace | undefined>> = {
  name: placeOfName,
  told: placeTold,
  command: (cause, model) => placeTold(cause, model) ?? placeOfCommand(cause.args, model),
  file: () => undefined,
  none: () => undefined,
};

/** The place of a cause by the environment model; the file alone where no line is certain; undefined where no file is at fault. */
export function placeOf(cause: Cause, model: FailureModel): CausePlace | undefined {
  const found = finders[cause.place](cause, model);
  if (found?.range !== undefined) return found;
  const told =
    cause.place === 'none' || cause.args['line'] === undefined ? undefined : placeTold(cause, model);
  if (told?.range !== undefined) return told;
  const instruction = cause.place === 'none' ? undefined : placeOfInstruction(model);
  if (instruction !== undefined) return instruction;
  if (found !== undefined) return found;
  const file = cause.place === 'none' ? undefined : fileOfStep(model.step);
  return file === undefined ? undefined : { file };
}

/** The place that the tool told, where it is one of the repository. */
function placeTold(cause: Cause, model: FailureModel): CausePlace | undefined {
  const { args, kind } = cause;
  const { step, view } = model;
  const own = fileOfStep(step);
  if (
    kind === 'unreadable-requirement' &&
    step?.op === 'pip-install-requirements' &&
    args['line'] === undefined
  )
    return findInvalidLine(view, step.file);
  const told = args['file'];
  const path =
    told === undefined ? (kind === 'dockerfile-syntax' ? own : undefined) : pathInRepository(told, model);
  if (path === undefined) return undefined;
  const number = Number(args['line']);
  const source = readText(view, path);
  if (source === undefined || !Number.isInteger(number) || number < 1) return { file: path };
  return placeOfLine(source, number - 1);
}

/** A line as a place, without the blanks around it. A file that ends before it has its last line for it. */
function placeOfLine(source: SourceText, line: number): CausePlace {
  const last = source.lineStarts.length - 1;
  const start = source.lineStarts[Math.min(line, last)] ?? 0;
  const text = /^[^\r\n]*/.exec(source.text.slice(start))?.[0] ?? '';
  const indent = text.length - text.trimStart().length;
  return {
    file: source.path,
    range: rangeAt(source, start + indent, start + indent + text.trim().length),
    written: text.trim(),
  };
}

/** The path, relative to the repository, of a file that a tool names by a path of the image or of the prefix. */
function pathInRepository(told: string, { plan, step, view }: FailureModel): string | undefined {
  const clean = told.replace(/\/(?:\.\/)+/g, '/').replace(/^\.\//, '');
  const inRepo = plan.layout.repoDir;
  if (clean.startsWith(`${inRepo}/`)) return fileAt(clean.slice(inRepo.length + 1), view);
  const own = fileOfStep(step);
  if (own !== undefined && (clean === own || clean.endsWith(`/${own}`))) return own;
  if (!clean.startsWith('/')) return fileAt(clean, view);
  if (/\/lib\/|-packages\/|^\/(?:usr|opt|bin|etc)\//.test(clean)) return undefined;
  const parts = clean.split('/').filter((part) => part !== '');
  const from = parts.findIndex((_, index) => fileAt(parts.slice(index).join('/'), view) !== undefined);
  return from === -1 ? undefined : parts.slice(from).join('/');
}

function fileAt(path: string, view: FailureModel['view']): string | undefined {
  return view.kind(path) === 'file' ? path : undefined;
}

/** The one line of the step's script that runs the command, or that names its argument behind it. */
function placeOfCommand(args: CauseArgs, { step, view }: FailureModel): CausePlace | undefined {
  const file = fileOfStep(step);
  const source = file === undefined ? undefined : readText(view, file);
  if (source === undefined) return undefined;
  const command = args['command'] ?? args['what'] ?? args['image'] ?? args['path'];
  if (command === undefined) return undefined;
  const argument = args['argument'];
  const lines = source.text.split(/\r\n|\n|\r/);
  const matching = lines.flatMap((text, line) => (runs(text, command, argument) ? [line] : []));
  const [line] = matching;
  return line === undefined || matching.length > 1 ? undefined : placeOfLine(source, line);
}

function runs(line: string, command: string, argument: string | undefined): boolean {
  const text = line.trim();
  if (text.startsWith('#')) return false;
  if (argument === undefined)
    return text === command || words(text).includes(command) || squeezed(text) === squeezed(command);
  return words(text).includes(command) && text.includes(argument);
}

function words(text: string): readonly string[] {
  return text.split(/[\s;&|()]+/);
}

/** The instruction of the Dockerfile that failed; undefined where several begin like it. */
export function placeOfInstruction({ step, view, command }: FailureModel): CausePlace | undefined {
  if (step?.op !== 'build-dockerfile' || command === undefined) return undefined;
  const source = readText(view, step.file);
  if (source === undefined) return undefined;
  const wanted = squeezed(command);
  const matching = readDockerfile(source).instructions.filter(
    ({ keyword, arguments: given }) =>
      keyword.toUpperCase() === 'RUN' && given !== undefined && squeezed(given.text).startsWith(wanted),
  );
  const [first] = matching;
  if (first === undefined || matching.length > 1) return undefined;
  const { range, text } = first.written;
  return { file: step.file, range, written: text };
}

/** What `set -x` prints has its quotes and blanks changed. */
function squeezed(text: string): string {
  return text.replace(/\\\r?\n|["'\s]/g, '');
}
