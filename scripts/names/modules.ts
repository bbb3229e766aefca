import { normalName } from '../../server/environment/names/normal';
import { isStandardModule } from '../../server/environment/names/standard';

interface ModuleSources {
  readonly same: readonly string[];
  readonly other: readonly (readonly [string, readonly string[]])[];
  /** pipreqs' rows: a module and a package, several rows for a module of several. */
  readonly mapping: readonly (readonly [string, readonly string[]])[];
  readonly refused: ReadonlySet<string>;
  /** Packages of the index that conda-forge has: a sign that they are alive and of use. */
  readonly known: ReadonlySet<string>;
}

/** What server/environment/names/modules.json holds. */
export interface ModuleTable {
  /** Modules whose package has their name, with blanks between them. */
  readonly same: string;
  /** Packages by module, best first. */
  readonly other: Readonly<Record<string, string>>;
}

/** Our own rows, and those of pipreqs that are one package's that conda-forge has too. */
export function moduleTable({ same, other, mapping, refused, known }: ModuleSources): ModuleTable {
  const own = new Set([...same, ...other.map(([module]) => module)].map((name) => name.toLowerCase()));
  const taken = new Map<string, string[]>();
  for (const [module, [name = '']] of mapping)
    taken.set(module, [...(taken.get(module) ?? []), normalName(name)]);
  const carried = [...taken].flatMap(([module, packages]): [string, readonly string[]][] => {
    const usable = packages.length === 1 && packages.every((name) => known.has(name)) && !refused.has(module);
    return usable && !own.has(module.toLowerCase()) && !isStandardModule(module) ? [[module, packages]] : [];
  });
  const isSame = ([module, packages]: readonly [string, readonly string[]]): boolean =>
    packages.length === 1 && packages[0] === normalName(module) && !module.includes('.');
  const rows = [...other, ...carried];
  return {
    same: sorted([...same, ...rows.filter(isSame).map(([module]) => module)]).join(' '),
    other: Object.fromEntries(
      rows
        .filter((row) => !isSame(row))
        .map(([module, packages]) => [module, packages.join(' ')] as const)
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    ),
  };
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
