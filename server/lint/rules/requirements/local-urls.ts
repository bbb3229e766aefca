import { parseVersion } from '../../../environment/pep440';
import type { RequirementLine } from '../../../environment/requirement-line';
import type { TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import { rangeAt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import type { PipList } from './lists';
import { requirementsFiles } from './lists';

/** A line that installs from a path of one machine. */
interface LocalLine {
  readonly line: RequirementLine;
  readonly place: TextSpan;
  /** Of `name @ file:///…`; undefined where only the path stands there. */
  readonly name?: TextSpan;
}

/** Absolute paths as they stand in URLs and on their own; what an environment variable makes is not known. */
const localUrl = /^file:(?:\/\/)?(?:localhost)?\/+[^/$]/i;
const localPath = /^(?:[A-Za-z]:[\\/]|\\\\|\/(?!\/)|~\/)/;

/** One finding a file: `pip freeze` in a conda environment writes such lines by the dozen. */
export function* checkLocalUrls(model: RepositoryModel): Iterable<Report> {
  // The list of environment.yml has a rule of its own for files.
  for (const list of requirementsFiles(model)) {
    const found = list.lines.flatMap((line) => localLine(line) ?? []);
    const [first] = found;
    if (first === undefined) continue;
    const names = found.flatMap(({ name }) => (name === undefined ? [] : [name.text]));
    const versions = found.map(({ place }) => statedVersion(place.text));
    const mended = found.flatMap((each) => edit(list, each));
    const many = found.length > 1;
    yield {
      file: list.source.path,
      range: first.place.range,
      code: many ? 'req-local-file-url.many' : 'req-local-file-url',
      args: { path: excerpt(first.place.text, 50), count: found.length, names: listed(names) },
      fixes:
        mended.length < found.length
          ? []
          : [
              {
                code: versions.includes(undefined)
                  ? 'req-local-file-url.fix-names'
                  : 'req-local-file-url.fix',
                safe: versions.every((version) => version !== undefined && !version.includes('+')),
                edits: mended,
              },
            ],
    };
  }
}

function localLine(line: RequirementLine): LocalLine | undefined {
  if (line.kind === 'location' && !line.editable) {
    const { location } = line;
    return localUrl.test(location.text) || localPath.test(location.text)
      ? { line, place: location }
      : undefined;
  }
  if (line.kind !== 'requirement') return undefined;
  const { url, name } = line.requirement;
  return url !== undefined && (localUrl.test(url.text) || localPath.test(url.text))
    ? { line, place: url, name }
    : undefined;
}

/** The version in the name of a wheel or of a source archive. */
function statedVersion(path: string): string | undefined {
  const file = decoded(path.replace(/#.*$/, '').split(/[\\/]/).at(-1) ?? '');
  const wheel = /^[A-Za-z0-9_.]+-([A-Za-z0-9_.!+]+)(?:-\d\w*)?-[\w.]+-[\w.]+-[\w.]+\.whl$/.exec(file);
  const archive = /-(\d[A-Za-z0-9_.!+]*?)\.(?:tar\.gz|tar\.bz2|zip|tgz)$/.exec(file);
  const version = (wheel ?? archive)?.[1];
  return version === undefined || parseVersion(version) === undefined ? undefined : version;
}

function decoded(text: string): string {
  return text.replace(/%2b/gi, '+');
}

/** What stands behind the name is replaced by the version that the path states, if any; markers and options stay. */
function edit({ source }: PipList, { name, place, line }: LocalLine): FileEdit[] {
  if (name === undefined || line.kind !== 'requirement') return [];
  const { extras } = line.requirement;
  const bracket = source.text.indexOf(']', extras.at(-1)?.range.end.offset ?? name.range.end.offset);
  const start = extras.length > 0 ? bracket + 1 : name.range.end.offset;
  const version = statedVersion(place.text);
  const range = rangeAt(source, start, place.range.end.offset);
  return [replaceSpan(source, { range }, version === undefined ? '' : `==${version}`)];
}

/** A few names for a sentence. */
export function listed(names: readonly string[], limit = 4): string {
  const shown = names.slice(0, limit).join(', ');
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown;
}
