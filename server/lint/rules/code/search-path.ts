import type { PythonArgument, PythonCode } from '../../../environment/code/python-code';
import type { TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { joined, parentOf } from '../imports/files';
import type { FileImports } from '../imports/sources';
import { eachFile, pathCalls } from '../imports/sources';

/** Folders of one computer. `/home/jovyan` is the home of the image, and the root of the repository in it. */
const absolute =
  /^(?:\/(?!home\/jovyan\b|srv\/|opt\/|usr\/|content\b|kaggle\b|tmp\b)|~\/|[A-Za-z]:[\\/]|\\\\)/;

/** Folders that are added to the path of modules and that the image will not have. */
export function* checkSearchPath(model: RepositoryModel): Iterable<Report> {
  yield* eachFile(model, 'code:search path', (file) =>
    file.codes.flatMap((code) =>
      addedFolders(code).flatMap((added) => reportOf(model, file, code, added) ?? []),
    ),
  );
}

function addedFolders({ calls }: PythonCode): TextSpan[] {
  return calls
    .filter(({ callee }) => pathCalls.test(callee.text))
    .flatMap(({ arguments: values }) => values.flatMap(({ string }: PythonArgument) => string ?? []));
}

function reportOf(
  model: RepositoryModel,
  { path, notebook, codes }: FileImports,
  { source }: PythonCode,
  { text, range }: TextSpan,
): Report | undefined {
  const base = { file: path, range, args: { folder: excerpt(text, 60) } };
  if (/^(?:\/|~|[A-Za-z]:|\\)/.test(text)) {
    // In notebooks another rule tells of such paths, whatever they are for.
    return absolute.test(text) && !notebook ? base : undefined;
  }
  const places = [joined(parentOf(path), text), joined('', text)];
  if (text === '' || places.some((place) => place === '' || (place !== undefined && model.has(place))))
    return undefined;
  if (isMade(codes, text) || model.has('.gitmodules') || /os\.chdir|%cd\b/.test(source.text))
    return undefined;
  return { ...base, severity: 'warning', code: 'py-sys-path-hack.missing' };
}

/** True where the file clones, downloads or makes something of that name. */
function isMade(codes: readonly PythonCode[], folder: string): boolean {
  const name = folder.split(/[/\\]/).findLast((part) => part !== '' && !part.startsWith('.')) ?? '';
  return codes.some(
    ({ source, magics }) =>
      source.text.includes('git clone') ||
      (name !== '' &&
        magics.some(({ rest, body }) => rest.text.includes(name) || body?.text.includes(name) === true)),
  );
}
