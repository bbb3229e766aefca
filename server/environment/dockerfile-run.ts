import type { SyntaxParser } from './code/grammars';
import type { ShellCode } from './code/shell-code';
import { readShell } from './code/shell-code';
import type { DockerInstruction, DockerfileFile } from './dockerfile';
import { dockerArguments, shellLines } from './dockerfile-words';
import type { TextSpan } from './text';

/** What a RUN instruction runs. */
export interface DockerRun {
  readonly instruction: DockerInstruction;
  /** `--mount=…` and the like. */
  readonly flags: readonly TextSpan[];
  /** Its shell code; none for the JSON form, and where another program than a shell of Unix reads it. */
  readonly code?: ShellCode;
  /** The words of the JSON form. */
  readonly program?: readonly TextSpan[];
  /** True where the shell was told to fail where a part of a pipe does. */
  readonly pipefail: boolean;
}

/** So many are read; only generated files have more. */
const maxRuns = 500;

/** Behind so many that the grammar does not understand, shell code is not read any more: mistakes take time. */
const maxFaulty = 2;

const shells = /(?:^|[/ ])(?:ba|da|z|k|a)?sh$/;

/** What the RUN instructions among `instructions` run, by the shell that SHELL sets. */
export function dockerRuns(
  file: DockerfileFile,
  instructions: readonly DockerInstruction[],
  parser: SyntaxParser | undefined,
): readonly DockerRun[] {
  const runs: DockerRun[] = [];
  let shell = { isUnix: true, pipefail: false };
  let faulty = 0;
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') shell = { isUnix: true, pipefail: false };
    if (instruction.keyword === 'SHELL') shell = shellOf(file, instruction);
    if (instruction.keyword !== 'RUN' || instruction.arguments === undefined) continue;
    const run = runOf(file, instruction, faulty < maxFaulty ? parser : undefined, shell);
    if (run.code !== undefined && (run.code.error !== undefined || !run.code.complete)) faulty += 1;
    runs.push(run);
    if (runs.length === maxRuns) break;
  }
  return runs;
}

interface Shell {
  readonly isUnix: boolean;
  readonly pipefail: boolean;
}

function shellOf(file: DockerfileFile, instruction: DockerInstruction): Shell {
  const words = dockerArguments(file, instruction).words.map(({ text }) => text);
  const options = words.slice(1).join(' ');
  return {
    isUnix: shells.test(words[0] ?? ''),
    pipefail: /(?:^|\s)-[a-z]*o\s*pipefail\b/.test(options),
  };
}

function runOf(
  file: DockerfileFile,
  instruction: DockerInstruction,
  parser: SyntaxParser | undefined,
  { isUnix, pipefail }: Shell,
): DockerRun {
  const { flags, words, json, start } = dockerArguments(file, instruction);
  if (json) return { instruction, flags, program: words, pipefail };
  if (!isUnix) return { instruction, flags, pipefail };
  return { instruction, flags, code: codeOf(file, instruction, start, parser), pipefail };
}

/** `RUN <<EOF`: the heredoc is the script. Else the lines are, with the heredocs that they feed to programs. */
function codeOf(
  file: DockerfileFile,
  instruction: DockerInstruction,
  start: number,
  parser: SyntaxParser | undefined,
): ShellCode {
  const { source } = file;
  const { arguments: held, heredocs } = instruction;
  const [script] = heredocs;
  if (
    script !== undefined &&
    /^<<-?["']?\w+["']?\s*$/.test(source.text.slice(start, script.range.start.offset))
  ) {
    const { range, text } = script;
    if (text.startsWith('#!') && !shells.test(text.split(/\r?\n/, 1)[0]?.trim() ?? ''))
      return { source, commands: [], complete: false };
    return readShell(source, parser, range.start.offset, range.end.offset);
  }
  const begin = held?.range.start.offset ?? start;
  const end = held?.range.end.offset ?? start;
  const lines = shellLines(file, instruction);
  const text = lines.slice(start - begin) + source.text.slice(begin + lines.length, end);
  return readShell(source, parser, start, end, text);
}
