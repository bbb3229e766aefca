import { condaPackages } from '../../../environment/environment-yml';
import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import { buildpackFiles } from '../../../environment/known-files';
import { inConfigDir } from '../../../environment/config-files';
import type { ModulePackage } from '../../../environment/names/python';
import type { PipfileFile } from '../../../environment/pipfile';
import { spanAt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { appendLines, insertLinesAfter } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { ReportFix } from '../../rule';
import { isAlone, dashBefore } from '../env/yaml-edits';
import { isIgnored } from '../ignored';
import { addPipLines } from '../repo/conda-edits';

/** A package as it would be written into a file. */
interface Addition {
  readonly edit: FileEdit;
  readonly name: string;
}

/** The ways to have a package: the one that fits the files that the build reads. */
export function packageFixes(model: RepositoryModel, { pip, conda, known }: ModulePackage): ReportFix[] {
  const addition = additionOf(model, pip, conda);
  if (addition === undefined) return [];
  const { edit, name } = addition;
  const args = { name, file: edit.file };
  return [
    {
      code: edit.kind === 'create' ? 'nb-import-undeclared.fix-create' : 'nb-import-undeclared.fix',
      args,
      safe: known,
      edits: [edit],
    },
  ];
}

function additionOf(model: RepositoryModel, pip: string, conda: string): Addition | undefined {
  const { environment, readers } = model.reading();
  const isRead = (path: string): boolean => !isIgnored(model, path);
  if (readers.conda !== undefined && isRead(readers.conda.source.path))
    return toConda(readers.conda, pip, conda);
  if (pip === '') return undefined;
  if (environment.buildpack === 'pipfile')
    return readers.pipfile === undefined || readers.pipfileLock !== undefined
      ? undefined
      : toPipfile(readers.pipfile, pip);
  const { requirements } = readers;
  if (requirements !== undefined && isRead(requirements.source.path))
    return { edit: appendLines(requirements.source, [pip]), name: pip };
  return newRequirements(model, pip);
}

/** With conda's own packages where conda-forge has it, else with those for pip. */
function toConda(file: CondaEnvironmentFile, pip: string, conda: string): Addition | undefined {
  const { source, dependencies } = file;
  if (conda === '') {
    const edit = pip === '' ? undefined : addPipLines(file, [pip]);
    return edit && { edit, name: pip };
  }
  const last = dependencies.findLast(
    (entry) => entry.kind === 'package' && entry.spec?.name.text !== 'pip' && isAlone(source, entry.written),
  );
  const dash = last && dashBefore(source, last.written);
  if (last === undefined || dash === undefined || condaPackages(file).length === 0) return undefined;
  return { edit: insertLinesAfter(source, last.written.range.end.line, [`${dash}${conda}`]), name: conda };
}

/** Behind the last package of the table; undefined where there is none to stand behind. */
function toPipfile({ source, packages }: PipfileFile, pip: string): Addition | undefined {
  const last = packages.findLast(({ section }) => section === 'default');
  if (last === undefined) return undefined;
  const before = spanAt(
    source,
    source.lineStarts[last.name.range.start.line] ?? 0,
    last.name.range.start.offset,
  );
  if (before.text.trim() !== '') return undefined;
  return { edit: insertLinesAfter(source, last.value.range.end.line, [`${pip} = "*"`]), name: pip };
}

/** A list where there is none, as long as the recipe reads it and stays the same with it. */
function newRequirements(model: RepositoryModel, pip: string): Addition | undefined {
  const { buildpack, configDir } = model.reading().environment;
  const file = inConfigDir(configDir, 'requirements.txt');
  if (buildpack === undefined || !buildpackFiles[buildpack].includes('requirements.txt') || model.has(file))
    return undefined;
  return { edit: { kind: 'create', file, text: `${pip}\n` }, name: pip };
}
