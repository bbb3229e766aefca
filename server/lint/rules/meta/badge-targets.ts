import type { LaunchLink, LaunchParameter } from '../../../environment/readme';
import { excerpt } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { decoded, isGitPuller, isOwn, launchLinks } from './launch-links';

/** Files that a link opens and the repository has not. */
export function* checkNotebooks(model: RepositoryModel): Iterable<Report> {
  // An image of the author's own may hold what the repository does not.
  const { buildpack } = model.reading().environment;
  for (const { readme, link } of launchLinks(model)) {
    const own = isOwn(model, link);
    const opened = openedFile(link);
    // A tag or another branch may have other files than the folder that is looked at.
    const current = link.repo.ref === undefined || ['HEAD', 'main', 'master'].includes(link.repo.ref);
    if (own === false || !current || opened === undefined || isThere(model, opened.path)) continue;
    const found = movedTo(model, opened.path);
    const edits = found === undefined ? [] : [replaceSpan(readme.source, opened.span, encodePath(found))];
    yield {
      file: readme.source.path,
      range: opened.span.range,
      severity: own === true && buildpack !== 'dockerfile' ? 'warning' : 'information',
      args: { path: excerpt(opened.path, 100) },
      fixes:
        found === undefined
          ? []
          : [{ code: 'meta-badge-notebook-missing.fix', args: { path: found }, safe: false, edits }],
    };
  }
}

interface Opened {
  readonly path: string;
  readonly span: Pick<LaunchParameter['value'], 'range'>;
}

/** `labpath` and `filepath` name a file; `urlpath` does behind the name of an interface. */
function openedFile(link: LaunchLink): Opened | undefined {
  if (isGitPuller(link)) return undefined;
  for (const { name, value } of link.query) {
    const path = decoded(value.text);
    if (path === undefined || path === '') continue;
    if (name === 'labpath' || name === 'filepath')
      return { path: path.replace(/^\/+|\/+$/g, ''), span: value };
    const tree = /^\/?(?:lab\/tree|doc\/tree|notebooks|tree|retro\/notebooks|voila\/render)\//.exec(
      path,
    )?.[0];
    if (name !== 'urlpath' || tree === undefined) continue;
    const length = prefixLength(value.text, tree.length);
    const { start, end } = value.range;
    const from = { ...start, offset: start.offset + length, column: start.column + length };
    return { path: path.slice(tree.length).replace(/\/+$/, ''), span: { range: { start: from, end } } };
  }
  return undefined;
}

/** How much of a percent-encoded text stands for its first `count` characters, all of them ASCII. */
function prefixLength(written: string, count: number): number {
  let at = 0;
  for (let seen = 0; seen < count; seen += 1) at += written.charAt(at) === '%' ? 3 : 1;
  return at;
}

function isThere(model: RepositoryModel, path: string): boolean {
  const plain = path.replace(/[?#].*$/, '').replaceAll(/(?:^|(?<=\/))\.\//g, '');
  return plain === '' || model.has(plain);
}

/** The only file of the same name, in another folder or another case. */
function movedTo(model: RepositoryModel, path: string): string | undefined {
  const nameOf = (each: string): string => each.slice(each.lastIndexOf('/') + 1).toLowerCase();
  const alike = model.files().filter((entry) => nameOf(entry.path) === nameOf(path));
  return alike.length === 1 ? alike[0]?.path : undefined;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/').replaceAll('(', '%28').replaceAll(')', '%29');
}

/** Values that are cut off, or that end the link where it stands, because they are not encoded. */
export function* checkEncoding(model: RepositoryModel): Iterable<Report> {
  for (const { readme, link } of launchLinks(model)) {
    const index = link.query.findIndex(({ name }) => parameters.has(name));
    const first = link.query[index];
    const last = link.query.at(-1);
    if (first === undefined || last === undefined) continue;
    const cut = link.query.slice(index + 1).filter(({ name }) => !parameters.has(name));
    const blank = /\s/.test(first.value.text);
    if (cut.length === 0 && !blank) continue;
    // All that follows belongs to the value, where nothing else that a hub knows stands behind it.
    const whole = cut.length === link.query.length - index - 1;
    const end = whole ? last.value.range.end : first.value.range.end;
    const { start } = first.value.range;
    const written = readme.source.text.slice(start.offset, end.offset).replaceAll('&amp;', '&');
    const edits = [
      replaceSpan(readme.source, { range: { start, end } }, encodeURIComponent(decoded(written) ?? written)),
    ];
    yield {
      file: readme.source.path,
      range: { start, end },
      code: cut.length > 0 ? 'meta-badge-urlpath-unencoded' : 'meta-badge-urlpath-unencoded.blank',
      args: { name: first.name, lost: excerpt(cut[0]?.name ?? '', 40) },
      fixes: whole ? [{ code: 'meta-badge-urlpath-unencoded.fix', safe: false, edits }] : [],
    };
  }
}

/** What hubs read behind the question mark. */
const parameters = new Set(['urlpath', 'labpath', 'filepath']);
