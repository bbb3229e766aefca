import { inConfigDir } from '../../../environment/config-files';
import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import type { FileEdit } from '../../../protocol';
import { appendLines, insertLinesAfter } from '../../edits';
import type { RepositoryModel } from '../../model';
import { dashBefore, isAlone } from '../env/yaml-edits';
import { isIgnored } from '../ignored';
import { addPipLines } from '../repo/conda-edits';

/**
 * Adds packages of the index, as lines of a requirements file, to the file by which the build installs such packages.
 * Undefined where that is a Pipfile, a Dockerfile, or a file that is not written line by line.
 */
export function addRequirements(model: RepositoryModel, lines: readonly string[]): FileEdit | undefined {
  const { environment, readers } = model.reading();
  const { requirements } = readers;
  const conda = condaFile(model);
  if (conda !== undefined) return addPipLines(conda, lines);
  if (requirements !== undefined && !isIgnored(model, requirements.source.path))
    return appendLines(requirements.source, lines);
  const file = inConfigDir(environment.configDir, 'requirements.txt');
  const text = lines.map((line) => `${line}\n`).join('');
  return environment.buildpack === 'python' && !model.has(file) ? { kind: 'create', file, text } : undefined;
}

/** Adds packages of conda to the environment.yml that the build reads; undefined where there is none to add to. */
export function addCondaPackages(model: RepositoryModel, specs: readonly string[]): FileEdit | undefined {
  const conda = condaFile(model);
  const last = conda?.dependencies.findLast(
    (entry) =>
      entry.kind === 'package' && entry.spec?.name.text !== 'pip' && isAlone(conda.source, entry.written),
  );
  const dash = conda === undefined || last === undefined ? undefined : dashBefore(conda.source, last.written);
  if (conda === undefined || last === undefined || dash === undefined) return undefined;
  return insertLinesAfter(
    conda.source,
    last.written.range.end.line,
    specs.map((spec) => dash + spec),
  );
}

/** environment.yml, where the build reads it. */
export function condaFile(model: RepositoryModel): CondaEnvironmentFile | undefined {
  const { conda } = model.reading().readers;
  return conda === undefined || isIgnored(model, conda.source.path) ? undefined : conda;
}
