import type { RPackageUse } from '../../../environment/code/r-code';
import { isBaseR, isRecommendedR, packageOfSource, squashed } from '../../../environment/names/r';
import type { RepositoryModel } from '../../model';
import { analysisFiles, rBuildpack, rFiles } from './files';
import { installCalls } from './install-calls';

/** The use of a package that says most surely that it has to be there, of those in one file. */
export interface RUse {
  readonly file: string;
  readonly use: RPackageUse;
}

/** The packages that the repository's code uses, once for each file, but for those that every R has. */
export function usedPackages(model: RepositoryModel): readonly RUse[] {
  return model.once('r:used', () => {
    const skips = isPartOfR(model);
    return analysisFiles(model).flatMap(({ path, codes }) => {
      const best = new Map<string, RPackageUse>();
      for (const use of codes.flatMap((code) => code.uses)) {
        const name = use.package.text;
        const held = best.get(name);
        if (!skips(name) && (held === undefined || sureness(use) > sureness(held))) best.set(name, use);
      }
      return [...best.values()].map((use) => ({ file: path, use }));
    });
  });
}

/** conda-forge's R is told to lack the recommended packages; some of them come with others all the same. */
function isPartOfR(model: RepositoryModel): (name: string) => boolean {
  const withRecommended = rBuildpack(model) !== undefined;
  return (name) => isBaseR(name) || (withRecommended && isRecommendedR(name));
}

/** The more, the surer the code fails without the package. */
export function sureness({ guarded, conditional, how }: RPackageUse): number {
  return (guarded ? 0 : 4) + (conditional ? 0 : 2) + (how === '::' ? 0 : 1);
}

/** True for code of a package in R: what it needs is a matter of its DESCRIPTION. */
export function isPackageCode(model: RepositoryModel, path: string): boolean {
  const folder = /^(.*?)(?:^|\/)R\/[^/]+$/.exec(path)?.[1];
  return folder !== undefined && model.has(folder === '' ? 'DESCRIPTION' : `${folder}/DESCRIPTION`);
}

/** The packages that code installs when it runs, and the first file that does, by name as `squashed`. */
export function installedByCode(model: RepositoryModel): ReadonlyMap<string, string> {
  return model.once('r:installed by code', () => {
    const found = new Map<string, string>();
    for (const { path, codes } of rFiles(model)) {
      for (const code of codes) {
        for (const { packages } of installCalls(code)) {
          for (const { text } of packages) {
            const name = packageOfSource(text);
            if (name !== undefined && !found.has(squashed(name))) found.set(squashed(name), path);
          }
        }
      }
    }
    return found;
  });
}
