import { packageOfSource } from '../../../environment/names/r';
import type { RCode } from '../../../environment/code/r-code';
import type { FileEdit } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { listed } from '../env/conda-file';
import { isNamed } from '../repo/evidence';
import { addPackages } from './add-package';
import { isDeclared } from './declared';
import type { RFile } from './files';
import { analysisFiles, isInstallScript, rBuildpack } from './files';
import type { InstallCall } from './install-calls';
import { installCalls } from './install-calls';
import { deleteStatement, mergedDeletions } from './statements';

/** Code that installs packages when it runs: once for each file. */
export function* checkInstallInCode(model: RepositoryModel): Iterable<Report> {
  if (rBuildpack(model) === undefined) return;
  for (const file of analysisFiles(model)) {
    if (isInstallScript(file.path) || isNamed(model, file.path)) continue;
    const found = file.codes.flatMap((code) => installCalls(code).map((install) => ({ code, install })));
    const telling = found.filter(({ install }) => !isNeverRun(model, install));
    const [first] = telling;
    if (first === undefined) continue;
    const names = [...new Set(telling.flatMap(({ install }) => namesOf(install)))];
    yield {
      file: file.path,
      range: first.install.call.range,
      code: names.length === 0 ? 'r-install-in-script.unknown' : 'r-install-in-script',
      args: { packages: listed(names) },
      fixes: moveFix(model, file, telling),
    };
  }
}

function namesOf({ packages }: InstallCall): string[] {
  return packages.flatMap(({ text }) => packageOfSource(text) ?? []);
}

/** `if (!require(x)) install.packages("x")` of a package that the build installs. */
function isNeverRun(model: RepositoryModel, install: InstallCall): boolean {
  const names = namesOf(install);
  return install.call.conditional && names.length > 0 && names.every((name) => isDeclared(model, name));
}

/** Takes the calls out, and has the build install what the image does not have already. */
function moveFix(
  model: RepositoryModel,
  { path }: RFile,
  found: readonly { readonly code: RCode; readonly install: InstallCall }[],
): ReportFix[] {
  const deletions: FileEdit[] = [];
  const missing = new Set<string>();
  for (const { code, install } of found) {
    const names = namesOf(install);
    const undeclared = names.filter((name) => !isDeclared(model, name));
    // Packages of other places than CRAN and Bioconductor are installed by more than their names.
    const byName =
      undeclared.length === 0 || ['install.packages', 'install', 'biocLite'].includes(install.name);
    const edit = install.complete && byName ? deleteStatement(code.source, install.call) : undefined;
    if (edit === undefined) return [];
    deletions.push(edit);
    for (const name of undeclared) missing.add(name);
  }
  const additions = missing.size === 0 ? [] : addPackages(model, [...missing]);
  if (additions === undefined) return [];
  const target = additions[0]?.file;
  const edits = [...mergedDeletions(deletions), ...additions];
  const args = { file: path, ...(target !== undefined && { target }) };
  const code = target === undefined ? 'r-install-in-script.fix' : 'r-install-in-script.fix-move';
  return [{ code, args, safe: false, edits }];
}
