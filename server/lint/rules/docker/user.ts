import type { DockerInstruction } from '../../../environment/dockerfile';
import type { TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import { appendLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { plainWords } from '../commands/words';
import type { UsedDockerfile } from './file';
import { usedDockerfile } from './file';
import { piecesOf } from './pieces';

/** The number that Binder's users have. */
const binderUser = '1000';

function lastUser(image: UsedDockerfile): { instruction: DockerInstruction; user: TextSpan } | undefined {
  const instruction = image.instructions.findLast(({ keyword }) => keyword === 'USER');
  const user = instruction === undefined ? undefined : piecesOf(image, instruction).words[0];
  return instruction === undefined || user === undefined ? undefined : { instruction, user };
}

/** An image in which root is the user: Jupyter refuses to run. */
export function* checkRootUser(model: RepositoryModel): Iterable<Report> {
  const image = usedDockerfile(model);
  if (image?.last === undefined) return;
  const { known, path, last } = image;
  const found = lastUser(image);
  const fixes = userFix(image);
  if (found === undefined) {
    if (!known.root || known.onbuild) return;
    const args = { image: excerpt(image.base?.name ?? '') };
    yield { file: path, range: last.from.image.range, code: 'docker-last-user-root.default', args, fixes };
    return;
  }
  if (!/^(?:root|0)(?::|$)/.test(found.user.text)) return;
  // The start scripts of these images give root's rights up, so that most hubs get by with it.
  const severity = known.jupyter === 'docker-stacks' ? ('warning' as const) : ('error' as const);
  yield { file: path, range: found.user.range, severity, fixes };
}

function userFix(image: UsedDockerfile): ReportFix[] {
  const { source } = image.file;
  const { jupyter, python } = image.known;
  if (jupyter === 'docker-stacks')
    return [
      {
        code: 'docker-last-user-root.fix',
        safe: false,
        edits: [appendLines(source, ['', 'USER ${NB_USER}'])],
      },
    ];
  if (!python) return [];
  const lines = [
    '',
    'ARG NB_USER=jovyan',
    `ARG NB_UID=${binderUser}`,
    'ENV HOME=/home/${NB_USER}',
    'RUN adduser --disabled-password --gecos "" --uid ${NB_UID} ${NB_USER}',
    'WORKDIR ${HOME}',
    'COPY --chown=${NB_UID} . ${HOME}',
    'USER ${NB_USER}',
  ];
  return [{ code: 'docker-last-user-root.fix-add', safe: false, edits: [appendLines(source, lines)] }];
}

/** A user with another number than Binder gives to the files of a session. */
export function* checkUserNumber(model: RepositoryModel): Iterable<Report> {
  const image = usedDockerfile(model);
  const found = image && lastUser(image);
  if (image === undefined || found === undefined) return;
  const [name = ''] = found.user.text.split(':');
  if (/^\d+$/.test(name)) {
    if (name === '0' || name === binderUser) return;
    yield { file: image.path, range: found.user.range, args: { number: name } };
    return;
  }
  const number = numberOf(image, name);
  if (number === undefined || number.text === binderUser) return;
  yield {
    file: image.path,
    range: number.range,
    code: 'docker-user-not-1000.added',
    args: { name: excerpt(name), number: number.text },
  };
}

/** The number that a user is added with; undefined where none is stated, or only when the build runs. */
function numberOf(image: UsedDockerfile, name: string): TextSpan | undefined {
  for (const { code } of image.runs)
    for (const command of code?.commands ?? []) {
      const [program = ''] = plainWords(command);
      if (!/^(?:useradd|adduser)$/.test(program) || command.words.at(-1)?.text !== name) continue;
      const at = command.words.findIndex(({ text }) => /^(?:-u|--uid)$/.test(text));
      const number = at === -1 ? undefined : command.words[at + 1];
      if (number !== undefined && /^\d+$/.test(number.text)) return number;
    }
  return undefined;
}
