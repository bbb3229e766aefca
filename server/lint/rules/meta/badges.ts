import { parseVersion } from '../../../environment/pep440';
import type { LaunchLink } from '../../../environment/readme';
import { excerpt, spanAt } from '../../../environment/text';
import type { RepoRef } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { newestTag } from './agreement';
import { readmeFiles } from './files';
import { deadHubs } from './hubs';
import type { Placed } from './launch-links';
import { isGitPuller, isOwn, isSameRepo, launchLinks, ownRepo } from './launch-links';

/** Links whose state changes with the branch. One finding a file: badges of one README are made alike. */
export function* checkBranches(model: RepositoryModel): Iterable<Report> {
  for (const readme of readmeFiles(model)) {
    const moving = readme.launchLinks.filter((link) => isOwn(model, link) !== false && isBranch(model, link));
    const [first] = moving;
    if (first?.ref === undefined) continue;
    const tag = newestTag(model);
    const edits = moving.flatMap(({ ref }) =>
      ref === undefined || tag === undefined ? [] : [replaceSpan(readme.source, ref, encodeURI(tag))],
    );
    yield {
      file: readme.source.path,
      range: first.ref.range,
      args: { ref: excerpt(first.ref.text, 40), count: moving.length },
      ...(moving.length > 1 && { code: 'meta-badge-branch.several' }),
      fixes: tag === undefined ? [] : [{ code: 'meta-badge-branch.fix', args: { tag }, safe: false, edits }],
    };
  }
}

/** Names that only branches have; others are branches where the tags are known and they are none of them. */
const branchNames = new Set(['HEAD', 'main', 'master', 'develop', 'dev', 'gh-pages', 'trunk', 'binder']);

function isBranch(model: RepositoryModel, { repo: { ref }, ref: written }: LaunchLink): boolean {
  if (ref === undefined || written === undefined || /^[0-9a-f]{7,40}$/.test(ref)) return false;
  if (branchNames.has(ref)) return true;
  const { tags } = model.options.facts;
  // A clone may lack tags: what looks like a version is taken for one.
  return tags !== undefined && !tags.includes(ref) && parseVersion(ref) === undefined;
}

/** Links of another repository than the one that the README is of. */
export function* checkRepos(model: RepositoryModel): Iterable<Report> {
  const own = ownRepo(model);
  if (own === undefined) return;
  const links = [...launchLinks(model)];
  // Where one link leads here, the others are meant for elsewhere: an environment, an example.
  if (links.some(({ link }) => isSameRepo(link.repo, own))) return;
  const first = links.find(({ link }) => link.repo.provider === own.provider && !isGitPuller(link));
  if (first === undefined) return;
  const { readme, link } = first;
  const args = { repo: excerpt(link.repo.spec, 100), own: own.spec };
  yield { file: readme.source.path, range: link.written.range, args, fixes: toOwn(first, own) };
}

/** The repository's part of a GitHub link. */
function toOwn({ readme, link }: Placed, own: RepoRef): ReportFix[] {
  const at = link.written.text.indexOf('/v2/gh/') + '/v2/gh/'.length;
  if (own.provider !== 'gh' || at < '/v2/gh/'.length) return [];
  const length = /^[^/]+\/[^/?]+/.exec(link.written.text.slice(at))?.[0].length ?? 0;
  const edit = replaceSpan(readme.source, spanWithin(link, at, length), own.spec);
  return [{ code: 'meta-badge-wrong-repo.fix', args: { own: own.spec }, safe: false, edits: [edit] }];
}

/** A stretch of a link, which stands on one line. */
function spanWithin(
  { written }: LaunchLink,
  at: number,
  length: number,
): Pick<LaunchLink['written'], 'range'> {
  const { start } = written.range;
  const move = (by: number): typeof start => ({
    ...start,
    offset: start.offset + by,
    column: start.column + by,
  });
  return { range: { start: move(at), end: move(at + length) } };
}

/** Links to hubs that are no more. */
export function* checkHubs(model: RepositoryModel): Iterable<Report> {
  for (const placed of launchLinks(model)) {
    const { readme, link } = placed;
    const dead = deadHubs.find(({ host }) => host === link.host);
    if (dead === undefined) continue;
    const { host, instead } = dead;
    yield {
      file: readme.source.path,
      range: link.hub.range,
      args: { host },
      fixes: instead === undefined ? [] : [toHub(placed, instead)],
    };
  }
}

/** The link, and the image of its badge, which is drawn by the same hub. */
function toHub({ readme, link }: Placed, hub: string): ReportFix {
  const { source } = readme;
  const { start } = link.written.range;
  const from = source.lineStarts[Math.max(0, start.line - 1)] ?? 0;
  const end = source.lineStarts[start.line + 1] ?? source.text.length;
  const image = source.text.slice(from, end).indexOf(`${link.hub.text}/badge`);
  const places = [
    link.hub,
    ...(image === -1 ? [] : [spanAt(source, from + image, from + image + link.hub.text.length)]),
  ];
  const edits = places.map((place) => replaceSpan(source, place, hub));
  return { code: 'meta-badge-dead-hub.fix', args: { hub }, safe: true, edits };
}
