/** The newest release: for Pythons that the one of the contract does not run on. */
const recentPipenv = '2026.10.3';

/**
 * The Python program that succeeds where the pinned releases of pipenv run (with `python -I -S -c`, because setuptools
 * would lend them what is missing and take it away again). They need `distutils`, which Python 3.12 and newer do not
 * have, and neither does the python3 of a Debian without python3-distutils.
 */
export const runsOldPipenv = 'import distutils.sysconfig';

/**
 * What is installed to have pipenv. The releases that Binder pins (contracts/repo2docker.md section 5) need a setuptools
 * and a pip of their time: without `pkg_resources` they do not start, without `--no-use-pep517` they cannot try a package
 * again, and hide why. Where they do not run at all the newest one does the same (differences.ts, `recent-pipenv`).
 */
export function pipenvRequirements(planned: string, runsOld: boolean): readonly string[] {
  return runsOld ? [`pipenv==${planned}`, 'pip<25.3', 'setuptools<81'] : [`pipenv==${recentPipenv}`];
}
