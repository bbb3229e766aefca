import type { AskedPackage } from '../../../environment/asked-packages';
import { packagesOfConda, packagesOfLines, packagesOfPipfile } from '../../../environment/asked-packages';
import { normalName } from '../../../environment/names/python';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';
import { brought } from '../imports/brought';

/** What is said of the version of a package that the build installs. */
export interface DeclaredPackage {
  /** Normalised (PEP 503), also for packages of conda. */
  readonly name: string;
  /** Clauses as PEP 440 has them; '' where every version will do, undefined where they cannot be told. */
  readonly versions?: string;
}

/** The packages that the build installs because a file that it reads names them. */
export function declaredPackages(model: RepositoryModel): readonly DeclaredPackage[] {
  return model.once('notebook:declared', () => {
    const { requirementsTree, conda, pipfile, pipfileLock } = model.reading().readers;
    const isRead = (path: string | undefined): boolean => path !== undefined && !isIgnored(model, path);
    const lines = [...requirementsTree.files.values()]
      .filter(({ source }) => isRead(source.path))
      .flatMap((file) => file.lines);
    const condaRead = conda !== undefined && isRead(conda.source.path);
    // With a lock, pipenv installs what it says.
    const locked = pipfileLock !== undefined && isRead(pipfileLock.source.path) ? pipfileLock.packages : [];
    const piped = pipfile !== undefined && isRead(pipfile.source.path) ? pipfile.packages : [];
    return [
      ...packagesOfLines(lines),
      ...(condaRead ? packagesOfConda(conda) : []),
      ...packagesOfPipfile(locked.length > 0 ? locked : piped),
    ].map(ofAsked);
  });
}

/** True where a package of this (normalised) name may be there: asked for by a file or a command, or brought along. */
export function isInstalled(model: RepositoryModel, name: string): boolean {
  const { packages, direct, everything } = brought(model);
  return everything || packages.has(name) || direct.has(name);
}

/** True where a file that the build reads names a package of this (normalised) name. */
export function isDeclared(model: RepositoryModel, name: string): boolean {
  return declaredPackages(model).some((declared) => declared.name === name);
}

function ofAsked({ name, versions }: AskedPackage): DeclaredPackage {
  return { name: normalName(name.text), ...(versions !== undefined && { versions }) };
}
