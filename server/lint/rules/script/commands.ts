import type { ShellCommand } from '../../../environment/code/shell-code';
import { excerpt, rangeAt } from '../../../environment/text';
import { inConfigDir } from '../../../environment/config-files';
import type { FileEdit } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { nameOf, plainWords, wordsOf } from '../commands/words';
import { declaredPackages } from '../notebook/declared';
import { addToApt } from '../requirements/apt-edits';
import type { UsedScript } from './scripts';
import { deleteCommand, ownCommands, usedScripts } from './scripts';

/** What ends with postBuild's own shell: nothing behind it in the script can still use it. */
export function* checkLost(model: RepositoryModel): Iterable<Report> {
  for (const script of usedScripts(model)) {
    if (script.name !== 'postBuild') continue;
    const commands = ownCommands(script);
    const last = commands.findLastIndex((command) => !isOfShell(command) && nameOf(command) !== 'echo');
    for (const command of commands.slice(last + 1)) {
      if (!isOfShell(command) || command.conditional || command.inSubshell) continue;
      const written = excerpt(textOf(script, command));
      yield {
        file: script.path,
        range: command.range,
        args: { written },
        fixes: moveToStart(model, script, command),
      };
    }
  }
}

/** Sets variables, enters a folder or an environment. */
function isOfShell(command: ShellCommand): boolean {
  const [name, second] = wordsOf(command);
  if (name === 'export' || name === 'cd') return true;
  if ((name === 'source' || name === '.') && /(?:^|\/)activate$/.test(second ?? '')) return true;
  return (name === 'conda' || name === 'mamba' || name === 'micromamba') && second === 'activate';
}

/** Only where there is no start yet: where to put it in somebody's script is theirs to say. */
function moveToStart(model: RepositoryModel, script: UsedScript, command: ShellCommand): ReportFix[] {
  const file = inConfigDir(model.reading().environment.configDir, 'start');
  const gone = deleteCommand(script, command);
  if (model.has(file) || gone === undefined) return [];
  const text = `#!/bin/bash\n${textOf(script, command)}\nexec "$@"\n`;
  const edits: FileEdit[] = [gone, { kind: 'create', file, text, executable: true }];
  return [{ code: 'script-env-lost.fix', args: { file }, safe: false, edits }];
}

function textOf({ source }: UsedScript, { range }: ShellCommand): string {
  return source.text.slice(range.start.offset, range.end.offset);
}

const aptPrograms = new Set(['apt', 'apt-get', 'aptitude']);

/** Commands for root: both scripts run as the session's user. */
export function* checkRoot(model: RepositoryModel): Iterable<Report> {
  for (const script of usedScripts(model)) {
    const commands = (script.code?.commands ?? []).filter(
      (command) => isForRoot(command) && !command.guarded && !command.conditional,
    );
    for (const command of commands) {
      const isSudo = wordsOf(command)[0] === 'sudo';
      yield {
        file: script.path,
        range: command.range,
        ...(isSudo && !aptPrograms.has(nameOf(command)) && { code: 'script-sudo-apt.sudo' }),
        args: { written: excerpt(textOf(script, command)) },
        fixes: moveToApt(model, script, command, commands),
      };
    }
  }
}

function isForRoot(command: ShellCommand): boolean {
  return wordsOf(command)[0] === 'sudo' || aptPrograms.has(nameOf(command));
}

/** Names of packages alone, and lines of their own: anything else is for its author to take apart. */
function moveToApt(
  model: RepositoryModel,
  script: UsedScript,
  command: ShellCommand,
  all: readonly ShellCommand[],
): ReportFix[] {
  const gone = deleteCommand(script, command);
  const [program = '', ...rest] = plainWords(command);
  const [action, ...names] = rest.filter((word) => !word.startsWith('-'));
  if (gone === undefined || !aptPrograms.has(program) || command.words.some(({ literal }) => !literal))
    return [];
  if (action === 'update' || action === 'upgrade')
    return all.length === 1 ? [] : [{ code: 'script-sudo-apt.fix-update', safe: false, edits: [gone] }];
  if (action !== 'install' || names.length === 0) return [];
  const added = addToApt(model, names);
  if (added.length === 0) return [];
  const { file } = added[0] ?? gone;
  return [{ code: 'script-sudo-apt.fix', args: { file }, safe: true, edits: [gone, ...added] }];
}

/** Commands that wait for an answer that nobody gives. */
export function* checkInteractive(model: RepositoryModel): Iterable<Report> {
  for (const script of usedScripts(model)) {
    for (const command of script.code?.commands ?? []) {
      const [name = '', action = ''] = plainWords(command);
      if (name === 'read' && !command.fed && !command.inFunction && !command.guarded)
        yield { file: script.path, range: command.range, code: 'script-interactive.read' };
      else if (asksFirst(name, action, command) && !alwaysYes(script))
        yield {
          file: script.path,
          range: command.range,
          args: { command: `${name} ${action}` },
          fixes: answerYes(script, command, action),
        };
    }
  }
}

const condaPrograms = new Set(['conda', 'mamba', 'micromamba']);
const condaActions = new Set(['install', 'create', 'update', 'upgrade', 'remove', 'uninstall']);

function asksFirst(name: string, action: string, command: ShellCommand): boolean {
  if (!condaPrograms.has(name) || !condaActions.has(action) || command.fed) return false;
  return !wordsOf(command).some((word) => /^(?:-[a-z]*y[a-z]*|--yes|--dry-run|-d|--help|-h)$/.test(word));
}

function alwaysYes({ source }: UsedScript): boolean {
  return /\b(?:CONDA|MAMBA)_ALWAYS_YES=|always_yes\s+(?:true|yes)/i.test(source.text);
}

function answerYes({ path, source }: UsedScript, { words }: ShellCommand, action: string): ReportFix[] {
  const at = words.find(({ text }) => text === action)?.range.end.offset;
  if (at === undefined) return [];
  const edit: FileEdit = { kind: 'replace', file: path, range: rangeAt(source, at, at), text: ' -y' };
  return [{ code: 'script-interactive.fix', safe: true, edits: [edit] }];
}

/** Extensions of the notebook before version 7, which is what the builder's base has. */
export function* checkLegacyExtensions(model: RepositoryModel): Iterable<Report> {
  const notebook = declaredPackages(model).find(({ name }) => name === 'notebook');
  if (/^(?:==|<=?|~=)\s*[1-6]\b|<=?\s*7\b|,\s*<\s*7/.test(notebook?.versions ?? '')) return;
  for (const script of usedScripts(model)) {
    for (const command of script.code?.commands ?? []) {
      const [name = '', action = ''] = plainWords(command);
      const called = name === 'jupyter' ? action : name.replace(/^jupyter-/, '');
      if (!/^(?:nbextensions?|serverextension|bundlerextension)$/.test(called)) continue;
      const gone = deleteCommand(script, command);
      yield {
        file: script.path,
        range: command.range,
        ...(command.guarded && { severity: 'information' }),
        args: { command: `jupyter ${called}` },
        fixes:
          gone === undefined ? [] : [{ code: 'script-nbextension-legacy.fix', safe: false, edits: [gone] }],
      };
    }
  }
}
