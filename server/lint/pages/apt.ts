import type { RulePage, SkippedRule } from './page';

export const aptPages: readonly RulePage[] = [
  {
    id: 'apt-invalid-name',
    what: 'A word of `apt.txt` that cannot be the name of a Debian package: capitals, underscores, a leading dash.',
    why: 'The builder refuses the whole file because of one such word. Names of Debian packages are lower case letters, digits, `+`, `-` and dots.',
    bad: { 'apt.txt': 'Curl\n' },
    good: { 'apt.txt': 'curl\n' },
    limits: 'Whether a well-formed name exists in the base image’s distribution is another question.',
  },
  {
    id: 'apt-command-line',
    what: 'A line of `apt.txt` that is a shell command, such as `sudo apt-get install -y curl`.',
    why: 'The file is a list of names. Each word of a command becomes one more name that apt is asked for, and the build fails.',
    bad: { 'apt.txt': 'sudo apt-get install -y curl git\n' },
    good: { 'apt.txt': 'curl git\n' },
  },
];

export const aptSkipped: readonly SkippedRule[] = [];
