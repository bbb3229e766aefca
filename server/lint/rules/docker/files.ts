import type { ShellCommand } from '../../../environment/code/shell-code';
import type { DockerfileFile } from '../../../environment/dockerfile';
import type { DockerRun } from '../../../environment/dockerfile-run';
import { dockerRuns } from '../../../environment/dockerfile-run';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';

/** A Dockerfile that the build uses, with what its RUN instructions run, in every stage. */
export interface UsedDockerfile {
  readonly path: string;
  readonly file: DockerfileFile;
  readonly runs: readonly DockerRun[];
}

/** The Dockerfile of the repository, where the build uses it. */
export function usedDockerfile(model: RepositoryModel): UsedDockerfile | undefined {
  return model.once('docker:used', () => {
    const file = model.reading().readers.dockerfile;
    if (file === undefined || isIgnored(model, file.source.path)) return undefined;
    const runs = dockerRuns(file, file.instructions, model.options.grammars.bash);
    return { path: file.source.path, file, runs };
  });
}

/** A command of a RUN instruction. */
export interface RunCommand {
  readonly command: ShellCommand;
  readonly run: DockerRun;
}

/** The commands of all RUN instructions. */
export function runCommands({ runs }: UsedDockerfile): RunCommand[] {
  return runs.flatMap((run) => (run.code?.commands ?? []).map((command) => ({ command, run })));
}
