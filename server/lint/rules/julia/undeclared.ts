import type { JuliaCode, JuliaUse } from '../../../environment/code/julia-code';
import { isStandardJulia, juliaUuid } from '../../../environment/names/julia';
import { normalName } from '../../../environment/names/python';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { commandedPackages } from '../repo/evidence';
import { addDependency, usedManifest, usedProject } from './project';

interface JuliaFile {
  readonly path: string;
  readonly codes: readonly JuliaCode[];
}

interface PlacedUse {
  readonly file: string;
  readonly use: JuliaUse;
}

/** Packages that code loads and that the project does not depend on: each once, where it is needed most surely. */
export function* checkUndeclared(model: RepositoryModel): Iterable<Report> {
  const project = usedProject(model);
  if (project === undefined) return;
  const added = addedByCode(model);
  for (const [name, uses] of missingPackages(model)) {
    const [first, ...others] = [...uses].sort(
      (left, right) => Number(left.use.guarded) - Number(right.use.guarded),
    );
    if (first === undefined) continue;
    const by = added.get(name);
    const code: LintCode =
      by !== undefined
        ? 'julia-using-undeclared.run'
        : first.use.guarded
          ? 'julia-using-undeclared.guarded'
          : 'julia-using-undeclared';
    // The project of a package lists what the package needs; its examples are often run with more.
    const certain = code === 'julia-using-undeclared' && !isExample(model, first.file);
    const severity = certain ? 'error' : code === 'julia-using-undeclared' ? 'warning' : 'information';
    const related = others.slice(0, 5).map(({ file, use }) => ({
      file,
      range: use.package.range,
      code: 'julia-using-undeclared.related' as const,
    }));
    yield {
      file: first.file,
      range: first.use.package.range,
      code,
      severity,
      args: { package: name, project: project.source.path, file: by ?? '' },
      ...(related.length > 0 && { related }),
      fixes: addFix(model, name, certain),
    };
  }
}

/** The packages that code loads and that nothing brings, each with its uses, the first of every file. */
export function missingPackages(model: RepositoryModel): ReadonlyMap<string, readonly PlacedUse[]> {
  const isThere = available(model);
  const groups = new Map<string, PlacedUse[]>();
  for (const { path, codes } of projectFiles(model)) {
    for (const use of codes.flatMap((code) => code.uses)) {
      const name = use.package.text;
      const held = groups.get(name) ?? [];
      if (!isThere(name) && !held.some(({ file }) => file === path))
        groups.set(name, [...held, { file: path, use }]);
    }
  }
  return groups;
}

/** Folders with an environment of their own, or none that sessions run in. */
const otherPurpose = /(?:^|\/)(?:tests?|docs?|benchmarks?|ext|deps|\.(?!binder\/)[^/]+)\//;

/** Code that runs in the project's environment. */
function projectFiles(model: RepositoryModel): readonly JuliaFile[] {
  return juliaFiles(model).filter(({ path, codes }) => {
    if (otherPurpose.test(path) || codes.some(({ activations }) => activations.length > 0)) return false;
    // Notebooks of Pluto hold their own environment.
    if (model.text(path)?.text.startsWith('### A Pluto.jl notebook ###') === true) return false;
    return !hasOwnProject(model, path);
  });
}

function juliaFiles(model: RepositoryModel): readonly JuliaFile[] {
  return model.once('julia:files', () =>
    [...model.filesOf('julia'), ...model.filesOf('notebook')]
      .map((path) => ({ path, codes: model.julia(path) }))
      .filter(({ codes }) => codes.length > 0),
  );
}

/** True below another project: in a folder with one, or in the code of a package that a configuration folder hides. */
function hasOwnProject(model: RepositoryModel, path: string): boolean {
  const { configDir } = model.reading().environment;
  const folders = path
    .split('/')
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  const has = (folder: string): boolean =>
    ['Project.toml', 'JuliaProject.toml'].some((name) => model.view.kind(`${folder}/${name}`) === 'file');
  if (folders.some((folder) => folder !== configDir && has(folder))) return true;
  return configDir !== '' && path.startsWith('src/') && model.view.kind('Project.toml') === 'file';
}

/** True for code of a package's repository that is not the package's own. */
function isExample(model: RepositoryModel, path: string): boolean {
  const name = usedProject(model)?.name?.text;
  return name !== undefined && !path.startsWith('src/') && model.view.kind(`src/${name}.jl`) === 'file';
}

/** What can be loaded: dependencies, the standard library, IJulia, and what the repository itself defines or is told to install. */
function available(model: RepositoryModel): (name: string) => boolean {
  const project = usedProject(model);
  const names = new Set([
    'IJulia',
    ...(project?.dependencies ?? []).map(({ name }) => name.text),
    ...(project?.name === undefined ? [] : [project.name.text]),
    ...juliaFiles(model).flatMap(({ codes }) =>
      codes.flatMap(({ modules }) => modules.map(({ text }) => text)),
    ),
  ]);
  const words = model.once('julia:commanded', () => commandedPackages(model));
  return (name) => names.has(name) || isStandardJulia(name) || words.has(normalName(name));
}

/** Packages that code installs when it runs, and the first file that does. */
function addedByCode(model: RepositoryModel): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { path, codes } of juliaFiles(model)) {
    for (const { text } of codes.flatMap((code) => code.added)) {
      const name = (text.split('/').at(-1) ?? '').replace(/(?:\.jl)?(?:\.git)?$/, '');
      if (!found.has(name)) found.set(name, path);
    }
  }
  return found;
}

/** With the identifier that the manifest or the table has. A manifest without the package would be refused. */
function addFix(model: RepositoryModel, name: string, certain: boolean): ReportFix[] {
  const project = usedProject(model);
  const manifest = usedManifest(model);
  const locked = manifest?.uuids.get(name);
  const uuid = manifest === undefined ? juliaUuid(name) : locked;
  const edit = project === undefined || uuid === undefined ? undefined : addDependency(project, name, uuid);
  if (edit === undefined) return [];
  const args = { package: name, file: edit.file };
  return [{ code: 'julia-using-undeclared.fix', args, safe: certain, edits: [edit] }];
}
