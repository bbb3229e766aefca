import { rangeAt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { appendLines, insertLinesBefore, lineEnd } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { nameOf, wordsOf } from '../commands/words';
import type { UsedScript } from './scripts';
import { ownCommands, usedScripts } from './scripts';

/** The first line names no interpreter. */
export function* checkShebang(model: RepositoryModel): Iterable<Report> {
  for (const { name, path, source, script } of usedScripts(model)) {
    if (script.interpreter !== undefined || source.text.trim() === '') continue;
    const late = /^\s+(?=#!)/.exec(source.text);
    const end = late === null ? lineEnd(source, 0) : late[0].length;
    const edit: FileEdit =
      late === null
        ? insertLinesBefore(source, 0, ['#!/bin/bash'])
        : { kind: 'replace', file: path, range: rangeAt(source, 0, end), text: '' };
    yield {
      file: path,
      range: rangeAt(source, 0, end),
      ...(name === 'start' && { severity: 'error', code: 'script-no-shebang.start' }),
      args: { file: path },
      fixes: [
        {
          code: late === null ? 'script-no-shebang.fix' : 'script-no-shebang.fix-late',
          safe: true,
          edits: [edit],
        },
      ],
    };
  }
}

/** Line ends of Windows. */
export function* checkLineEnds(model: RepositoryModel): Iterable<Report> {
  for (const { path, source } of usedScripts(model)) {
    const at = source.text.indexOf('\r\n');
    if (at === -1) continue;
    const text = source.text.replaceAll('\r\n', '\n');
    yield {
      file: path,
      range: rangeAt(source, 0, at),
      args: { file: path },
      fixes:
        source.encoding === 'utf-8'
          ? [{ code: 'script-crlf.fix', safe: true, edits: [{ kind: 'rewrite', file: path, text }] }]
          : [],
    };
  }
}

/** A build goes on behind a command that failed. One command alone tells its failure itself. */
export function* checkErrexit(model: RepositoryModel): Iterable<Report> {
  for (const script of usedScripts(model)) {
    const { name, path, source, code } = script;
    if (name !== 'postBuild' || code === undefined || endsOnErrors(script)) continue;
    const fallible = ownCommands(script).filter(
      (command) => !command.guarded && !harmless.has(nameOf(command)),
    );
    if (fallible.length < 2) continue;
    const [first] = fallible;
    const line = script.script.interpreter === undefined ? 0 : 1;
    yield {
      file: path,
      ...(first !== undefined && { range: first.range }),
      args: { file: path },
      fixes: [
        {
          code: 'script-no-errexit.fix',
          safe: false,
          edits: [insertLinesBefore(source, line, ['set -e'])],
        },
      ],
    };
  }
}

/** Commands that do not fail, or whose failure nobody misses. */
const harmless = new Set([
  'echo',
  'printf',
  'export',
  'set',
  'cd',
  'true',
  ':',
  'exit',
  'unset',
  'source',
  '.',
  'date',
  'pwd',
  'ls',
]);

/** `set -e`, `set -euo pipefail`, `#!/bin/bash -e`, a trap on errors. */
function endsOnErrors(script: UsedScript): boolean {
  if (/\s-[a-z]*e/.test(script.script.interpreter?.text ?? '')) return true;
  return (script.code?.commands ?? []).some((command) => {
    const [name, ...rest] = wordsOf(command);
    if (name === 'trap') return rest.includes('ERR');
    return name === 'set' && rest.some((word) => /^-[a-zA-Z]*e/.test(word) || word === 'errexit');
  });
}

/** start has to become the server that it is given as its arguments. */
export function* checkExec(model: RepositoryModel): Iterable<Report> {
  for (const script of usedScripts(model)) {
    const { name, path, source, code } = script;
    if (name !== 'start' || code === undefined) continue;
    const commands = code.commands;
    const passing = commands.filter(({ words }) => words.some(({ text }) => /\$[@*]|\$\{@/.test(text)));
    if (passing.some((command) => wordsOf(command)[0] === 'exec')) continue;
    const [handing] = passing.filter(({ inFunction }) => !inFunction);
    const other = commands.find((command) => wordsOf(command)[0] === 'exec' && command.words.length > 1);
    if (handing !== undefined)
      yield withoutExec(script, handing.range.start.offset, handing.range.end.offset);
    else if (other !== undefined)
      yield {
        file: path,
        range: other.range,
        severity: 'warning',
        code: 'script-start-no-exec.other',
        args: { file: path },
      };
    else
      yield {
        file: path,
        range: rangeAt(source, source.text.trimEnd().lastIndexOf('\n') + 1, source.text.trimEnd().length),
        args: { file: path },
        fixes: [
          { code: 'script-start-no-exec.fix', safe: true, edits: [appendLines(source, ['exec "$@"'])] },
        ],
      };
  }
}

function withoutExec({ path, source }: UsedScript, start: number, end: number): Report {
  const edit: FileEdit = { kind: 'replace', file: path, range: rangeAt(source, start, start), text: 'exec ' };
  const plain = /^["']?\$[@{]/.test(source.text.slice(start, end));
  return {
    file: path,
    range: rangeAt(source, start, end),
    severity: 'warning',
    code: 'script-start-no-exec.without',
    args: { file: path },
    fixes: plain ? [{ code: 'script-start-no-exec.fix-without', safe: true, edits: [edit] }] : [],
  };
}

/** What the grammar of the shell does not understand. It knows less than a shell: certain only where a word is missing. */
export function* checkSyntax(model: RepositoryModel): Iterable<Report> {
  for (const { path, code } of usedScripts(model)) {
    const error = code?.error;
    if (error === undefined) continue;
    const { missing } = error;
    yield {
      file: path,
      range: { start: error.start, end: error.end },
      ...(missing === undefined
        ? { severity: 'warning', args: { file: path } }
        : { code: 'script-shell-syntax.missing', args: { file: path, missing } }),
    };
  }
}
