import type { ShellCommand } from '../../../environment/code/shell-code';
import { excerpt } from '../../../environment/text';
import { deleteLines, lineEnd } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { condaFile } from './conda-file';

const tools = new Set(['conda', 'mamba', 'micromamba']);

/** Scripts that switch to an environment by the name that environment.yml gives: the builder makes none of that name. */
export function* checkName(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  const name = conda?.name;
  if (conda === undefined || name === undefined || builderNames.has(name.text)) return;
  const scripts = [model.reading().readers.postBuild, model.reading().readers.start].flatMap((script) =>
    script === undefined ? [] : [script.path],
  );
  for (const path of scripts) {
    const codes = model.shell(path);
    const commands = codes.flatMap((code) => code.commands);
    // Then somebody makes it.
    if (commands.some(isCreation)) continue;
    for (const { source, commands: own } of codes) {
      for (const command of own) {
        const word = usedName(command, name.text);
        if (word === undefined) continue;
        const { start, end } = command.range;
        const line = source.text.slice(source.lineStarts[start.line], lineEnd(source, end.line));
        const alone = line.trim() === source.text.slice(start.offset, end.offset).trim();
        const activates = command.words.some(({ text }) => text === 'activate');
        const edits = [deleteLines(source, command.range)];
        yield {
          ...{
            file: path,
            range: word.range,
            args: { name: excerpt(name.text, 40), file: conda.source.path },
          },
          fixes: alone && activates ? [{ code: 'env-name-ignored.fix', safe: true, edits }] : [],
          related: [{ file: conda.source.path, range: name.range, code: 'env-name-ignored.related' }],
        };
      }
    }
  }
}

/** Names of the builder's own, and of what is always there. */
const builderNames = new Set(['base', 'root', 'notebook', 'kernel']);

function isCreation({ words }: ShellCommand): boolean {
  const [first, ...others] = words.map(({ text }) => text);
  return tools.has(first ?? '') && others.includes('create');
}

/** The word by which a command names the environment: `conda activate x`, `source activate x`, `conda run -n x`. */
function usedName({ words }: ShellCommand, name: string): ShellCommand['words'][number] | undefined {
  const [first, second, third] = words;
  const command = first?.text ?? '';
  const isActivate = second?.text === 'activate' && (tools.has(command) || ['source', '.'].includes(command));
  if (isActivate) return third?.text === name ? third : undefined;
  if (!tools.has(command)) return undefined;
  const at = words.findIndex(({ text }) => text === '-n' || text === '--name');
  const named = at === -1 ? undefined : words[at + 1];
  return named?.text === name ? named : undefined;
}
