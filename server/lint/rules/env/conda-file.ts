import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import type { MatchSpec } from '../../../environment/match-spec';
import { specVersion } from '../../../environment/match-spec';
import type { TextSpan } from '../../../environment/text';
import { rangeAt } from '../../../environment/text';
import type { Range } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';

/** A package that is asked for of conda. */
export interface CondaPackage {
  /** The entry as a whole. */
  readonly written: TextSpan;
  readonly spec: MatchSpec;
  /** As conda compares it. */
  readonly name: string;
}

/** environment.yml, where the build reads it. */
export function condaFile(model: RepositoryModel): CondaEnvironmentFile | undefined {
  const { conda } = model.reading().readers;
  return conda === undefined || isIgnored(model, conda.source.path) ? undefined : conda;
}

/** The same where it also chooses the Python: beside R and Julia it does not. */
export function decidingFile(
  model: RepositoryModel,
): { readonly file: CondaEnvironmentFile; readonly python: string } | undefined {
  const file = condaFile(model);
  const { buildpack, versions } = model.reading().environment;
  return file === undefined || buildpack !== 'conda' || versions.python === undefined
    ? undefined
    : { file, python: versions.python };
}

/** Files are read anew whenever they change, so what was made of one stays right. */
const packagesByFile = new WeakMap<CondaEnvironmentFile, readonly CondaPackage[]>();

/** The packages that conda can read. */
export function condaPackagesOf(file: CondaEnvironmentFile): readonly CondaPackage[] {
  const known = packagesByFile.get(file);
  if (known !== undefined) return known;
  const packages = file.dependencies.flatMap((entry) => {
    if (entry.kind !== 'package' || entry.spec === undefined) return [];
    const { written, spec } = entry;
    return [{ written, spec, name: spec.name.text.toLowerCase() }];
  });
  packagesByFile.set(file, packages);
  return packages;
}

/** The version that a package is asked for in, with its operators, wherever in the entry it stands. */
export function versionOf({ spec }: CondaPackage): TextSpan | undefined {
  return specVersion(spec);
}

/** The entry for a package, by its name. */
export function packageNamed(file: CondaEnvironmentFile, name: string): CondaPackage | undefined {
  return condaPackagesOf(file).find((each) => each.name === name);
}

/** Where `dependencies` stands; the beginning of the file where it does not. */
export function dependenciesRange({ source, keys }: CondaEnvironmentFile): Range {
  return keys.find(({ key }) => key.text === 'dependencies')?.key.range ?? rangeAt(source, 0, 0);
}

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = 4): string {
  const shown = names.slice(0, names.length === most + 1 ? most + 1 : most).map((name) => name.slice(0, 60));
  const left = names.length - shown.length;
  if (left > 0) return `${shown.join(', ')} and ${String(left)} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
