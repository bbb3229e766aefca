import type { CauseArgs, CauseRow, Sign } from '../types';

/** Where R's error ended the script: R says so itself, or our profile tells the line (server/plan/dockerfile/scripts/r.ts). */
const scriptEnd = /\nExecution halted|^bindery: (?<file>[^\n,]{1,200}), line (?<line>\d+): /m;

/** True where R ended because of an error, as far as the end of its output tells. */
export function rEnded(text: string): boolean {
  return scriptEnd.test(text) || /^(?:ERROR: |Error(?: in |: ))/m.test(text.slice(-1500));
}

/** The line of the script at which R ended, where it was told. */
export function rLine(text: string): CauseArgs {
  const { file, line } = scriptEnd.exec(text)?.groups ?? {};
  return file === undefined || line === undefined ? {} : { file, line };
}

/** R's last error, which ends a script. The sentence may begin below. */
const ended: Sign = ({ text }) => {
  const found =
    /^Error(?: in [^\n]{1,300}?)? ?:[ \n]{1,6}(?<detail>[^\n]{1,400})[^]{0,1500}\n(?:Execution halted|bindery: )/m.exec(
      text,
    );
  return found?.groups?.['detail'] === undefined ? undefined : { detail: found.groups['detail'].trim() };
};

/** What R says of packages and scripts. A package that fails to install ends nothing by itself: only using it does. */
export const rRows: readonly CauseRow[] = [
  {
    kind: 'r-too-old',
    family: 'r',
    place: 'name',
    signs: [
      /this R is version (?<version>[\d.]{1,20}), package '(?<package>[^'\n]{1,100})' requires R (?<requires>[<>=]{1,2} ?[\d.]{1,20})/,
      /‘(?<package>[^’\n]{1,100})’ version \S{1,40} is in the repositories but depends on R \((?<requires>[^)\n]{1,40})\)/,
    ],
  },
  {
    kind: 'r-dependency-missing',
    family: 'r',
    place: 'name',
    signs: [
      /ERROR: dependenc(?:y|ies) ‘(?<dependency>[^\n]{1,200}?)’ (?:is|are) not available for package ‘(?<package>[^’\n]{1,100})’/,
    ],
  },
  {
    kind: 'r-package-not-found',
    family: 'r',
    place: 'name',
    signs: [
      /package ‘(?<package>[^’\n]{1,100})’ is not available(?: for this version of R| \(for R version|,)/,
    ],
  },
  {
    kind: 'r-package-build',
    family: 'r',
    place: 'name',
    signs: [
      /^ERROR: (?:compilation|configuration|lazy loading) failed for package ‘(?<package>[^’\n]{1,100})’/m,
    ],
  },
  {
    kind: 'r-package-missing',
    family: 'r',
    place: 'name',
    signs: [
      /there is no package called ‘(?<package>[^’\n]{1,100})’(?=[^]{0,2000}\n(?:Execution halted|bindery: ))/,
    ],
  },
  {
    kind: 'r-syntax',
    family: 'r',
    place: 'file',
    signs: [
      /Error: (?<detail>unexpected (?:symbol|input|string constant|numeric constant|end of input|assignment|'[^'\n]{1,8}')[^\n]{0,300})/,
    ],
  },
  { kind: 'r-error', family: 'r', place: 'file', signs: [ended] },
];
