import { excerpt } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import type { UsedDockerfile } from './file';
import { usedDockerfile } from './file';
import { copiedPath, copiesOf, piecesOf } from './pieces';

/** Programs that take the command they are given for something else than a command. */
const otherPrograms = /(?:^|\/)(?:python[\d.]*|jupyter(?:-\w+)?|R|Rscript|julia|node|ipython)$/;

const shells = /(?:^|\/)(?:ba|da|z)?sh$/;

/** What a container begins with must run the command that it is given. */
export function* checkEntrypoint(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  const instruction = docker?.instructions.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
  if (docker === undefined || instruction?.arguments === undefined) return;
  const { words, json } = piecesOf(docker, instruction);
  const { range } = instruction.arguments;
  const [program, ...rest] = words;
  const base = { file: docker.path, range };
  if (program === undefined) return;
  if (!json) {
    yield { ...base, code: 'docker-entrypoint-no-exec.shell' };
    return;
  }
  const code = rest.map(({ text }) => text).join(' ');
  if (otherPrograms.test(program.text) || (shells.test(program.text) && rest.length === 0)) {
    const args = { program: excerpt([program.text, code].join(' ').trim()) };
    yield { ...base, code: 'docker-entrypoint-no-exec.program', args };
    return;
  }
  const script = words.map(({ text }) => scriptOf(model, docker, text)).find((path) => path !== undefined);
  const text = script === undefined ? undefined : model.text(script)?.text;
  if (script === undefined || text === undefined || /["{\s]\$[@*{]|\$[@*]/.test(text)) return;
  if (/^#!.*(?:python|perl|node|Rscript|julia)/.test(text)) return;
  yield { ...base, related: [{ file: script, code: 'docker-entrypoint-no-exec.related' }] };
}

/** The file of the repository that is copied to where the entry point looks for it, as far as names tell. */
function scriptOf(model: RepositoryModel, docker: UsedDockerfile, word: string): string | undefined {
  const name = word.slice(word.lastIndexOf('/') + 1);
  if (!/\.\w+$|entrypoint|start/.test(name)) return undefined;
  for (const { sources, target } of copiesOf(docker, docker.instructions))
    for (const { text } of sources) {
      const path = copiedPath(text);
      const whole = path === '' ? name : path;
      const isThat = whole.slice(whole.lastIndexOf('/') + 1) === name || target === word;
      if (isThat && model.view.kind(whole) === 'file') return whole;
    }
  return undefined;
}
