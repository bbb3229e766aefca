import type { StoreOptions } from './options';
import type { Store } from './types';

/**
 * Opens the state root, which is made where it is missing (mode 700).
 * @throws AppError state-too-new when a newer Bindery wrote it; state-corrupt when schema.json cannot be read
 */
export function openStore(root: string, options: StoreOptions = {}): Promise<Store> {
  return Promise.reject(new Error(`not yet opened: ${root} ${String(options.now?.())}`));
}
