import type { RCode } from '../../../environment/code/r-code';
import type { InstallRFile } from '../../../environment/install-r';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';

/** A file with code in R: a script, the chunks of R Markdown, the cells of a notebook. */
export interface RFile {
  readonly path: string;
  readonly codes: readonly RCode[];
}

/** Folders whose code is for those who work on it, is a copy, or belongs to a library of packages. */
const otherPurpose =
  /(?:^|\/)(?:tests?|testthat|data-raw|man|renv|packrat|revdep|node_modules|site-library|\.(?!binder\/)[^/]+)\//;

/** Scripts whose purpose is to install packages, by their names: `install_packages.R`, `requirements.R`. */
const installing = /(?:^|[\W_])(?:install|installation|installer|requirements?|dependencies|packages?)\./i;

/** Code that the repository is about, in the order of paths. */
export function analysisFiles(model: RepositoryModel): readonly RFile[] {
  return model.once('r:analysis files', () => {
    const installR = model.reading().readers.installR?.source.path;
    return rFiles(model).filter(({ path }) => !otherPurpose.test(path) && path !== installR);
  });
}

/** All files with code in R. */
export function rFiles(model: RepositoryModel): readonly RFile[] {
  return model.once('r:files', () =>
    [...model.filesOf('r'), ...model.filesOf('notebook')]
      .map((path) => ({ path, codes: model.r(path) }))
      .filter(({ codes }) => codes.length > 0),
  );
}

/** True for scripts whose purpose is to install packages. */
export function isInstallScript(path: string): boolean {
  return installing.test(path.slice(path.lastIndexOf('/') + 1)) || /(?:^|\/)install[^/]*$/i.test(path);
}

/** The buildpack that installs R; undefined where none does. Dockerfiles are not looked into. */
export function rBuildpack(model: RepositoryModel): 'r' | 'conda' | undefined {
  const { buildpack, versions } = model.reading().environment;
  if (buildpack === 'r') return 'r';
  return buildpack === 'conda' && versions.usesR === true ? 'conda' : undefined;
}

/** install.R, where the build runs it. */
export function usedInstallR(model: RepositoryModel): InstallRFile | undefined {
  const { installR } = model.reading().readers;
  const { buildpack } = model.reading().environment;
  return installR === undefined || buildpack !== 'r' || isIgnored(model, installR.source.path)
    ? undefined
    : installR;
}

/** The code of install.R, where the build runs it and there is a parser. */
export function usedInstallCode(model: RepositoryModel): RCode | undefined {
  const file = usedInstallR(model);
  return file === undefined || model.options.grammars.r === undefined
    ? undefined
    : model.r(file.source.path)[0];
}

/** The folder of a path; '' for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
