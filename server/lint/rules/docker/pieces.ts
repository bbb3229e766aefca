import type { DockerInstruction } from '../../../environment/dockerfile';
import type { DockerArguments } from '../../../environment/dockerfile-words';
import { dockerArguments } from '../../../environment/dockerfile-words';
import type { UsedDockerfile } from './file';

/** The pieces of an instruction's arguments. */
export function piecesOf({ file }: UsedDockerfile, instruction: DockerInstruction): DockerArguments {
  return dockerArguments(file, instruction);
}

/** Value of a flag such as `--from`; undefined where it is not there. */
export function flagValue({ flags }: DockerArguments, name: string): string | undefined {
  return flags.find(({ text }) => text.startsWith(`${name}=`))?.text.slice(name.length + 1);
}

/** What is copied from the repository: its sources as written, and where to. */
export interface Copy {
  readonly instruction: DockerInstruction;
  readonly sources: DockerArguments['words'];
  readonly target: string;
}

/** Copies from the repository into the image or one of its stages; addresses and heredocs are left out. */
export function copiesOf(docker: UsedDockerfile, instructions: readonly DockerInstruction[]): Copy[] {
  return instructions.flatMap((instruction) => {
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
    const pieces = piecesOf(docker, instruction);
    if (flagValue(pieces, '--from') !== undefined) return [];
    const sources = pieces.words.slice(0, -1).filter(({ text }) => !/^(?:[a-z]+:\/\/|git@|<<)/i.test(text));
    return [{ instruction, sources, target: pieces.words.at(-1)?.text ?? '' }];
  });
}

/** A path of the repository that a source of COPY names: `./data/` is `data`, the whole of it ''. */
export function copiedPath(source: string): string {
  return source
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
