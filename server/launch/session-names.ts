const longest = 20;

/** True for a name that a session may have. */
export function isSessionName(name: string): boolean {
  return name.length <= longest && /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(name);
}

/** A session's name from a repository's: `Owner/My_Repo.git` becomes `my-repo`. */
export function sessionNameFrom(displayName: string): string {
  const last = displayName.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  const plain = last
    .replace(/\.git$/, '')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '');
  return shorten(plain, longest) || 'session';
}

/** `base`, or `base-2`, `base-3`, … : the first that is not taken. */
export function uniqueName(base: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(base)) return base;
  for (let number = 2; ; number += 1) {
    const suffix = `-${number}`;
    const name = shorten(base, longest - suffix.length) + suffix;
    if (!isTaken(name)) return name;
  }
}

const shorten = (name: string, length: number): string => name.slice(0, length).replace(/-+$/, '');
