import type { CauseRow } from '../types';

/** What git and Git LFS say. */
export const gitRows: readonly CauseRow[] = [
  {
    kind: 'lfs-missing',
    family: 'git',
    place: 'none',
    signs: [/git: '(?<program>lfs)' is not a git command/, /(?<program>git-lfs)(?:: command)?:? not found/],
  },
  {
    kind: 'lfs-object-missing',
    family: 'git',
    place: 'told',
    signs: [
      /Error downloading object: (?<file>\S{1,300}) \([0-9a-f]{4,64}\)/,
      /(?<file>\S{1,300}): smudge filter lfs failed/,
    ],
  },
  {
    kind: 'ssh-missing',
    family: 'git',
    place: 'command',
    signs: [/cannot run (?<command>ssh): No such file or directory/],
  },
  {
    kind: 'repository-not-found',
    family: 'git',
    place: 'name',
    signs: [
      /repository '(?<url>[^'\n]{1,300})' (?:does not exist|not found)/,
      /remote: Repository not found[^]{0,200}repository '(?<url>[^'\n]{1,300})'/,
    ],
  },
  {
    kind: 'ref-not-found',
    family: 'git',
    place: 'name',
    signs: [
      /pathspec '(?<ref>[^'\n]{1,200})' did not match any file\(s\) known to git/,
      /couldn't find remote ref (?<ref>\S{1,200})/,
      /Remote branch (?<ref>\S{1,200}) not found in upstream/,
    ],
  },
];
