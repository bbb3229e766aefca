/**
 * The core of a SWHID of a directory or a revision; qualifiers behind `;` are dropped. Undefined for other objects and
 * for anything else (contracts/repo2docker.md section 8).
 */
export function swhid(text: string): string | undefined {
  const core = text.split(';', 1)[0] ?? '';
  return /^swh:1:(?:dir|rev):[0-9a-f]{40}$/.test(core) ? core : undefined;
}
