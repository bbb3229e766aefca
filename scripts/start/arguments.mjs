// What `npm start -- …` stands for. test/unit/build-scripts keeps this list equal to the command line's own.

/** The first words that bindery knows as commands. */
export const commands = [
  'launch',
  'build',
  'plan',
  'lint',
  'init',
  'prune',
  'sessions',
  'link',
  'agent',
  'doctor',
];

/**
 * A command is passed on as it is. Anything else is a repository to launch, with its flags behind it; where flags come
 * first, or nothing at all, it is the example.
 */
export function commandLine(args, example) {
  const [first] = args;
  if (first === undefined) return ['launch', example];
  if (commands.includes(first) || ['--help', '-h', '--version'].includes(first)) return [...args];
  return first.startsWith('-') ? ['launch', example, ...args] : ['launch', ...args];
}
