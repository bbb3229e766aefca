import { AppError } from '../protocol';

const factors = { K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 } as const;

/**
 * Bytes of a size such as `512M` or `1.5G`: a number and one of K, M, G, T (powers of 1024), as JupyterHub writes sizes.
 * @throws AppError invalid-size, also for a number alone: whether bytes or megabytes are meant cannot be known
 */
export function parseByteSize(text: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)([KMGT])$/.exec(text);
  if (match === null) throw new AppError('invalid-size', { size: text });
  return Math.floor(Number(match[1]) * factors[match[2] as keyof typeof factors]);
}
