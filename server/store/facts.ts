import { createHash } from 'node:crypto';
import type { RecordStore } from './types';

/** Something that moves (what a tag means, the newest Julia, a snapshot's date), as it was when it was looked up. */
export interface Fact<T = unknown> {
  /** What it is about, for people: `base docker.io/library/buildpack-deps:24.04`. */
  readonly name: string;
  readonly value: T;
  /** ISO time of the look-up. */
  readonly resolvedAt: string;
}

/**
 * Facts that move are looked up once and reused until they are too old or somebody asks for new ones (`--refresh`), so
 * that two builds of one commit do not differ by the day (docs/architecture.md, "Identity").
 */
export interface Facts {
  /** The fact, unless it was never looked up, is older than the greatest age, or comes from the future. */
  known<T>(name: string): Promise<Fact<T> | undefined>;
  /** The fact as it was looked up last, whatever its age. */
  last<T>(name: string): Promise<Fact<T> | undefined>;
  /** Remembers what was looked up just now. */
  keep<T>(name: string, value: T): Promise<Fact<T>>;
  /** The known fact, or what `lookUp` says now. With `refresh` it is looked up in any case. @throws what `lookUp` throws */
  resolve<T>(name: string, refresh: boolean, lookUp: () => Promise<T>): Promise<Fact<T>>;
  /** Everything that was looked up, whatever its age. */
  list(): Promise<readonly Fact[]>;
}

const dayMilliseconds = 24 * 3600 * 1000;

export interface FactsOptions {
  readonly records: RecordStore<Fact>;
  readonly now: () => Date;
  /** Greatest age in days. */
  readonly days: number;
}

export function createFacts({ records, now, days }: FactsOptions): Facts {
  const last = async <T>(name: string): Promise<Fact<T> | undefined> => {
    // A record that cannot be read costs a look-up, not the build.
    const fact = await records.get(keyOf(name)).catch(() => undefined);
    return fact?.name === name ? (fact as Fact<T>) : undefined;
  };
  const known = async <T>(name: string): Promise<Fact<T> | undefined> => {
    const fact = await last<T>(name);
    const age = now().getTime() - Date.parse(fact?.resolvedAt ?? '');
    return age >= 0 && age < days * dayMilliseconds ? fact : undefined;
  };
  const keep = async <T>(name: string, value: T): Promise<Fact<T>> => {
    const fact = { name, value, resolvedAt: now().toISOString() };
    await records.put(keyOf(name), fact);
    return fact;
  };
  return {
    known,
    last,
    keep,
    async resolve<T>(name: string, refresh: boolean, lookUp: () => Promise<T>): Promise<Fact<T>> {
      const fact = refresh ? undefined : await known<T>(name);
      return fact ?? (await keep(name, await lookUp()));
    },
    list: () => records.list(),
  };
}

/** Names hold slashes and colons; files do not. */
function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
