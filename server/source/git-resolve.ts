import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '../platform/files';
import { AppError } from '../protocol';
import type { Git, GitRemote } from './git';
import type { FoundRef } from './git-refs';
import { chooseRef, isCommitId, isRefName, isShortCommitId, parseRefs, patterns, refHint } from './git-refs';

export interface ResolveOptions {
  readonly git: Git;
  readonly remote: GitRemote;
  readonly ref: string;
  /** Folder for a passing clone. */
  readonly place: string;
  /** Called before the history has to be read, which takes long. */
  readonly onSlow: () => void;
}

/**
 * The commit that `ref` names now. A whole commit id is taken as it is: whether the repository has it shows when it is
 * fetched. A name is asked of the server alone; only the beginning of a commit id needs the history.
 * @throws AppError unknown-ref and those of `gitError`; Cancelled
 */
export async function resolveRef(options: ResolveOptions): Promise<FoundRef> {
  const { git, remote, ref, place } = options;
  if (isCommitId(ref)) return { name: ref.toLowerCase(), commit: ref.toLowerCase() };
  if (!isRefName(ref)) throw unknownRef(remote, ref);
  const output = await git.ask(place, ['ls-remote', '--', remote.url, ...patterns(ref)]);
  const named = chooseRef(ref, parseRefs(output));
  // `origin/<id>` too: the part behind the last slash is tried, as for names.
  const last = ref.split('/').at(-1) ?? ref;
  const found = named ?? (isShortCommitId(last) ? await fromHistory({ ...options, ref: last }) : undefined);
  if (found === undefined) throw unknownRef(remote, ref);
  return found;
}

export function unknownRef(remote: GitRemote, ref: string): AppError {
  return new AppError('unknown-ref', { repo: remote.url, ref, hint: refHint(ref) });
}

/** Commits without files are enough; a server that cannot leave files out sends them too. */
async function fromHistory({
  git,
  remote,
  ref,
  place,
  onSlow,
}: ResolveOptions): Promise<FoundRef | undefined> {
  onSlow();
  const dir = await mkdtemp(join(place, 'history-'));
  try {
    await git.ask(dir, ['init', '--quiet', '--bare', '--template=', '.']);
    const all = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
    await git.ask(dir, ['fetch', '--quiet', '--filter=blob:none', '--', remote.url, ...all]);
    const result = await git.attempt(dir, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
    const commit = result.stdoutTail.trim();
    return result.code === 0 && commit.startsWith(ref.toLowerCase()) ? { name: commit, commit } : undefined;
  } finally {
    await removeTree(dir);
  }
}
