import { basePackages, normalName, packagesWith } from '../../../environment/names/python';
import type { ModulePackage } from '../../../environment/names/python';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { listed } from '../env/conda-file';
import { declaredIn } from '../repo/declared';
import type { Declared } from '../repo/declared';
import { packageFixes } from './add-package';
import { brought } from './brought';
import { isOptional, isThere } from './missing';
import { allImports } from './sources';

/** A package that is imported, that no file asks for, and that another one is known to bring. */
interface Along {
  readonly package: ModulePackage;
  readonly by: Declared;
}

/** Packages that are imported and only come along with others: one report for each package that brings some. */
export function* checkTransitive(model: RepositoryModel): Iterable<Report> {
  const { everything } = brought(model);
  if (everything || model.options.facts.modules !== undefined) return;
  const groups = new Map<string, Along[]>();
  for (const along of comingAlong(model)) {
    const key = `${along.by.file}\n${along.by.key}`;
    groups.set(key, [...(groups.get(key) ?? []), along]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { file, name } = first.by;
    const names = group.map((each) => each.package.pip).sort();
    yield {
      file,
      range: name.range,
      ...(group.length > 1 && { code: 'nb-transitive-import.several' as const }),
      args: { names: listed(names), by: name.text },
      fixes: group.length === 1 ? packageFixes(model, first.package) : [],
    };
  }
}

/** The Jupyter server and the kernel are never asked for, and are what everything runs in. */
function comingAlong(model: RepositoryModel): Along[] {
  const { direct } = brought(model);
  const base = basePackages();
  const declared = model
    .reading()
    .environment.files.filter(({ role }) => role === 'used')
    .flatMap(({ path }) => declaredIn(model, path) ?? []);
  const found = new Map<string, Along>();
  for (const imported of allImports(model).flatMap(({ outside }) => outside)) {
    const { pip, others, known } = imported.package;
    const names = [pip, ...others].map(normalName);
    if (!known || pip === '' || isOptional(imported.import) || !isThere(model, imported)) continue;
    if (names.some((name) => direct.has(name) || base.has(name) || found.has(name))) continue;
    const by = declared.find(({ key }) => names.some((name) => packagesWith(key).has(name)));
    if (by !== undefined) found.set(normalName(pip), { package: imported.package, by });
  }
  return [...found.values()];
}
