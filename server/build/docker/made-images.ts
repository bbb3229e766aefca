import { dirname } from 'node:path';
import type { Records } from '../../store/records';
import { createRecords } from '../../store/records';
import type { Store } from '../../store/types';

/** An image that builds of this state root use but that is no artifact: removed when nothing is built upon it. */
export interface MadeImage {
  readonly kind: 'environment' | 'tools' | 'base';
  readonly reference: string;
  /** Of an environment: the name of the base it is built upon. */
  readonly from?: string;
  /** ISO time of the last build that used it. */
  readonly lastUsedAt: string;
}

/** The images that one build uses, by kind. */
export type ImagesInUse = Readonly<Record<MadeImage['kind'], string>>;

type Place = Pick<Store, 'path'>;

/** The records of such images. Garbage collection looks at no others: another state root may need those. */
export function madeImages(store: Place): Records<MadeImage> {
  return createRecords<MadeImage>({
    dir: dirname(store.path('cache', 'docker', 'made', '-')),
    suffix: '.json',
  });
}

/** Notes that a build is about to use these. */
export async function noteImages(store: Place, references: ImagesInUse, now: Date): Promise<void> {
  const records = madeImages(store);
  for (const kind of ['environment', 'tools', 'base'] as const) {
    const reference = references[kind];
    const from = kind === 'environment' ? { from: references.base } : {};
    await records.put(keyOf(reference), { kind, reference, ...from, lastUsedAt: now.toISOString() });
  }
}

export async function forgetImage(store: Place, reference: string): Promise<void> {
  await madeImages(store).delete(keyOf(reference));
}

/** `bindery/base:0123` as `base-0123`: a reference has characters that files must not have. */
function keyOf(reference: string): string {
  return reference.replace(/^bindery\//, '').replace(/[^A-Za-z0-9._-]/g, '-');
}
