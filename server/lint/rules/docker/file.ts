import type { ShellCommand } from '../../../environment/code/shell-code';
import type { DockerInstruction, DockerfileFile } from '../../../environment/dockerfile';
import type { DockerRun } from '../../../environment/dockerfile-run';
import { dockerRuns } from '../../../environment/dockerfile-run';
import type { DockerStage } from '../../../environment/dockerfile-stages';
import { dockerStages, instructionsOf, rootStage } from '../../../environment/dockerfile-stages';
import type { ImageReference } from '../../../environment/image-reference';
import { parseImage } from '../../../environment/image-reference';
import type { RepositoryModel } from '../../model';
import { plainWords } from '../commands/words';
import type { BaseImage } from './bases';
import { baseImage } from './bases';

/** The Dockerfile that is built, with what several rules ask of it. */
export interface UsedDockerfile {
  readonly path: string;
  readonly file: DockerfileFile;
  readonly stages: readonly DockerStage[];
  /** The stage that becomes the image; absent where there is no FROM. */
  readonly last?: DockerStage;
  /** What the image is made with, from its base on. */
  readonly instructions: readonly DockerInstruction[];
  /** The image that it is built upon; absent where its name is not known. */
  readonly base?: ImageReference;
  /** What is known of that. */
  readonly known: BaseImage;
  /** What all RUN instructions run, in every stage. */
  readonly runs: readonly DockerRun[];
}

/** The Dockerfile of the repository, where it is what the build reads. */
export function usedDockerfile(model: RepositoryModel): UsedDockerfile | undefined {
  return model.once('docker:file', () => {
    const { environment, readers } = model.reading();
    const file = readers.dockerfile;
    if (environment.buildpack !== 'dockerfile' || file === undefined) return undefined;
    const stages = dockerStages(file);
    const last = stages.at(-1);
    const image = last === undefined ? undefined : rootStage(last).image;
    const base = image === undefined ? undefined : parseImage(image);
    return {
      path: file.source.path,
      file,
      stages,
      ...(last !== undefined && { last }),
      instructions: last === undefined ? [] : instructionsOf(last),
      ...(base !== undefined && { base }),
      known: baseImage(base),
      runs: dockerRuns(file, file.instructions, model.options.grammars.bash),
    };
  });
}

/** A command of a RUN instruction. */
export interface DockerCommand {
  readonly run: DockerRun;
  readonly command: ShellCommand;
  /** Its words, behind `sudo` and its like. */
  readonly words: readonly string[];
}

/** All commands of all RUN instructions. */
export function dockerCommands(model: RepositoryModel): readonly DockerCommand[] {
  return model.once('docker:commands', () =>
    (usedDockerfile(model)?.runs ?? []).flatMap((run) =>
      (run.code?.commands ?? []).map((command) => ({ run, command, words: plainWords(command) })),
    ),
  );
}
