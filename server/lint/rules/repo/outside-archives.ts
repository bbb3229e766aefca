import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { excerpt } from '../../../environment/text';
import { readGitAttributes, readGitModules } from '../../../environment/git-files';

/** What an archive of a release does not hold: submodules, and files that Git LFS keeps elsewhere. */
export function* checkGitFiles(model: RepositoryModel): Iterable<Report> {
  const modules = model.text('.gitmodules');
  for (const { path, place } of modules === undefined ? [] : readGitModules(modules)) {
    yield {
      file: '.gitmodules',
      range: place.range,
      code: 'repo-lfs-or-submodule.submodule',
      args: { path: excerpt(path) },
    };
  }
  const attributes = model.text('.gitattributes');
  const [first, ...others] = (attributes === undefined ? [] : readGitAttributes(attributes)).filter(
    ({ filter }) => filter === 'lfs',
  );
  if (first === undefined) return;
  yield {
    file: '.gitattributes',
    range: first.pattern.range,
    args: { pattern: excerpt(first.pattern.text), count: others.length + 1 },
    ...(others.length > 0 && { code: 'repo-lfs-or-submodule.several' }),
  };
}
