import type { RCall, RCode } from '../../../environment/code/r-code';
import type { RepositoryModel } from '../../model';
import { commandLines } from '../repo/evidence';
import { isDownloader, isFetcher, isReader, isWriter, pathArgument } from './file-functions';
import { rFiles } from './files';

/** Files that code or scripts of the repository write, download or unpack. */
export interface MadeFiles {
  /** True where something may make a file of that path: then it is not known to be missing. */
  mayMake(path: string): boolean;
}

/** Commands that bring files whose names they do not say. */
const fetching =
  /\b(?:wget|curl|unzip|tar|7z|gunzip|git\s+(?:clone|lfs|annex)|dvc|aws|gsutil|kaggle|gdown|osf|zenodo_get|rsync|scp)\b/;

/** Files in which scripts and workflows stand that are no code of a language we read. */
const workflows = /(?:^|\/)(?:Makefile|Snakefile|Dockerfile|[^/]+\.(?:mk|smk|nf|dvc|do|m|sas|stan|cpp))$/;

export function madeFiles(model: RepositoryModel): MadeFiles {
  return model.once('r:made files', () => {
    const codes = rFiles(model).flatMap((file) => file.codes);
    const calls = codes.flatMap((code) => code.calls.map((call) => ({ code, call })));
    const opaque =
      calls.some(({ code, call }) => isFetcher(call) || (isDownloader(call) && !saysWhere(code, call))) ||
      commandLines(model).some((line) => fetching.test(line)) ||
      scriptTexts(model).some((text) => fetching.test(text));
    const said = new Set(codes.flatMap(saidNames));
    const endings = computedEndings(calls);
    return {
      mayMake: (path) => {
        const name = path.slice(path.lastIndexOf('/') + 1);
        const ending = name.slice(name.lastIndexOf('.')).toLowerCase();
        if (opaque || endings === 'any' || endings.has(ending) || said.has(name)) return true;
        return otherTexts(model).some((text) => text.includes(name));
      },
    };
  });
}

/** The names at the end of all texts but those that are read. */
function saidNames({ calls, strings }: RCode): string[] {
  const read = new Set(
    calls.filter(isReader).map((call) => pathArgument(call)?.string?.range.start.offset ?? -1),
  );
  return strings
    .filter(({ range }) => !read.has(range.start.offset))
    .map(({ text }) => text.split(/[\\/]/).at(-1) ?? '');
}

function saysWhere({ strings }: RCode, { arguments: list, range }: RCall): boolean {
  const target =
    list.find(({ name }) => name === 'destfile') ?? list.filter(({ name }) => name === undefined)[1];
  if (target?.string !== undefined) return true;
  return strings.some(
    ({ text, range: at }) =>
      at.start.offset > range.start.offset &&
      at.end.offset < range.end.offset &&
      /^[^:]*\.\w{1,7}$/.test(text),
  );
}

/** The endings of files that are written under a computed name; `any` where not even that is said. */
function computedEndings(
  calls: readonly { readonly code: RCode; readonly call: RCall }[],
): ReadonlySet<string> | 'any' {
  const endings = new Set<string>();
  for (const { code, call } of calls) {
    if (!isWriter(call) || call.arguments.some(({ string }) => string !== undefined)) continue;
    const { start, end } = call.range;
    const found = code.strings
      .filter(({ range }) => range.start.offset >= start.offset && range.end.offset <= end.offset)
      .flatMap(({ text }) => /\.[A-Za-z]\w{0,7}$/.exec(text)?.[0].toLowerCase() ?? []);
    // Printing and writing to a connection say nothing of a file.
    if (
      found.length === 0 &&
      !/^(?:cat|writeLines|write|sink|dput|pdf|png|jpeg|save)$/.test(call.callee.text)
    )
      return 'any';
    for (const ending of found) endings.add(ending);
  }
  return endings;
}

function scriptTexts(model: RepositoryModel): string[] {
  return model.once('r:script texts', () =>
    [
      ...model.filesOf('shell'),
      ...model.files().flatMap(({ path }) => (workflows.test(path) ? [path] : [])),
    ].flatMap((path) => model.text(path)?.text ?? []),
  );
}

/** Code in other languages. */
function otherTexts(model: RepositoryModel): string[] {
  return model.once('r:other texts', () => {
    const scripts = [...model.filesOf('python'), ...model.filesOf('julia')].flatMap(
      (path) => model.text(path)?.text ?? [],
    );
    const cells = model
      .filesOf('notebook')
      .filter((path) => model.r(path).length === 0)
      .flatMap((path) => model.notebook(path)?.cells.map(({ source }) => source.text) ?? []);
    return [...scriptTexts(model), ...scripts, ...cells];
  });
}
