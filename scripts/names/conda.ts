import { normalName } from '../../server/environment/names/normal';

interface CondaSources {
  readonly onConda: ReadonlyMap<string, readonly string[] | null>;
  /** By name on the index: names on conda-forge, the one to write first; `-` for none. */
  readonly own: readonly (readonly [string, readonly string[]])[];
  readonly refused: ReadonlySet<string>;
  /** Packages of the index that modules are told to be in. */
  readonly packages: readonly string[];
  readonly same: readonly string[];
}

/** What server/environment/names/conda.json holds. */
export interface CondaTable {
  /** Names on conda-forge by names on the index, where they differ: what to write. */
  readonly names: Readonly<Record<string, string>>;
  /** Names on the index by names on conda-forge, where they differ. */
  readonly packages: Readonly<Record<string, string>>;
  /** Packages of the index that modules are told to be in and that conda-forge has not, with blanks between them. */
  readonly indexOnly: string;
}

/** Our own rows over those of parselmouth. */
export function condaTable({ onConda, own, refused, packages, same }: CondaSources): CondaTable {
  const told = new Map<string, string>();
  const names = new Map<string, string>();
  const present = new Set([...onConda.keys()].map(normalName));
  const reached = new Set<string>();
  for (const [conda, index] of onConda) {
    const [only, ...more] = (index ?? []).map(normalName);
    if (index?.map(normalName).includes(normalName(conda)) === true) reached.add(normalName(conda));
    if (only === undefined || more.length > 0 || only === normalName(conda) || refused.has(conda)) continue;
    told.set(normalName(conda), only);
  }
  for (const [conda, index] of told) {
    const shorter = (names.get(index)?.length ?? Infinity) > conda.length;
    if (!reached.has(index) && shorter) names.set(index, conda);
  }
  for (const [index, [first = '-', ...others]] of own) {
    names.delete(normalName(index));
    if (first !== normalName(index)) names.set(normalName(index), first === '-' ? '' : first);
    for (const name of [first, ...others])
      if (name !== '-' && normalName(name) !== normalName(index) && !told.has(normalName(name)))
        told.set(normalName(name), normalName(index));
  }
  const wanted = [...packages, ...same].filter((name) => !/^(?:conda:|-$)/.test(name)).map(normalName);
  const missing = wanted.filter((name) => !names.has(name) && !present.has(name));
  return {
    names: Object.fromEntries([...names].sort(byName)),
    packages: Object.fromEntries([...told].sort(byName)),
    indexOnly: [...new Set(missing)].sort().join(' '),
  };
}

function byName([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : 1;
}
