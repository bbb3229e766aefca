import type { CauseArgs, CauseRow, Sign } from '../types';
import { packageForImport } from '../../../environment/names/python';

/** The tree in which mamba, conda and rattler show why nothing fits, as one sentence. */
function tree(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/[│├└─╰╭]/g, ' ').trim());
  return lines
    .filter((line) => line !== '')
    .slice(0, 6)
    .join(' ')
    .replace(/\s+/g, ' ')
    .slice(0, 400);
}

/** The sentence of Bindery's own client, which names the smallest set that conflicts. */
const clientConflict =
  /^bindery-conda: (?:these cannot be installed together: )?(?<detail>[^\n:]{1,400}?)(?: cannot be installed)?\n {2}[^\n]{1,400}cannot be installed because/m;

const rattlerConflict: Sign = ({ text }) => {
  const detail = /Cannot solve the request because of: ((?!No candidates)[^]{1,1500})/.exec(text)?.[1];
  return detail === undefined ? undefined : { detail: tree(detail) };
};

const mambaConflict: Sign = ({ text }) => {
  const found =
    /The following packages? (?:are incompatible|could not be installed)\n([^]{1,1500})/.exec(text)?.[1] ??
    /UnsatisfiableError: (?:The following specifications were found|Encountered problems while solving:?)([^]{1,1500})/.exec(
      text,
    )?.[1];
  return found === undefined
    ? undefined
    : { detail: tree(found.split(/\n(?:critical|error|\n)/)[0] ?? found) };
};

const spec = String.raw`(?<requirement>(?<package>[A-Za-z0-9_][\w.-]{0,100})[^\n]{0,100}?)`;

/** Without the asterisks by which solvers print that nothing is asked for. */
function asWritten(args: CauseArgs): CauseArgs {
  const suggestion = packageForImport(args['package'] ?? '');
  const requirement = args['requirement']?.replace(/ =?\*( \*)?$/, '').trim() ?? '';
  return { ...args, requirement, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** What rattler, mamba and conda say, about environment.yml. */
export const condaRows: readonly CauseRow[] = [
  {
    kind: 'conda-channel-missing',
    family: 'conda',
    place: 'name',
    signs: [
      /could not find subdir '[^'\n]{1,40}' in channel '(?<channel>[^'\n]{1,300}?)\/?'/,
      /HTTP 404 NOT FOUND for channel (?<channel>\S{1,200})/,
      /UnavailableInvalidChannel: The channel is not accessible or is invalid\.\n\s{1,10}channel name: (?<channel>\S{1,200})/,
      /HTTP 404 NOT FOUND for url <(?<channel>[^>\n]{1,250}?)\/(?:noarch|linux-64|linux-aarch64)\/(?:current_)?repodata/,
    ],
  },
  {
    kind: 'conda-package-not-found',
    family: 'conda',
    place: 'name',
    signs: [
      new RegExp(`No candidates were found for ${spec}(?: \\*)?\\.?$`, 'm'),
      new RegExp(
        `^[ │├└─]{0,40}${spec} (?:=?\\* ?\\* )?does not exist \\(perhaps a typo or a missing channel\\)`,
        'm',
      ),
      new RegExp(`^ {0,4}- nothing provides requested ${spec}$`, 'm'),
      new RegExp(
        `(?:PackagesNotFoundError: The following packages are not available from current channels:|ResolvePackageNotFound: ?)\\n\\s{0,10}- ${spec}$`,
        'm',
      ),
    ],
    know: asWritten,
  },
  {
    kind: 'conda-conflict',
    family: 'conda',
    place: 'name',
    signs: [clientConflict, rattlerConflict, mambaConflict],
  },
  {
    kind: 'conda-spec',
    family: 'conda',
    place: 'file',
    signs: [
      /^bindery-conda: the spec (?<detail>[^\n]{1,300})/m,
      /InvalidMatchSpec(?:Error)?: (?<detail>[^\n]{1,300})/,
      /Error parsing (?:match )?spec (?<detail>[^\n]{1,300})/i,
    ],
  },
];
