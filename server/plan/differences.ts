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
    what: 'A configuration file of more than 1 MiB (pyproject.toml: 256 KiB) is an error.',
    reason: 'Reading a hostile repository must end soon; real files are far smaller.',
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
];
