import type { RulePage, SkippedRule } from './page';

const installR = 'install.packages("dplyr")\n';

export const runtimePages: readonly RulePage[] = [
  {
    id: 'runtime-format',
    what: '`runtime.txt` that is not `name-version`, `name-YYYY-MM-DD` or `name-version-YYYY-MM-DD`: a missing dash, a comment, a second line.',
    why: 'The builder takes the whole file for one word and splits it at its dashes. Anything else stops the build (“Invalid runtime.txt”), also where environment.yml decides on the packages.',
    bad: { 'runtime.txt': 'python3.9\n' },
    good: { 'runtime.txt': 'python-3.9\n' },
    limits: 'Silent where a Dockerfile, a Nix file or a Julia REQUIRE makes the build pass the file over.',
  },
  {
    id: 'runtime-patch-version',
    what: 'A Python with three numbers, as other platforms want it: `python-3.10.4`.',
    why: 'The builder has one environment for each `X.Y` and refuses anything longer (“must always be specified as x.y”).',
    bad: { 'runtime.txt': 'python-3.10.4\n' },
    good: { 'runtime.txt': 'python-3.10\n' },
  },
  {
    id: 'runtime-python-unsupported',
    what: 'A Python that the builder has no environment for.',
    why: 'There are environments for 2.7 and 3.5 to 3.14, and on ARM for 3.7 and newer. All others stop the build.',
    bad: { 'runtime.txt': 'python-3.15\n' },
    good: { 'runtime.txt': 'python-3.14\n' },
  },
  {
    id: 'runtime-unknown-name',
    what: 'A name other than `python` and `r`: `ruby-3.1`, `julia-1.9`, `Python-3.11`.',
    why: 'The builder does not say that it passes the file over. The image gets its default Python instead. Capitals count.',
    bad: { 'runtime.txt': 'Python-3.11\n' },
    good: { 'runtime.txt': 'python-3.11\n' },
    limits: 'The version of Julia is asked for in Project.toml, under `[compat]`.',
  },
  {
    id: 'runtime-r-no-date',
    what: '`r-4.2` without the date of a snapshot of CRAN.',
    why: 'Only a date makes the builder install R. Without one the image has Python alone, and `install.R` is not run; the build succeeds all the same. In a repository with a DESCRIPTION file, R is installed, with the packages of two days before the build.',
    bad: { 'runtime.txt': 'r-4.2\n', 'install.R': installR },
    good: { 'runtime.txt': 'r-4.2-2023-04-20\n', 'install.R': installR },
    limits:
      'The date that the fix proposes is the last one before the next series of R. A date near that of the analysis is better.',
  },
  {
    id: 'runtime-r-date-too-old',
    what: 'A date before 7 December 2018.',
    why: 'Older snapshots of CRAN were kept by MRAN, which has been switched off. The builder refuses such dates.',
    bad: { 'runtime.txt': 'r-3.5-2018-07-01\n' },
    good: { 'runtime.txt': 'r-3.5-2018-12-07\n' },
  },
  {
    id: 'runtime-r-date-future',
    what: 'A date that is yet to come.',
    why: 'The builder looks for a snapshot of that day or of one of the seven days before it, and stops when it finds none.',
    bad: { 'runtime.txt': 'r-4.5-2099-01-15\n' },
    good: { 'runtime.txt': 'r-4.5-2026-03-15\n' },
    limits: 'Silent where today’s date is not known to the linter.',
  },
  {
    id: 'runtime-r-date-invalid',
    what: 'A date that does not exist or is not written as `YYYY-MM-DD`: `2023-02-30`, `2022-6-1`.',
    why: 'The builder reads dates in that form alone, and stops at others.',
    bad: { 'runtime.txt': 'r-4.2-2022-6-1\n' },
    good: { 'runtime.txt': 'r-4.2-2022-06-01\n' },
  },
  {
    id: 'runtime-r-version-unknown',
    what: 'A series of R that the builder does not know, or Python’s version in a repository with a DESCRIPTION file.',
    why: 'The builder knows the last version of each series from 3.3 to 4.6 and takes full versions such as `4.3.2` as they are. Others stop the build. DESCRIPTION selects R whatever language runtime.txt names, so that `python-3.11` asks for R 3.11.',
    bad: { 'runtime.txt': 'r-3.2-2019-06-01\n' },
    good: { 'runtime.txt': 'r-3.3-2019-06-01\n' },
    limits: 'Whether a full version exists is not looked up.',
  },
  {
    id: 'runtime-r-version-date-mismatch',
    what: 'An R whose series came out after the date of the snapshot. Most often no version is asked for: then R 4.4.2 is installed, whatever the date.',
    why: 'In published repositories most runtime.txt files for R give a date and no version, and most of these dates are older than R 4.4. Packages of a snapshot were built and tested with the R of its day; with a later one they are compiled anew, and some do not compile or behave differently.',
    bad: { 'runtime.txt': 'r-2020-09-01\n' },
    good: { 'runtime.txt': 'r-4.0-2020-09-01\n' },
    limits:
      'Compares series (4.0, 4.1, …), not their patches. Silent on snapshots that are newer than the R, which is common and mostly works.',
  },
];

export const runtimeSkipped: readonly SkippedRule[] = [];
