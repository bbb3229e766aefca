/** Names that a server advertises, and the objects they stand for. Peeled tags end in `^{}`. */
export type AdvertisedRefs = ReadonlyMap<string, string>;

/** What a ref that somebody asked for turned out to be. */
export interface FoundRef {
  /** `refs/heads/main`, `HEAD`, or the commit itself. */
  readonly name: string;
  readonly commit: string;
}

/** Reads the output of `git ls-remote`. */
export function parseRefs(output: string): AdvertisedRefs {
  const lines = output.split('\n').map((line) => line.split('\t'));
  return new Map(lines.flatMap(([id, name]) => (id && name ? [[name, id] as const] : [])));
}

/** A whole commit id, SHA-1 or SHA-256. */
export function isCommitId(ref: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref);
}

/** The beginning of a commit id, long enough for git to look it up. */
export function isShortCommitId(ref: string): boolean {
  return /^[0-9a-f]{4,63}$/i.test(ref) && !isCommitId(ref);
}

/** True for what can name a ref at all (git check-ref-format): the rest is never given to git. */
export function isRefName(ref: string): boolean {
  return ref !== '' && !/^[-/]|[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$|\.lock$/.test(ref);
}

/**
 * What to look for, in order; the first that the server has wins (design section 5: a deliberate difference, repo2docker
 * takes the last): the name as git reads it, then that of `origin/<name>`, then the part behind the last slash.
 */
export function candidates(ref: string): readonly string[] {
  const last = ref.split('/').at(-1) ?? ref;
  const names = [ref, `refs/${ref}`, `refs/tags/${ref}`, `refs/heads/${ref}`];
  return ref === last ? names : [...names, `refs/tags/${last}`, `refs/heads/${last}`];
}

/** What to ask `git ls-remote` for: it matches the ends of names. */
export function patterns(ref: string): readonly string[] {
  const names = [...new Set([ref, ref.split('/').at(-1) ?? ref])];
  return names.flatMap((name) => [name, `${name}^{}`]);
}

export function chooseRef(ref: string, refs: AdvertisedRefs): FoundRef | undefined {
  for (const name of candidates(ref)) {
    if (name !== 'HEAD' && !name.startsWith('refs/')) continue;
    const commit = refs.get(`${name}^{}`) ?? refs.get(name);
    if (commit !== undefined) return { name, commit };
  }
  return undefined;
}

/** What else to try, as the end of a sentence. */
export function refHint(ref: string): string {
  if (ref === 'main' || ref === 'master') {
    return `its default branch may be ${ref === 'main' ? 'master' : 'main'}; HEAD is always the default branch.`;
  }
  return 'HEAD is the default branch.';
}
