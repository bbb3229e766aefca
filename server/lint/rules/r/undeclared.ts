import { isOftenBrought, repositoryOfR, squashed } from '../../../environment/names/r';
import type { Severity } from '../../../protocol';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { addPackage } from './add-package';
import { declaredR, isDeclared } from './declared';
import { rBuildpack } from './files';
import type { RUse } from './used';
import { installedByCode, isPackageCode, sureness, usedPackages } from './used';

/** Packages that code uses and that nothing in the build installs: each once, where it is needed most surely. */
export function* checkUndeclared(model: RepositoryModel): Iterable<Report> {
  if (rBuildpack(model) === undefined || declaredR(model).open) return;
  const missing = usedPackages(model).filter(
    ({ file, use }) => !isDeclared(model, use.package.text) && !isPackageCode(model, file),
  );
  for (const uses of byPackage(missing)) {
    const [first, ...others] = uses;
    if (first === undefined) continue;
    const { file, use } = first;
    const name = use.package.text;
    const { code, severity, by } = judgement(model, first);
    const fix = addPackage(model, name, severity === 'error' || severity === 'warning');
    const related = others.slice(0, mostRelated).map((other) => ({
      file: other.file,
      range: other.use.package.range,
      code: 'r-library-undeclared.related' as const,
    }));
    yield {
      file,
      range: use.package.range,
      code,
      severity,
      args: { package: name, ...(by !== undefined && { file: by }) },
      ...(related.length > 0 && { related }),
      fixes: fix === undefined ? [] : [fix],
    };
  }
}

/** Other places of the same package that are told. */
const mostRelated = 5;

/** The uses of each package, the surest first. */
function byPackage(uses: readonly RUse[]): RUse[][] {
  const groups = new Map<string, RUse[]>();
  for (const each of uses) {
    const name = each.use.package.text;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups.values()].map((group) =>
    group.sort((left, right) => sureness(right.use) - sureness(left.use)),
  );
}

interface Judgement {
  readonly code: LintCode;
  readonly severity: Severity;
  readonly by?: string;
}

/** How surely the code fails: a package that others bring along may be there after all. */
function judgement(model: RepositoryModel, { use }: RUse): Judgement {
  const name = use.package.text;
  const by = installedByCode(model).get(squashed(name));
  if (by !== undefined) return { code: 'r-library-undeclared.run', severity: 'information', by };
  if (use.guarded) return { code: 'r-library-undeclared.guarded', severity: 'information' };
  const maybe = !declaredR(model).complete && (isOftenBrought(name) || isFromElsewhere(model, name));
  if (maybe) return { code: 'r-library-undeclared.maybe', severity: 'warning' };
  return { code: 'r-library-undeclared', severity: use.conditional ? 'warning' : 'error' };
}

/** Packages of Bioconductor bring each other along, and a repository of code may have another name than its package. */
function isFromElsewhere(model: RepositoryModel, name: string): boolean {
  const known = repositoryOfR(name);
  return known === 'bioconductor'
    ? declaredR(model).fromBioconductor
    : known === undefined && declaredR(model).fromCode;
}
