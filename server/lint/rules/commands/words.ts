import type { ShellCommand } from '../../../environment/code/shell-code';

/** The words of a command as texts. */
export function wordsOf({ words }: ShellCommand): readonly string[] {
  return words.map(({ text }) => text);
}

/** The command's name, behind what only changes how it runs. */
export function nameOf(command: ShellCommand): string {
  return plainWords(command)[0] ?? '';
}

const wrappers = new Set(['command', 'env', 'exec', 'nice', 'nohup', 'sudo', 'time']);

/** The words behind `sudo`, `nohup` and their like, without a folder before the name, `python -m pip` told as `pip`. */
export function plainWords(command: ShellCommand): readonly string[] {
  const words = wordsOf(command);
  const first = words.findIndex((word) => !wrappers.has(word) && !/^-|^\w+=/.test(word));
  const plain = first === -1 ? [] : words.slice(first);
  const [program = '', flag, module] = plain;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (/^python[\d.]*$/.test(name) && flag === '-m' && module !== undefined) return plain.slice(2);
  return [/^pip[\d.]+$/.test(name) ? 'pip' : name, ...plain.slice(1)];
}
