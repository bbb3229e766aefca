import type { Log } from '../log';
import type { CauseArgs, CauseRow, Sign } from '../types';
import { packageForImport } from '../../../environment/names/python';
import { withDebian } from './compile';

/** The last frame of a Python traceback that lies in a file of a person, and what was raised. */
function traceback({ text }: Log): CauseArgs | undefined {
  const start = text.lastIndexOf('Traceback (most recent call last):');
  if (start === -1) return undefined;
  const part = text.slice(start, start + 12_000);
  const error =
    /^[ \t]*((?:[A-Za-z_][\w.]{0,120})(?:Error|Exception|Warning|Exit|Interrupt|NotFound)): ?([^\n]{0,300})$/m.exec(
      part,
    );
  if (error === null) return undefined;
  const frames = [...part.matchAll(/^[ \t]*File "([^"\n]{1,300})", line (\d+)/gm)].filter(([, file]) =>
    isPersons(file ?? ''),
  );
  const last = frames.at(-1);
  const detail = [error[1]?.split('.').at(-1), error[2]].filter((piece) => piece !== '').join(': ');
  return { detail, ...(last === undefined ? {} : { file: last[1] ?? '', line: last[2] ?? '' }) };
}

const moduleMissing: Sign = (log) => {
  const module = /^[ \t]*ModuleNotFoundError: No module named '([\w.]{1,100})'/m.exec(log.text)?.[1];
  return module === undefined ? undefined : { ...traceback(log), module };
};

function withPackage(args: CauseArgs): CauseArgs {
  const name = args['module']?.split('.')[0] ?? '';
  return { ...args, suggestion: packageForImport(name) ?? name };
}

function isPersons(file: string): boolean {
  return !/^<|\/lib\/python|-packages\/|^\/usr\/(?!src\/)|^\/opt\//.test(file);
}

/** The last command of a script that tells its commands (`set -x`), where it is what ended it. */
const traced: Sign = ({ text }: Log): CauseArgs | undefined => {
  const command = [...text.matchAll(/^\+{1,3} (\S[^\n]{0,300})$/gm)].at(-1)?.[1];
  return command === undefined ? undefined : { command, detail: lastLine(text) };
};

/** A program's complaint about a file, as the tools of every system word it: `cp: cannot stat 'x': …`. */
const complaint: Sign = ({ text }) => {
  const last = lastLine(text);
  const found =
    /^([a-z][\w.+-]{0,30}): (?:[^'‘"\n]{0,60})['‘"]([^'’"\n]{1,200})['’"]: [A-Z][^\n]{1,100}$/.exec(last);
  return found === null
    ? undefined
    : { command: found[1] ?? '', argument: found[2] ?? '', detail: last.slice(last.indexOf(': ') + 2) };
};

export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}

const at = String.raw`^(?<file>\S{1,200}): (?:line )?(?<line>\d+): `;

/** What shells, env and Python say of scripts. They come last: a tool that a script calls knows more than the script. */
export const scriptRows: readonly CauseRow[] = [
  {
    kind: 'script-crlf',
    family: 'shell',
    place: 'file',
    signs: [
      /(?:bad interpreter|\^M|‘[\w./+-]{1,80}\\r’|'[\w./+-]{1,80}\\r')(?<mark>: No such file or directory|: bad interpreter)/,
      /(?<mark>\^M): bad interpreter/,
      new RegExp(`${at}(?<mark>\\$'\\\\r'): command not found$`, 'm'),
    ],
  },
  {
    kind: 'interpreter-missing',
    family: 'shell',
    place: 'file',
    signs: [
      /^(?:\/usr\/bin\/)?env: [‘'](?<interpreter>[^’'\n\\]{1,100})[’']: No such file or directory/m,
      /: (?<interpreter>\/[^\s:^]{1,100}): bad interpreter: No such file/,
      /^(?:\S{1,60}: )?\d+: (?<interpreter>\/\S{0,200}\/(?:postBuild|start)|\.\/(?:postBuild|start)): not found$/m,
      /(?<interpreter>\S{0,200}(?:postBuild|start)): cannot execute: required file not found/,
    ],
  },
  {
    kind: 'not-executable',
    family: 'shell',
    place: 'told',
    signs: [
      new RegExp(`${at}(?<program>[^\\s:]{1,200}): Permission denied$`, 'm'),
      /^(?:\/bin\/)?(?:ba|da)?sh: (?:line )?\d+: (?<program>[^\s:]{1,200}): Permission denied$/m,
    ],
  },
  {
    kind: 'script-syntax',
    family: 'shell',
    place: 'told',
    signs: [new RegExp(`${at}(?<detail>(?:syntax error|Syntax error:|unexpected EOF)[^\\n]{0,200})$`, 'm')],
  },
  {
    kind: 'unbound-variable',
    family: 'shell',
    place: 'told',
    signs: [new RegExp(`${at}(?<variable>\\w{1,100}): (?:unbound variable|parameter not set)$`, 'm')],
  },
  {
    kind: 'command-missing',
    family: 'shell',
    place: 'told',
    signs: [new RegExp(`${at}(?<command>[^\\s:]{1,200}): (?:command )?not found$`, 'm')],
    know: withDebian('command'),
  },
  {
    kind: 'module-missing',
    family: 'python',
    place: 'told',
    signs: [moduleMissing],
    know: withPackage,
  },
  { kind: 'python-error', family: 'python', place: 'told', signs: [traceback] },
  { kind: 'command-failed', family: 'shell', place: 'command', signs: [traced, complaint] },
];
