import type { FileEntry } from '../../input';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { baseName } from './uses';

/** In bytes. GitHub warns from here on; every build copies the file, and every clone fetches all its versions. */
const largeFile = 50 * 1024 * 1024;

/** In bytes, of all files together. */
const largeRepository = 1024 * 1024 * 1024;

/** Files told one by one; where there are more, what they have in common is told by the sum. */
const maxFiles = 10;

/** Files and repositories so large that building and archiving suffer. */
export function* checkSizes(model: RepositoryModel): Iterable<Report> {
  const files = model.files();
  const large = files.filter(({ size }) => size > largeFile).sort((left, right) => right.size - left.size);
  for (const { path, size } of large.slice(0, maxFiles)) {
    yield { file: path, args: { file: baseName(path), megabytes: Math.round(size / 1e6) } };
  }
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const [largest] = files.reduce<readonly FileEntry[]>(
    (found, entry) => (found[0] === undefined || entry.size > found[0].size ? [entry] : found),
    [],
  );
  // A few large files have been told of already.
  if (largest === undefined || total <= largeRepository || (large.length > 0 && large.length <= maxFiles))
    return;
  yield {
    file: largest.path,
    code: 'repo-large-file.total',
    args: { gigabytes: (total / 1e9).toFixed(1), count: files.length },
  };
}
