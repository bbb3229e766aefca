import type { DockerInstruction, DockerfileFile, FromLine } from './dockerfile';
import { dockerArguments } from './dockerfile-words';

/** What is built from one FROM on. */
export interface DockerStage {
  readonly from: FromLine;
  /** Those behind FROM. */
  readonly instructions: readonly DockerInstruction[];
  /** The image it begins with, variables put in where their defaults are known; undefined where they are not. */
  readonly image?: string;
  /** The earlier stage that it begins with. */
  readonly base?: DockerStage;
}

/** The stages of a Dockerfile, in their order. The last one becomes the image. */
export function dockerStages(file: DockerfileFile): readonly DockerStage[] {
  const stages: DockerStage[] = [];
  const named = new Map<string, DockerStage>();
  const defaults = new Map<string, string>();
  const waiting = [...file.from].reverse();
  let instructions: DockerInstruction[] = [];
  for (const instruction of file.instructions) {
    if (instruction.keyword !== 'FROM') {
      if (stages.length === 0 && instruction.keyword === 'ARG') takeDefaults(file, instruction, defaults);
      instructions.push(instruction);
    } else if (instruction.arguments?.range.end.offset === waiting.at(-1)?.range.end.offset) {
      const from = waiting.pop();
      if (from === undefined) continue;
      instructions = [];
      const stage = stageOf(from, instructions, named, defaults);
      stages.push(stage);
      if (from.stage !== undefined) named.set(from.stage.text.toLowerCase(), stage);
    }
  }
  return stages;
}

function stageOf(
  from: FromLine,
  instructions: readonly DockerInstruction[],
  named: ReadonlyMap<string, DockerStage>,
  defaults: ReadonlyMap<string, string>,
): DockerStage {
  const base = named.get(from.image.text.toLowerCase());
  const image = substitute(from.image.text, defaults);
  if (base !== undefined) return { from, instructions, base };
  return { from, instructions, ...(image !== undefined && { image }) };
}

/** What a stage is built with, from the image on: the instructions of the stages that it begins with, then its own. */
export function instructionsOf(stage: DockerStage): readonly DockerInstruction[] {
  const chain = [stage];
  for (let base = stage.base; base !== undefined; base = base.base) chain.unshift(base);
  return chain.flatMap(({ instructions }) => instructions);
}

/** The stage that begins with an image and that this one is built upon: itself, for most. */
export function rootStage(stage: DockerStage): DockerStage {
  let root = stage;
  while (root.base !== undefined) root = root.base;
  return root;
}

function takeDefaults(
  file: DockerfileFile,
  instruction: DockerInstruction,
  defaults: Map<string, string>,
): void {
  for (const { text } of dockerArguments(file, instruction).words) {
    const equals = text.indexOf('=');
    const value = equals === -1 ? undefined : substitute(text.slice(equals + 1), defaults);
    if (value !== undefined) defaults.set(text.slice(0, equals), value);
  }
}

/** `$NAME`, `${NAME}` and `${NAME:-default}` put in; undefined where one of them is not known. */
function substitute(text: string, values: ReadonlyMap<string, string>): string | undefined {
  const filled = text.replace(
    /\$(?:\{(\w+)(?:(:?[-+])([^}$]*))?\}|(\w+))/g,
    (written, braced?: string, sign?: string, other?: string, bare?: string) => {
      const value = values.get(braced ?? bare ?? '');
      if (sign?.endsWith('+') === true) return value === undefined ? '' : (other ?? '');
      return value ?? (sign === undefined ? written : (other ?? ''));
    },
  );
  return filled.includes('$') ? undefined : filled;
}
