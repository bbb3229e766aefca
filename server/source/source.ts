import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { makePrivateDir } from '../platform/files';
import type { Env } from '../platform/paths';
import type { Checkout, RepoRef, ResolvedRepo } from '../protocol';
import { AppError, Cancelled } from '../protocol';
import { formatSpec } from '../spec/format-spec';
import type { Checkouts } from './checkouts';
import { createCheckouts } from './checkouts';
import type { Credentials } from './clone-url';
import { cloneAddress, withoutCredentials } from './clone-url';
import type { ContentSummary } from './content-id';
import { summarize } from './content-id';
import type { Git, GitRemote } from './git';
import { openGit } from './git';
import { checkoutCommit } from './git-checkout';
import { resolveRef } from './git-resolve';
import { folderOf, resolveLocal } from './local';
import { fetching } from './messages';
import type { RecordDownloads } from './records/network';
import { recordNetwork } from './records/network';
import { fetchRecord, isRecord, recordBehind, resolveRecord } from './records/record-source';
import type { Source, SourceContext } from './types';

export interface SourceOptions {
  /** The state root: `checkouts/` and `cache/git/` of it are this stage's. */
  readonly store: { path(...parts: string[]): string };
  /** The person's environment: proxies, certificates, credential helpers; BINDERY_GITHUB_URL, BINDERY_GITLAB_URL. */
  readonly env: Env;
  readonly now?: () => Date;
  /** Asks the servers of records. Node's own unless told otherwise. */
  readonly fetch?: typeof fetch;
}

/** Local folders, repositories that git fetches, and records of archives. */
export function createSource(options: SourceOptions): Source {
  return new GitSource(options);
}

class GitSource implements Source {
  private readonly place: string;
  private readonly configDir: string;
  private readonly checkouts: Checkouts;
  /** Credentials that came inside an address, by the address without them. They are never stored. */
  private readonly credentials = new Map<string, Credentials>();

  constructor(private readonly options: SourceOptions) {
    this.place = options.store.path('checkouts');
    this.configDir = options.store.path('cache', 'git');
    this.checkouts = createCheckouts(this.place, options.now);
  }

  async resolve(named: RepoRef, context: SourceContext): Promise<ResolvedRepo> {
    const { env } = this.options;
    const network = this.network(context.signal);
    const repo = (await recordBehind(named, network)) ?? named;
    if (isRecord(repo)) return resolveRecord(repo, network, context);
    if (repo.provider === 'local' && repo.ref === undefined) return resolveLocal(repo, context, env);
    const { remote, displayName } = await this.remoteOf(repo);
    const ref = repo.ref ?? 'HEAD';
    const names = { ref, repo: displayName };
    context.emit(fetching('source.resolving', names));
    const git = await this.open(remote, context);
    const onSlow = (): void => context.emit(fetching('source.short-commit', names));
    const { commit } = await resolveRef({ git, remote, ref, place: this.place, onSlow });
    context.emit(fetching('source.resolved', { ...names, commit }, { resolvedRef: commit }));
    const resolved = { ...withoutCredentials(repo), ref, displayName, resolvedRef: commit };
    if (repo.provider === 'local') return { ...resolved, spec: remote.url };
    return { ...resolved, persistentSpec: formatSpec({ ...resolved, ref: commit }), cloneUrl: remote.url };
  }

  async fetch(repo: ResolvedRepo, context: SourceContext): Promise<Checkout> {
    const inPlace = repo.provider === 'local' && repo.ref === undefined;
    const root = inPlace ? await folderOf(repo.spec) : await this.fetchOnce(repo, context);
    try {
      const dir = await subdirOf(root, repo.subdir);
      const { contentId, files, bytes } = await contentOf(dir, repo, context.signal);
      if (!inPlace) context.emit(fetching('source.fetched', { files, size: formatSize(bytes) }));
      const commit = isRecord(repo) ? undefined : repo.resolvedRef;
      return { dir, contentId, inPlace, ...(commit !== undefined && { commit }) };
    } catch (error) {
      this.checkouts.letGo(root);
      throw error;
    }
  }

