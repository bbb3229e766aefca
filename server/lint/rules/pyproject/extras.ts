import { inConfigDir } from '../../../environment/config-files';
import { normalName, packageOfModule } from '../../../environment/names/python';
import type { PyprojectExtra, PyprojectFile } from '../../../environment/pyproject';
import type { FileEdit } from '../../../protocol';
import { appendLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { pipLists, pipNames } from '../requirements/lists';
import { listed } from '../requirements/local-urls';
import { condaNames } from '../requirements/system-libraries';
import { installedProject, quotedRequirement } from './file';

/** Extras of the package that notebooks need: `pip install .` leaves them out. */
export function* checkExtras(model: RepositoryModel): Iterable<Report> {
  const project = installedProject(model);
  if (project === undefined || project.dynamicDependencies || project.extras.length === 0) return;
  const installed = installedExtras(model);
  const declared = new Set([
    ...namesOf(project, project.dependencies),
    ...pipNames(model),
    ...condaNames(model),
  ]);
  const imported = [...importedPackages(model)].filter(([name]) => !declared.has(name));
  const told = new Set<string>();
  for (const extra of project.extras) {
    const own = new Set(
      installed.has(normalName(extra.name.text)) ? [] : namesOf(project, extra.requirements),
    );
    const needed = imported.filter(([name]) => own.has(name) && !told.has(name));
    if (needed.length === 0) continue;
    for (const [name] of needed) told.add(name);
    yield extraReport(
      model,
      project,
      extra,
      needed.map(([, module]) => module),
    );
  }
}

function extraReport(
  model: RepositoryModel,
  { source }: PyprojectFile,
  { name }: PyprojectExtra,
  modules: readonly string[],
): Report {
  return {
    file: source.path,
    range: name.range,
    args: { names: listed(modules), extra: name.text },
    fixes: installExtra(model, name.text),
  };
}

function namesOf({ source }: PyprojectFile, requirements: PyprojectExtra['requirements']): string[] {
  return requirements.flatMap((span) => {
    const { requirement } = quotedRequirement(source, span);
    return requirement === undefined ? [] : [normalName(requirement.name.text)];
  });
}

/** Extras that a list for pip asks for: `.[plots]`. */
function installedExtras(model: RepositoryModel): Set<string> {
  const locations = pipLists(model).flatMap(({ lines }) =>
    lines.flatMap((line) => (line.kind === 'location' ? [line.location.text] : [])),
  );
  const extras = locations.flatMap((text) => /^\.\/?\[([^\]]*)\]/.exec(text)?.[1]?.split(',') ?? []);
  return new Set(extras.map((extra) => normalName(extra.trim())));
}

/** Packages that notebooks import for certain, with the module. */
function importedPackages(model: RepositoryModel): Map<string, string> {
  return model.once('pyproject:imports', () => {
    const found = new Map<string, string>();
    for (const path of model.filesOf('notebook')) {
      for (const { imports } of model.python(path)) {
        for (const { module, level, guard } of imports) {
          if (level > 0 || guard !== undefined) continue;
          const { pip, known } = packageOfModule(module.text, model.options.packages);
          if (known && pip !== '') found.set(normalName(pip), module.text.split('.')[0] ?? '');
        }
      }
    }
    return found;
  });
}

function installExtra(model: RepositoryModel, extra: string): ReportFix[] {
  const { readers, environment } = model.reading();
  const path = inConfigDir(environment.configDir, 'requirements.txt');
  const { requirements } = readers;
  const line = `.[${extra}]`;
  if (requirements === undefined && model.has(path)) return [];
  const edit: FileEdit =
    requirements === undefined
      ? { kind: 'create', file: path, text: `${line}\n` }
      : appendLines(requirements.source, [line]);
  return [{ code: 'pyproj-extras-only.fix', safe: false, edits: [edit] }];
}
