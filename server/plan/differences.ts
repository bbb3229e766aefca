/** Where Bindery deliberately does not do what repo2docker does. */
export interface Difference {
  readonly id: string;
  /** What is different. */
  readonly what: string;
  readonly reason: string;
}

/** The one list of deliberate differences; `npm run conformance` prints those that show in its cases apart. */
export const differences: readonly Difference[] = [
  {
    id: 'apt-whole-token',
    what: 'Every name in apt.txt is checked as a whole, not only how it begins.',
    reason: 'A name such as zip;echo becomes part of a command that root runs.',
  },
  {
    id: 'links-stay-inside',
    what: 'A configuration file that is a link out of the repository, or to nothing, is an error.',
    reason: 'A repository must not be able to read files of the machine that builds it.',
  },
  {
    id: 'bounded-files',
    what: 'A configuration file of more than 1 MiB (TOML files: 256 KiB; environment.yml: 64 KiB), or 50,000 lines, or a line of 64 KiB is an error.',
    reason: 'Reading a hostile repository must end soon; real files are far smaller.',
  },
  {
    id: 'r-version-whole',
    what: 'A version of R with three parts must consist of numbers.',
    reason: 'It becomes part of a command that root runs.',
  },
  {
    id: 'quirks-have-names',
    what: 'Where repo2docker stops with an exception of its own code, the error has a code, a file and a line.',
    reason: 'An internal error tells nobody what to change in which file.',
  },
  {
    id: 'requirements-checked-early',
    what: 'A line that pip cannot read, and a -r or -c file that is missing, are refused before the build starts.',
    reason: 'The build would fail for certain, minutes later and without naming the line.',
  },
  {
    id: 'first-matching-ref',
    what: 'Of several ways to read a git ref the first that exists wins, not the last.',
    reason: 'A branch feature/x must not lose to a branch x.',
  },
  {
    id: 'plain-ref-names',
    what: 'A ref is the name of a branch or tag or the id of a commit, not an expression of git such as HEAD~1.',
    reason:
      'A server answers names in one question; an expression needs the whole history, and hubs refuse it.',
  },
  {
    id: 'not-an-address',
    what: 'A DOI that nobody registered and a malformed SWHID are errors, not addresses that git is asked for.',
    reason: 'git would say that a folder of this name does not exist, which helps nobody.',
  },
  {
    id: 'own-command-line',
    what: 'The command line has commands (plan, build, launch) instead of flags that switch parts of one run off.',
    reason: 'Each stage can be run alone, and what a flag means no longer depends on another one.',
  },
  {
    id: 'ports-have-three-parts',
    what: 'A port to publish has at most three parts; a fourth is an error.',
    reason: 'repo2docker drops one of the four and publishes something that nobody wrote.',
  },
  {
    id: 'signal-exit-code',
    what: 'When a signal ends the server the entry point exits with 128 and the number of the signal.',
    reason: 'That is what shells and container engines do; 247 for a killed server means nothing to them.',
  },
  {
    id: 'portable-layer-names',
    what: 'Files that the build injects have the same names on every machine.',
    reason: 'Names made from paths of the host keep layers from being shared between machines.',
  },
  {
    id: 'no-reuse-by-name',
    what: 'An image is reused when its content is the same, never because its name is.',
    reason: 'A changed repository must not run an old image.',
  },
  {
    id: 'nbgitpuller-added',
    what: 'nbgitpuller is part of the preinstalled Jupyter stack.',
    reason: 'Links that bring content into an environment need it, and hubs expect it.',
  },
  {
    id: 'recent-pipenv',
    what: 'Where Python has no distutils (3.12 and newer) the newest pipenv installs what Pipfile asks for.',
    reason:
      'The pinned release of 2022 does not start there, so that such a repository could not be built at all.',
  },
  {
    id: 'pipfile-lock-alone',
    what: 'A Pipfile.lock without a Pipfile is installed.',
    reason: 'It says all that is needed, but pipenv refuses it or takes the Pipfile of a folder above.',
  },
  {
    id: 'install-r-can-fail',
    what: 'A build fails when install.R fails after the copy too, and names its line.',
    reason: 'repo2docker goes on, so that a session starts without the packages it was asked for.',
  },
  {
    id: 'nix-channel-optional',
    what: 'A default.nix is evaluated even when the channel nixpkgs cannot be fetched.',
    reason:
      'One that names its own packages needs no channel; one that does not fails right after and says so.',
  },
  {
    id: 'nix-whole-words',
    what: 'The words of a command reach the shell of default.nix as they are, spaces and quotes included.',
    reason: 'repo2docker joins them with spaces and lets the shell split them again.',
  },
];
