import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';

/** A Pipfile whose packages nothing pins. */
export function* checkLockMissing(model: RepositoryModel): Iterable<Report> {
  const { readers, environment } = model.reading();
  const { pipfile, pipfileLock } = readers;
  if (environment.buildpack !== 'pipfile' || pipfile === undefined || pipfileLock !== undefined) return;
  if (pipfile.packages.length > 0) yield { file: pipfile.source.path };
}

/** A lock that was made from other contents than the Pipfile now has: the lock alone is installed. */
export function* checkLockStale(model: RepositoryModel): Iterable<Report> {
  const { readers, environment } = model.reading();
  const { pipfile, pipfileLock } = readers;
  const written = pipfileLock?.pipfileHash;
  if (environment.buildpack !== 'pipfile' || pipfile === undefined || written === undefined) return;
  const hashes = pipfile.hashes();
  if (pipfileLock === undefined || hashes === undefined || hashes.includes(written.text)) return;
  yield { file: pipfileLock.source.path, range: written.range };
}
