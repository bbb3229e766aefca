import { compareVersions, parseVersion } from '../../../environment/pep440';
import type { TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { citationFile, codemetaFile, zenodoFile } from './files';

/** CITATION.cff beside .zenodo.json, of which Zenodo reads only the latter. */
export function* checkIgnored(model: RepositoryModel): Iterable<Report> {
  const citation = citationFile(model);
  const zenodo = zenodoFile(model);
  if (citation === undefined || zenodo === undefined) return;
  if (citation.syntaxError !== undefined || zenodo.syntaxError !== undefined) return;
  const [licence] = citation.licences;
  const differ = [
    ['title', differs(citation.title, zenodo.title)],
    ['version', differs(citation.version, zenodo.version)],
    ['license', differs(licence, zenodo.licence)],
    ['authors', citation.authors.length !== zenodo.creators.length && zenodo.creators.length > 0],
  ] as const;
  const fields = differ.filter(([, isOther]) => isOther).map(([name]) => name);
  const place = {
    file: 'CITATION.cff',
    related: [{ file: '.zenodo.json', code: 'meta-cff-ignored.related' }],
  } as const;
  yield fields.length === 0
    ? { ...place, code: 'meta-cff-ignored.same', severity: 'hint' }
    : { ...place, args: { fields: fields.join(', ') } };
}

function differs(left: TextSpan | undefined, right: TextSpan | undefined): boolean {
  const plain = ({ text }: TextSpan): string =>
    text
      .toLowerCase()
      .replace(/^v(?=\d)/, '')
      .replaceAll(/\s+/g, ' ');
  return left !== undefined && right !== undefined && plain(left) !== plain(right);
}

interface StatedVersion {
  readonly file: string;
  readonly version: TextSpan;
}

/** The version in the metadata, against that of the package and the tags. */
export function* checkVersions(model: RepositoryModel): Iterable<Report> {
  const stated = [
    ['CITATION.cff', citationFile(model)?.version],
    ['.zenodo.json', zenodoFile(model)?.version],
  ] as const;
  const packaged = packageVersion(model);
  for (const [file, version] of stated) {
    if (version === undefined || !isRelease(version.text)) continue;
    if (packaged !== undefined && isOther(version.text, packaged.version.text)) {
      yield versionReport(model, { file, version }, packaged);
    } else if (packaged === undefined) {
      const newest = newestTag(model);
      if (newest === undefined || !isOlder(version.text, newest)) continue;
      const args = { version: excerpt(version.text, 40), tag: excerpt(newest, 40) };
      yield { file, range: version.range, code: 'meta-version-mismatch.tag', args };
    }
  }
}

/** pyproject.toml, else DESCRIPTION. Versions of development are ahead of the last release on purpose. */
function packageVersion(model: RepositoryModel): StatedVersion | undefined {
  const { pyproject, description } = model.reading().readers;
  const own = description?.fields.find(({ name }) => name.text === 'Version')?.value;
  const found =
    pyproject?.packageVersion !== undefined
      ? { file: 'pyproject.toml', version: pyproject.packageVersion }
      : own === undefined
        ? undefined
        : { file: 'DESCRIPTION', version: own };
  return found !== undefined && isRelease(found.version.text) ? found : undefined;
}

/** A plain version: `1.2.3`, not `1.2.3.dev0`, `1.2.3.9000` or `0.0.0`. */
function isRelease(text: string): boolean {
  const version = parseVersion(text);
  if (version?.dev !== undefined || version?.pre !== undefined) return false;
  return version?.release.some((part) => part > 0) === true && !version.release.some((part) => part === 9000);
}

function isOther(left: string, right: string): boolean {
  const [first, second] = [parseVersion(left), parseVersion(right)];
  return first !== undefined && second !== undefined && compareVersions(first, second) !== 0;
}

function isOlder(left: string, right: string): boolean {
  const [first, second] = [parseVersion(left), parseVersion(right)];
  return first !== undefined && second !== undefined && compareVersions(first, second) < 0;
}

/** The newest of the tags that are versions. */
export function newestTag(model: RepositoryModel): string | undefined {
  const tags = (model.options.facts.tags ?? []).filter(isRelease);
  return tags.reduce<string | undefined>(
    (newest, tag) => (newest === undefined || isOlder(newest, tag) ? tag : newest),
    undefined,
  );
}

function versionReport(model: RepositoryModel, own: StatedVersion, packaged: StatedVersion): Report {
  const { file, version } = own;
  const args = {
    file,
    version: excerpt(version.text, 40),
    other: packaged.file,
    otherVersion: excerpt(packaged.version.text, 40),
  };
  return {
    file,
    range: version.range,
    args,
    related: [{ file: packaged.file, range: packaged.version.range, code: 'meta-version-mismatch.related' }],
    fixes: takeVersion(model, own, packaged.version.text),
  };
}

function takeVersion(model: RepositoryModel, { file, version }: StatedVersion, wanted: string): ReportFix[] {
  const source = model.text(file);
  if (source === undefined) return [];
  const { start, end } = version.range;
  const held = source.text.slice(start.offset, end.offset);
  // Without quotes YAML would read `1.10` as a number.
  const quote = /^["']/.exec(held)?.[0] ?? (/^\d+\.\d+$/.test(wanted) ? '"' : '');
  const edits = [replaceSpan(source, version, `${quote}${wanted}${quote}`)];
  return [{ code: 'meta-version-mismatch.fix', args: { version: wanted }, safe: false, edits }];
}

/** codemeta.json that was not made anew when CITATION.cff changed. */
export function* checkCodemeta(model: RepositoryModel): Iterable<Report> {
  const citation = citationFile(model);
  const codemeta = codemetaFile(model);
  if (citation === undefined || codemeta === undefined) return;
  const [licence] = citation.licences;
  const spdx = codemeta.licence?.text.replace(/^.*\/(?=[^/]+\/?$)/, '').replace(/\.html$/, '');
  const fields = [
    ['version', differs(citation.version, codemeta.version)],
    ['name', differs(citation.title, codemeta.name)],
    [
      'license',
      licence !== undefined && spdx !== undefined && spdx.toLowerCase() !== licence.text.toLowerCase(),
    ],
  ] as const;
  const others = fields.filter(([, isDifferent]) => isDifferent).map(([name]) => name);
  if (others.length === 0) return;
  const range = (
    others[0] === 'version' ? codemeta.version : others[0] === 'name' ? codemeta.name : codemeta.licence
  )?.range;
  yield { file: 'codemeta.json', ...(range !== undefined && { range }), args: { fields: others.join(', ') } };
}
