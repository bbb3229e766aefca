import type { Command, OptionSpec } from './command';
import { commands } from './commands';

/** The table of commands as rows of usage and summary: for help, and for the README. */
export function commandRows(): readonly (readonly [string, string])[] {
  return Object.entries(commands).map(([name, command]) => [usageLine(name, command), command.summary]);
}

/** What `bindery --help` prints. */
export function generalHelp(): string {
  return [
    'Usage: bindery <command> [options]',
    '',
    ...columns(commandRows()),
    '',
    '<repo> is a folder, a URL, or provider/spec/ref as Binder writes it (gh/owner/repository/HEAD).',
    'bindery <command> --help tells the options of one command; bindery --version the version.',
  ].join('\n');
}

/** What `bindery <command> --help` prints. */
export function commandHelp(name: string, command: Command): string {
  const options = Object.entries(command.options).map(
    ([option, spec]) => [optionLine(option, spec), spec.help] as const,
  );
  return [`Usage: ${usageLine(name, command)} [options]`, '', command.summary, '', ...columns(options)].join(
    '\n',
  );
}

function usageLine(name: string, command: Command): string {
  return `bindery ${name} ${command.operands}`.trimEnd();
}

function optionLine(option: string, { short, value, choices }: OptionSpec): string {
  const shown = choices?.join('|') ?? value;
  return `${short === undefined ? '' : `-${short}, `}--${option}${shown === undefined ? '' : ` ${shown}`}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
