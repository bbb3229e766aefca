import type { JuliaManifestFile, JuliaProjectFile } from '../../../environment/julia-project';
import type { FileEdit } from '../../../protocol';
import { appendLines, insertLinesAfter, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';

/** Project.toml, where the build chooses Julia by it and can read it. */
export function usedProject(model: RepositoryModel): JuliaProjectFile | undefined {
  const { environment, readers } = model.reading();
  const { juliaProject } = readers;
  if (environment.buildpack !== 'julia-project' || juliaProject === undefined) return undefined;
  return juliaProject.syntaxError !== undefined || isIgnored(model, juliaProject.source.path)
    ? undefined
    : juliaProject;
}

/** Manifest.toml beside it, where there is one that can be read. */
export function usedManifest(model: RepositoryModel): JuliaManifestFile | undefined {
  const { juliaManifest } = model.reading().readers;
  return juliaManifest?.syntaxError === undefined ? juliaManifest : undefined;
}

/** `1.10` of `1.10.4`. */
export function minorOf(version: string): string | undefined {
  return /^(\d+\.\d+)(?:\.|$)/.exec(version)?.[1];
}

/** Has the project allow one minor version of Julia alone. */
export function setJulia({ source, julia, tables }: JuliaProjectFile, minor: string): FileEdit {
  const value = `"~${minor}"`;
  if (julia !== undefined) return replaceSpan(source, julia, value);
  const line = `julia = ${value}`;
  return tables.compat === undefined
    ? appendLines(source, ['', '[compat]', line])
    : insertLinesAfter(source, tables.compat.start.line, [line]);
}

/** Adds a dependency, in the order of the alphabet where the others are in it. */
export function addDependency(
  { source, dependencies, tables }: JuliaProjectFile,
  name: string,
  uuid: string,
): FileEdit | undefined {
  const line = `${name} = "${uuid}"`;
  if (tables.deps === undefined)
    return dependencies.length > 0 ? undefined : appendLines(source, ['', '[deps]', line]);
  const before = dependencies.findLast((each) => each.name.text.toLowerCase() < name.toLowerCase());
  return insertLinesAfter(source, (before?.name.range ?? tables.deps).end.line, [line]);
}