  async release({ dir, inPlace }: Checkout): Promise<void> {
    if (!inPlace) this.checkouts.letGo(dir);
    return Promise.resolve();
  }

  private fetchOnce(repo: ResolvedRepo, context: SourceContext): Promise<string> {
    return isRecord(repo) ? this.fetchVersion(repo, context) : this.fetchCommit(repo, context);
  }

  private async fetchVersion(repo: ResolvedRepo, { emit, signal }: SourceContext): Promise<string> {
    const version = repo.resolvedRef ?? (await this.resolve(repo, { emit, signal })).resolvedRef ?? '';
    const { dir } = await this.checkouts.take({
      url: `${repo.provider}/${repo.spec}`,
      commit: version.replace(/[^\w.-]/g, '_'),
      emit,
      signal,
      fill: (target, tell, ends) => fetchRecord(repo, target, this.network(ends), { emit: tell }),
    });
    return dir;
  }

  private network(signal: AbortSignal): RecordDownloads {
    return recordNetwork(signal, this.options.fetch);
  }

  private async fetchCommit(repo: ResolvedRepo, { emit, signal }: SourceContext): Promise<string> {
    const { env } = this.options;
    const { remote } = await this.remoteOf(repo);
    const commit = repo.resolvedRef ?? (await this.resolve(repo, { emit, signal })).resolvedRef ?? '';
    const short = { commit: commit.slice(0, 12), url: remote.url };
    const { dir, reused } = await this.checkouts.take({
      url: remote.url,
      commit,
      emit,
      signal,
      fill: async (target, tell, ends) => {
        tell(fetching('source.fetching', short, { resolvedRef: commit }));
        const git = await this.open(remote, { emit: tell, signal: ends });
        await checkoutCommit(target, { git, env, remote, commit, emit: tell });
      },
    });
    if (reused) emit(fetching('source.fetched-before', short, { resolvedRef: commit }));
    return dir;
  }

  private async remoteOf(repo: RepoRef): Promise<{ remote: GitRemote; displayName: string }> {
    if (repo.provider === 'local') {
      const url = await folderOf(repo.spec);
      return { remote: { url, local: true }, displayName: url.split(sep).at(-1) ?? url };
    }
    const { url, displayName, credentials } = cloneAddress(repo, this.options.env);
    if (credentials !== undefined) this.credentials.set(url, credentials);
    return { remote: { url, credentials: this.credentials.get(url) }, displayName };
  }

  private async open(remote: GitRemote, { emit, signal }: SourceContext): Promise<Git> {
    await makePrivateDir(this.place);
    const { place, configDir } = this;
    return openGit({ env: this.options.env, configDir, place, remote, emit, signal });
  }
}

/** @throws AppError subdir-missing, also where a link of the repository leads out of it */
async function subdirOf(root: string, subdir: string | undefined): Promise<string> {
  if (subdir === undefined || subdir === '') return root;
  try {
    const [base, dir] = await Promise.all([realpath(root), realpath(join(root, subdir))]);
    const inside = relative(base, dir);
    const leaves = inside === '..' || inside.startsWith(`..${sep}`) || inside.split(sep)[0] === '.git';
    if (!leaves && (await stat(dir)).isDirectory()) return join(root, subdir);
  } catch {
    // Told below.
  }
  throw new AppError('subdir-missing', { subdir });
}

/** @throws AppError fetch-failed when something in it cannot be read; Cancelled */
async function contentOf(dir: string, repo: ResolvedRepo, signal: AbortSignal): Promise<ContentSummary> {
  try {
    return await summarize(dir, signal);
  } catch (error) {
    if (Cancelled.is(error)) throw new Cancelled();
    const detail = error instanceof Error ? error.message : String(error);
    throw new AppError('fetch-failed', { repo: repo.displayName, detail }, { cause: error });
  }
}

function formatSize(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
