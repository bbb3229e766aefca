import { packageForImport } from '../../../environment/names/python';
import type { CauseArgs, CauseRow, Sign } from '../types';

function withSuggestion(args: CauseArgs): CauseArgs {
  const suggestion = packageForImport(args['package'] ?? '');
  return suggestion === undefined ? args : { ...args, suggestion };
}

/** pip tells of Python versions only beside "not found". */
const ignoredVersions: Sign = ({ text }) => {
  const ignored =
    /Ignored the following versions that require a different python version: ([^\n]{1,1100})/.exec(text);
  const asked = /satisfies the requirement (([A-Za-z0-9][\w.-]{0,100})[^\s(]{0,100})/.exec(text);
  if (ignored?.[1] === undefined || asked?.[1] === undefined) return undefined;
  const version = /==([^,;\s]{1,60})$/.exec(asked[1])?.[1];
  const all = ignored[1].split('; ');
  const one = version === undefined ? all.at(-1) : all.find((entry) => entry.startsWith(`${version} `));
  const requires = /Requires-Python (\S.{0,100})$/.exec(one ?? '')?.[1];
  return requires === undefined ? undefined : { package: asked[1], requires };
};

const pipConflict: Sign = ({ text }) => {
  const packages =
    /Cannot install (.{1,900}?) because these package versions have conflicting dependencies/.exec(text)?.[1];
  if (packages === undefined) return undefined;
  const parties = /The conflict is caused by:\n((?: {4}[^\n]{1,300}\n){1,12})/.exec(text)?.[1];
  const detail = parties
    ?.trim()
    .split('\n')
    .map((line) => line.trim());
  return { packages, detail: detail?.join('; ') ?? packages };
};

const uvConflict: Sign = ({ flowed }) => {
  const packages =
    /cause: Because (.{1,1500}?),? we can conclude that your requirements are unsatisfiable/s.exec(
      flowed,
    )?.[1];
  const detail = packages?.replace(/\s+/g, ' ');
  return detail === undefined ? undefined : { packages: detail, detail };
};

/** pip's place for a line that it cannot read. */
const pipLine: Sign = ({ text }) =>
  groups(
    /Invalid requirement: '(?<content>[^'\n]{1,400})'[^]{0,600}?\(from line (?<line>\d+) of (?<file>[^)\n]{1,300})\)/,
    text,
  );

function groups(pattern: RegExp, text: string): CauseArgs | undefined {
  const found = pattern.exec(text)?.groups;
  return found === undefined ? undefined : { ...found };
}

const nothingOffered: Sign = ({ text }) =>
  text.includes('Ignored the following versions')
    ? undefined
    : groups(
        /satisfies the requirement (?<package>[A-Za-z0-9][\w.-]{0,100})[^\n]{0,200}\(from versions: none\)/,
        text,
      );

/** What pip and uv say of packages, versions and Pythons. "Not found" comes late: pip also says it for other reasons. */
export const pythonPackageRows: readonly CauseRow[] = [
  {
    kind: 'hash-mismatch',
    family: 'pip',
    place: 'name',
    signs: [
      /Hash mismatch for `(?<package>[^`\n]{1,200})`/,
      /DO NOT MATCH THE HASHES[^\n]*\n\s{1,20}(?<package>\S{1,200})/,
    ],
  },
  {
    kind: 'externally-managed',
    family: 'pip',
    place: 'command',
    signs: [
      /^error: (?<what>externally-managed-environment)$/m,
      /The interpreter at `(?<what>[^`\n]{1,200})` is externally managed/,
    ],
  },
  {
    kind: 'requires-python',
    family: 'pip',
    place: 'name',
    within: 'flowed',
    signs: [
      /Package '(?<package>[^'\n]{1,100})' requires a different Python: \S{1,20} not in '(?<requires>[^'\n]{1,100})'/,
      ignoredVersions,
      /does not satisfy Python(?<requires>[<>=!~][^\s,]{1,60}(?:,[<>=!~][^\s,]{1,60})?) and (?<package>[A-Za-z0-9][\w.-]{0,100}[^\s]{0,60}) depends on Python/,
    ],
  },
  {
    kind: 'wrong-platform',
    family: 'pip',
    place: 'name',
    within: 'flowed',
    signs: [
      /ERROR: (?<package>\S{1,200}\.whl) is not a supported wheel on this platform/,
      /(?:Because|and) (?<package>[A-Za-z0-9][\w.-]{0,100}[^\s]{0,60}) has no wheels with a matching platform tag/,
    ],
  },
  {
    kind: 'package-not-found',
    family: 'uv',
    place: 'name',
    within: 'flowed',
    signs: [/Because (?<package>\S{1,200}) was not found in the package registry/],
    know: withSuggestion,
  },
  {
    kind: 'no-wheel',
    family: 'uv',
    place: 'name',
    within: 'flowed',
    signs: [
      /(?:Because|and) (?<requirement>(?<package>[A-Za-z0-9][\w.-]{0,100}?)(?:[=<>!~][^\s]{0,100})?) has no (?:wheels with a matching|usable wheels)/,
    ],
  },
  {
    kind: 'package-not-found',
    family: 'pip',
    place: 'name',
    signs: [nothingOffered],
    know: withSuggestion,
  },
  {
    kind: 'version-not-found',
    family: 'pip',
    place: 'name',
    within: 'flowed',
    signs: [
      /there (?:is no version|are no versions) of (?<requirement>(?<package>[A-Za-z0-9][\w.-]{0,100}?)(?:\[[^\]\n]{0,100}\])?[=<>!~][^\s,]{1,100})/,
      /Because only (?<package>[A-Za-z0-9][\w.-]{0,100}?)[=<>!~]\S{0,200} (?:is|are) available and you require (?<requirement>[^\s]{1,200}), we can conclude/,
      /satisfies the requirement (?<requirement>(?<package>[A-Za-z0-9][\w.-]{0,100})\S{0,200}) \(from versions: (?!none)\S/,
    ],
  },
  {
    kind: 'file-missing',
    family: 'pip',
    place: 'file',
    signs: [
      /failed to read from file `(?<path>[^`\n]{1,300})`: No such file/,
      /File not found: `(?<path>[^`\n]{1,300})`/,
      /Could not open requirements file: \[Errno 2\][^'\n]{0,80}'(?<path>[^'\n]{1,300})'/,
    ],
  },
  {
    kind: 'unreadable-requirement',
    family: 'pip',
    place: 'told',
    signs: [
      pipLine,
      /Couldn't parse requirement in `(?<file>[^`\n]{1,300})`[^\n]{0,200}\n\s{0,20}cause: (?<detail>[^\n]{1,400})/,
      /^error: (?<detail>(?:Expected|Unexpected) [^\n]{1,300}): (?<file>\S{1,300}?):(?<line>\d+):\d+$/m,
      /Invalid requirement: '?(?<detail>[^'\n]{1,400})'?/,
      /Invalid(?:Version|Specifier): Invalid \w{1,20}: '(?<detail>[^'\n]{1,200})'/,
    ],
  },
  { kind: 'conflict', family: 'pip', place: 'name', signs: [pipConflict, uvConflict] },
];
