import { AppError, Cancelled, errorTable } from '../protocol';
import type { Command, Context, Input } from './command';
import { exitCodes } from './command';
import { commands } from './commands';
import { commandHelp, generalHelp } from './help';
import { listenForInterrupts } from './interrupts';
import type { Output } from './output';
import { createOutput } from './output';
import { parseInput } from './parse';
import { readVersion } from './version';

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

async function main([name, ...args]: readonly string[]): Promise<number> {
  const output = createOutput(process, args.includes('--json'), process.env);
  try {
    return await dispatch(name, args, output);
  } catch (error) {
    return reportError(error, output);
  }
}

async function dispatch(name: string | undefined, args: readonly string[], output: Output): Promise<number> {
  if (name === '--version' || name === '-v') return print(output, readVersion());
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    return print(output, generalHelp());
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new AppError('unknown-command', { name });
  const asksForHelp = args.includes('--help') || args.includes('-h');
  if (asksForHelp) return print(output, commandHelp(name, command));
  return runCommand(command, parseInput(name, command, args), output);
}

async function runCommand(command: Command, input: Input, output: Output): Promise<number> {
  const context: Context = {
    env: process.env,
    cwd: process.cwd(),
    output,
    interrupts: listenForInterrupts(process),
    confirm: process.stdin.isTTY && process.stderr.isTTY ? confirm : undefined,
    program: __filename,
  };
  const { run } = await command.load();
  return run(input, context);
}

function print(output: Output, text: string): number {
  output.result(text);
  return exitCodes.success;
}

async function confirm(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** One sentence that says what failed, one that says what to do. */
function reportError(error: unknown, output: Output): number {
  if (Cancelled.is(error)) return exitCodes.interrupted;
  const appError = AppError.from(error);
  const { message, action } = appError.toData();
  output.recordFailure(appError.toData());
  output.say(`${output.style.fail('error:')} ${message}`);
  output.say(action);
  if (appError.code === 'internal' && process.env['BINDERY_DEBUG'] !== undefined) {
    output.say(error instanceof Error ? (error.stack ?? '') : '');
  }
  return errorTable[appError.code].exit;
}
