import { configNames, rootNames } from '../../../environment/known-files';
import { excerpt } from '../../../environment/text';
import { appendLines, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { plainWords } from '../commands/words';
import type { UsedDockerfile } from './file';
import type { Copy } from './pieces';
import { usedDockerfile } from './file';
import { copiedPath, copiesOf } from './pieces';

/** Notebooks that nothing brings into the image. */
export function* checkCopied(model: RepositoryModel): Iterable<Report> {
  const image = usedDockerfile(model);
  if (image?.last === undefined || image.known.onbuild || image.known.jupyter === 'unknown') return;
  if (model.filesOf('notebook').length === 0 || clones(image).length > 0) return;
  if (copiesOf(image, image.instructions).some((copy) => bringsWork(model, copy))) return;
  const fixes: ReportFix[] =
    image.known.jupyter === 'docker-stacks'
      ? [
          {
            code: 'docker-no-copy-repo.fix',
            safe: false,
            edits: [appendLines(image.file.source, ['', 'COPY --chown=1000 . ${HOME}'])],
          },
        ]
      : [];
  yield { file: image.path, range: image.last.from.image.range, fixes };
}

const configuration = new Set<string>([...configNames, ...rootNames]);

/** True for all but what only says what is to be installed. */
function bringsWork(model: RepositoryModel, { sources }: Copy): boolean {
  return sources.some(({ text }) => {
    const path = copiedPath(text);
    if (path === '' || /[*?[$]/.test(path) || model.view.kind(path) === 'directory') return true;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return !configuration.has(name) && !/\.(?:txt|ya?ml|toml|lock|cfg|sh|R|json)$/.test(name);
  });
}

interface Clone {
  readonly address: string;
  readonly range: NonNullable<Report['range']>;
}

function clones({ runs }: UsedDockerfile): Clone[] {
  return runs.flatMap(({ code }) =>
    (code?.commands ?? []).flatMap((command) => {
      const [name, action] = plainWords(command);
      const address = command.words.find(({ text }) => /^(?:https?|git|ssh):\/\/|^git@/.test(text));
      if (name !== 'git' || action !== 'clone' || address === undefined) return [];
      return [{ address: address.text, range: command.range }];
    }),
  );
}

/** The repository fetches itself: the layer stays as it was when it was first built. */
export function* checkClones(model: RepositoryModel): Iterable<Report> {
  const image = usedDockerfile(model);
  const { remote } = model.options.facts;
  if (image === undefined || remote === undefined) return;
  for (const { address, range } of clones(image))
    if (plainAddress(address) === plainAddress(remote))
      yield { file: image.path, range, args: { address: excerpt(address) } };
}

/** `github.com/owner/name` of every way to write that. */
function plainAddress(address: string): string {
  return address
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^@/]*@/, '')
    .replace(/^([^/:]+):(?!\d+\/)/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .toLowerCase();
}

/** COPY of what is not there stops the build. */
export function* checkMissing(model: RepositoryModel): Iterable<Report> {
  const image = usedDockerfile(model);
  if (image === undefined) return;
  for (const { sources } of copiesOf(image, image.file.instructions))
    for (const { text, range } of sources) {
      if (/[*?[$\\]|\.\./.test(text)) continue;
      const path = copiedPath(text);
      if (path === '' || model.has(path)) continue;
      const near = otherCase(model, path);
      const found = { file: image.path, range };
      if (near === undefined) {
        yield { ...found, args: { path: excerpt(path) } };
        continue;
      }
      const edits = [replaceSpan(image.file.source, { range }, near)];
      const fixes = [{ code: 'docker-copy-missing.fix' as const, args: { near }, safe: true, edits }];
      yield { ...found, code: 'docker-copy-missing.case', args: { path: excerpt(path), near }, fixes };
    }
}

function otherCase(model: RepositoryModel, path: string): string | undefined {
  return model.files().find((file) => file.path.toLowerCase() === path.toLowerCase())?.path;
}
