import type { RPackageUse } from '../../../environment/code/r-code';
import { readR } from '../../../environment/code/r-code';
import { inConfigDir } from '../../../environment/config-files';
import type { DescriptionFile } from '../../../environment/description';
import { isBaseR } from '../../../environment/names/r';
import type { TextSpan } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { appendLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { listed } from '../env/conda-file';
import { isIgnored } from '../ignored';
import { isReadByCommand } from '../repo/uses';
import { addImports } from './add-package';
import { declaredR } from './declared';
import { rBuildpack, rFiles, usedInstallR } from './files';
import { usedPackages } from './used';

/** Packages that the package's own code needs, and that its DESCRIPTION does not import: each once. */
export function* checkImports(model: RepositoryModel): Iterable<Report> {
  const { description } = model.reading().readers;
  if (description?.packageName === undefined || isIgnored(model, 'DESCRIPTION')) return;
  const own = description.packageName.text;
  const imported = namesOf(description, ['Imports', 'Depends', 'LinkingTo']);
  const suggested = namesOf(description, ['Suggests', 'Enhances']);
  const found = new Map<string, { readonly file: string; readonly package: TextSpan }>();
  for (const { file, use } of [...namespaceUses(model), ...packageUses(model)]) {
    const name = use.text;
    if (name === own || isBaseR(name) || imported.has(name) || found.has(name)) continue;
    found.set(name, { file, package: use });
  }
  for (const [name, { file, package: at }] of found) {
    const edits: FileEdit[] = suggested.has(name) ? [] : [addImports(description, [name])];
    yield {
      file,
      range: at.range,
      code:
        file === 'NAMESPACE'
          ? 'r-description-imports.namespace'
          : suggested.has(name)
            ? 'r-description-imports.suggested'
            : 'r-description-imports',
      severity: file === 'NAMESPACE' ? 'error' : 'warning',
      args: { package: name },
      fixes:
        edits.length === 0
          ? []
          : [{ code: 'r-description-imports.fix', args: { package: name }, safe: true, edits }],
    };
  }
}

function namesOf({ dependencies }: DescriptionFile, fields: readonly string[]): ReadonlySet<string> {
  return new Set(dependencies.filter(({ field }) => fields.includes(field)).map(({ name }) => name.text));
}

interface PlacedUse {
  readonly file: string;
  readonly use: TextSpan;
}

/** `import(x)` and `importFrom(x, y)`: without these packages the package cannot be installed. */
function namespaceUses(model: RepositoryModel): PlacedUse[] {
  const source = model.view.kind('NAMESPACE') === 'file' ? model.text('NAMESPACE') : undefined;
  if (source === undefined) return [];
  // The file is written in the grammar of R.
  const { calls } = readR(source, model.options.grammars.r);
  return calls
    .filter(({ callee }) =>
      ['import', 'importFrom', 'importClassesFrom', 'importMethodsFrom'].includes(callee.text),
    )
    .flatMap(({ callee, arguments: list }) => {
      const plain = list.filter(({ name }) => name === undefined);
      const given = callee.text === 'import' ? plain : plain.slice(0, 1);
      return given.map(({ string, written }) => ({ file: 'NAMESPACE', use: string ?? written }));
    });
}

/** What the code in R/ uses, but for what it can do without. */
function packageUses(model: RepositoryModel): PlacedUse[] {
  return rFiles(model)
    .filter(({ path }) => /^R\/[^/]+$/.test(path))
    .flatMap(({ path, codes }) =>
      codes
        .flatMap(({ uses }) => uses)
        .filter((use: RPackageUse) => !use.guarded)
        .map((use) => ({ file: path, use: use.package })),
    );
}

/** DESCRIPTION of the root, beside a configuration folder: the package is not installed, nor what it needs. */
export function* checkHiddenDescription(model: RepositoryModel): Iterable<Report> {
  const { environment, readers } = model.reading();
  const { description } = readers;
  const { configDir, buildpack } = environment;
  if (description === undefined || configDir === '' || buildpack === undefined || buildpack === 'dockerfile')
    return;
  if (isReadByCommand(model, 'DESCRIPTION')) return;
  const own = description.packageName?.text;
  const used = new Set(usedPackages(model).map(({ use }) => use.package.text));
  const lost = description.dependencies
    .filter(({ field, name }) => field !== 'Suggests' && field !== 'Enhances' && used.has(name.text))
    .map(({ name }) => name.text)
    .filter((name) => !isInstalledOtherwise(model, name));
  const isUsed = own !== undefined && used.has(own);
  const packages = [...(isUsed ? [own] : []), ...lost];
  if (packages.length === 0) return;
  yield {
    file: description.source.path,
    code: isUsed ? 'r-description-in-binder-dir' : 'r-description-in-binder-dir.needs',
    args: { folder: `${configDir}/`, package: own ?? '', packages: listed(packages) },
    fixes: rBuildpack(model) === 'r' ? installFix(model) : [],
  };
}

/** True where install.R, a lock or another file names the package too. */
function isInstalledOtherwise(model: RepositoryModel, name: string): boolean {
  return declaredR(model).beside.has(name.toLowerCase());
}

/** install.R runs in the root, and again once the repository is there. */
function installFix(model: RepositoryModel): ReportFix[] {
  const line = 'remotes::install_local(upgrade = "never")';
  const installs = usedInstallR(model);
  const file = installs?.source.path ?? inConfigDir(model.reading().environment.configDir, 'install.R');
  const edit: FileEdit =
    installs === undefined
      ? { kind: 'create', file, text: `${line}\n` }
      : appendLines(installs.source, [line]);
  return [{ code: 'r-description-in-binder-dir.fix', args: { file }, safe: false, edits: [edit] }];
}
