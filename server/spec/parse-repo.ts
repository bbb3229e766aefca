import { AppError } from '../protocol';
import type { RepoRef } from '../protocol';

/** What parsing must ask of the machine; injected so that it stays pure. */
export interface ParseRepoContext {
  /** Absolute path that relative paths count from. */
  readonly cwd: string;
  /** True when `path` (absolute) is a folder of this machine. */
  isDirectory(path: string): boolean;
}

/**
 * The repository that a person named: a path, a URL, a DOI, a SWHID or `provider/spec/ref`.
 * @throws AppError invalid-spec, unknown-provider
 */
export function parseRepo(text: string, context: ParseRepoContext): RepoRef {
  throw new AppError('internal', { detail: `parseRepo ${text} ${context.cwd}` });
}
