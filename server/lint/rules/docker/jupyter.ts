import type { ShellWord } from '../../../environment/code/shell-code';
import { excerpt } from '../../../environment/text';
import { insertAt, insertLinesAfter } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { plainWords } from '../commands/words';
import type { UsedDockerfile } from './file';
import { usedDockerfile } from './file';
import { copiedPath, copiesOf } from './pieces';

const jupyter = /jupyter|\bnotebook\b|\bnotebook[<>=~]/i;

/** No Jupyter server in the image, as far as that can be known: hubs have nothing to start. */
export function* checkJupyter(model: RepositoryModel): Iterable<Report> {
  const image = usedDockerfile(model);
  if (image?.last === undefined || image.known.jupyter !== 'none' || image.known.onbuild) return;
  if (mentions(model, image, jupyter) || runsUnknown(image)) return;
  const { path, last, file } = image;
  const { range } = last.from.image;
  const line = last.from.range.end.line;
  const fixes: ReportFix[] = image.known.python
    ? [
        {
          code: 'docker-no-jupyter.fix',
          safe: false,
          edits: [
            insertLinesAfter(file.source, line, [
              'RUN python3 -m pip install --no-cache-dir notebook jupyterlab jupyterhub',
            ]),
          ],
        },
      ]
    : [];
  yield { file: path, range, args: { image: excerpt(image.base?.name ?? '') }, fixes };
}

/** Files that installers read without naming them. */
const unnamed = ['pyproject.toml', 'setup.py', 'setup.cfg', 'Pipfile', 'pixi.toml', 'poetry.lock', 'uv.lock'];

/** True where the image's instructions, or files of the repository that they name, match. */
function mentions(model: RepositoryModel, image: UsedDockerfile, pattern: RegExp): boolean {
  if (image.instructions.some(({ written }) => pattern.test(written.text))) return true;
  const named = new Set<string>();
  for (const { sources } of copiesOf(image, image.instructions))
    for (const { text } of sources) named.add(copiedPath(text));
  for (const { text } of commandWords(image)) named.add(copiedPath(text));
  const bases = new Set([...named].map((path) => path.slice(path.lastIndexOf('/') + 1)));
  const read = model
    .files()
    .filter(({ path }) => named.has(path) || bases.has(path.slice(path.lastIndexOf('/') + 1)));
  return [...read.map(({ path }) => path), ...unnamed]
    .slice(0, 50)
    .some((path) => pattern.test(model.text(path)?.text ?? ''));
}

function commandWords({ runs }: UsedDockerfile): ShellWord[] {
  return runs.flatMap(({ code }) => (code?.commands ?? []).flatMap(({ words }) => words)).slice(0, 2000);
}

/** True where a program that was just downloaded is run: it may install anything. */
function runsUnknown({ runs }: UsedDockerfile): boolean {
  return runs.some(({ code }) =>
    (code?.commands ?? []).some(
      (command) => command.fed && /^(?:ba|da|z)?sh$|^python/.test(plainWords(command)[0] ?? ''),
    ),
  );
}

const installers = new Set(['pip', 'conda', 'mamba', 'micromamba']);

/** Jupyter is installed by hand, and not what a hub with accounts needs. */
export function* checkJupyterHub(model: RepositoryModel): Iterable<Report> {
  const image = usedDockerfile(model);
  if (image === undefined || !['none', 'unknown'].includes(image.known.jupyter)) return;
  if (mentions(model, image, /jupyterhub/i)) return;
  for (const { code, instruction } of image.runs) {
    if (!image.instructions.includes(instruction)) continue;
    for (const command of code?.commands ?? []) {
      const [name = '', action] = plainWords(command);
      if (!installers.has(name) || action !== 'install') continue;
      const word = command.words.findLast(({ text }) =>
        /^(?:notebook|jupyterlab|jupyter)(?:$|[<>=~!])/.test(text),
      );
      if (word === undefined) continue;
      const edits = [insertAt(image.file.source, word.range.end.offset, ' jupyterhub')];
      const fixes = [{ code: 'docker-no-jupyterhub.fix' as const, safe: false, edits }];
      yield { file: image.path, range: word.range, fixes };
      return;
    }
  }
}
