import { parseArgs } from 'node:util';
import { AppError } from '../protocol';
import type { Command, Input } from './command';

/**
 * What the user wrote, checked against the command's row.
 * @throws AppError usage
 */
export function parseInput(name: string, command: Command, args: readonly string[]): Input {
  const { values, positionals } = parse(name, command, args);
  const [least, most] = command.count;
  if (positionals.length < least) throw usage(name, `${name} needs ${command.operands}.`);
  if (positionals.length > most) {
    throw usage(name, `${name} does not take ${positionals[most] ?? ''}.`);
  }
  const flags = new Set<string>();
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  for (const [option, value] of Object.entries(values)) {
    if (value === true) flags.add(option);
    else if (typeof value === 'string') texts.set(option, checkChoice(name, command, option, value));
    else if (Array.isArray(value)) lists.set(option, value.map(String));
  }
  return { operands: positionals, flags, values: texts, lists };
}

export function usage(command: string, detail: string): AppError {
  return new AppError('usage', { command, detail });
}

function parse(name: string, command: Command, args: readonly string[]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args: [...args], options: optionsOf(command), allowPositionals: true });
  } catch (error) {
    // Node's text goes on with advice about `--`, which helps nobody who mistyped a flag.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw usage(name, `${first.replace(/\.$/, '')}.`);
  }
}

function optionsOf(
  command: Command,
): Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }> {
  return Object.fromEntries(
    Object.entries(command.options).map(([option, { type, short, multiple }]) => [
      option,
      {
        type,
        ...(short === undefined ? {} : { short }),
        ...(multiple === undefined ? {} : { multiple }),
      },
    ]),
  );
}

function checkChoice(name: string, command: Command, option: string, value: string): string {
  const choices = command.options[option]?.choices;
  if (choices === undefined || choices.includes(value)) return value;
  throw usage(name, `--${option} is ${choices.join(' or ')}, not ${value}.`);
}
