/**
 * The bare DOI, `10.x/y`, that a text names: as it is, with `doi:`, or as an address of doi.org. Undefined for anything
 * else (contracts/repo2docker.md section 8, "DOI forms").
 */
export function normalizeDoi(text: string): string | undefined {
  const bare = text.trim().replace(/^(?:doi:\s*|(?:https?:\/\/)?(?:(?:dx|www)\.)?doi\.org\/)/i, '');
  return /^10\.\d+\/\S+$/.test(bare) ? bare : undefined;
}
