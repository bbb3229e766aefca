import { compareVersions, parseVersion } from '../environment/pep440';

/** The newest release: for Pythons that the one of the contract does not run on. */
const recentPipenv = '2026.10.3';

/** The first Python without what releases of 2022 bring along from Python 3.11 and before (`pkgutil.ImpImporter`). */
const firstWithoutOld = '3.12';

/**
 * What is installed so that pipenv works on this Python (`major.minor` or longer). The releases that Binder pins
 * (contracts/repo2docker.md section 5) need a setuptools and a pip of their time: without `pkg_resources` they do not
 * start, without `--no-use-pep517` they cannot try a package again. On Python 3.12 and newer they do not run at all
 * (differences.ts, `pipenv-on-recent-python`).
 */
export function pipenvRequirements(planned: string, python: string): readonly string[] {
  if (isRecent(python)) return [`pipenv==${recentPipenv}`];
  return [`pipenv==${planned}`, 'pip<25.3', 'setuptools<81'];
}

function isRecent(python: string): boolean {
  const [version, first] = [parseVersion(python), parseVersion(firstWithoutOld)];
  return version !== undefined && first !== undefined && compareVersions(version, first) >= 0;
}
