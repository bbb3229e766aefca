import type { ScriptFile } from '../../../environment/script';
import type { ShellCode, ShellCommand } from '../../../environment/code/shell-code';
import type { SourceText } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { deleteLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';

/** postBuild or start, where the build uses it and it can be read. */
export interface UsedScript {
  readonly name: 'postBuild' | 'start';
  readonly path: string;
  readonly source: SourceText;
  readonly script: ScriptFile;
  /** Its commands; absent for a script in another language than a shell's, and where the parser gave up. */
  readonly code?: ShellCode;
}

/** Both scripts, those that are there and count. */
export function usedScripts(model: RepositoryModel): readonly UsedScript[] {
  return model.once('script:used', () => {
    const { postBuild, start } = model.reading().readers;
    return [...usedScript(model, 'postBuild', postBuild), ...usedScript(model, 'start', start)];
  });
}

function usedScript(
  model: RepositoryModel,
  name: UsedScript['name'],
  script: ScriptFile | undefined,
): UsedScript[] {
  if (script?.source === undefined || isIgnored(model, script.path)) return [];
  const { path, source } = script;
  const [code] = isShell(script) ? model.shell(path) : [];
  return [{ name, path, source, script, ...(code?.complete === true && { code }) }];
}

/** Without a first line that names one, a shell runs it. */
function isShell({ interpreter }: ScriptFile): boolean {
  return interpreter === undefined || /\b(?:ba|da|k)?sh\b/.test(interpreter.text);
}

/** The commands that run in the script's own shell, in order. */
export function ownCommands({ code }: UsedScript): readonly ShellCommand[] {
  return (code?.commands ?? []).filter(({ inFunction, words }) => !inFunction && words.length > 0);
}

/** Removes the lines of commands that stand alone on them; undefined where something else stands there too. */
export function deleteCommand({ source }: UsedScript, { range }: ShellCommand): FileEdit | undefined {
  const { start, end } = range;
  const before = source.text.slice(source.lineStarts[start.line], start.offset);
  const next = source.lineStarts[end.line + 1] ?? source.text.length;
  const after = source.text.slice(end.offset, next);
  const alone = before.trim() === '' && /^\s*(?:#.*)?\s*$/.test(after);
  return alone ? deleteLines(source, range) : undefined;
}
