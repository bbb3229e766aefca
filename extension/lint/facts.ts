import type * as vscode from 'vscode';
import type { LintFacts } from '../../server/lint/input';
import type { BuiltModules } from '../../server/protocol';
import type { GitRepository } from '../links/git-api';
import { gitRepositoryOf } from '../links/git-api';
import type { Vs } from '../platform/vs';

/** What the files of a folder do not tell: the day, what its git repository knows, what its environment has. */
export interface FolderFacts {
  current(): LintFacts;
  /** Asks again; true where something is another now. */
  update(): Promise<boolean>;
}

/** `RefType.Tag` of the Git extension's API. */
const tag = 2;

export function createFolderFacts(
  vs: Pick<Vs, 'extensions'>,
  root: vscode.Uri,
  today: () => string,
  modules: ModulesOf,
): FolderFacts {
  let facts: LintFacts = { today: today() };
  return {
    current: () => facts,
    update: async () => {
      const before = JSON.stringify(facts);
      facts = { today: today(), ...(root.scheme === 'file' && (await localFacts(vs, root, modules))) };
      return JSON.stringify(facts) !== before;
    },
  };
}

/** What the environment has that was last built for a folder, by its path; undefined where nobody knows. */
export type ModulesOf = (folder: string) => Promise<BuiltModules | undefined>;

async function localFacts(
  vs: Pick<Vs, 'extensions'>,
  root: vscode.Uri,
  modules: ModulesOf,
): Promise<LintFacts> {
  const [git, built] = await Promise.all([
    gitFacts(vs, root),
    // Without them names are told by tables.
    modules(root.fsPath).catch(() => undefined),
  ]);
  return { ...git, ...(built && { modules: built }) };
}

/** Nothing where git cannot be asked, as in a folder that is not trusted: then the rules that need it are silent. */
async function gitFacts(vs: Pick<Vs, 'extensions'>, root: vscode.Uri): Promise<LintFacts> {
  try {
    const repository = await gitRepositoryOf(vs, root);
    return repository === undefined ? {} : await repositoryFacts(repository, root);
  } catch {
    return {};
  }
}

/** Only of a repository whose root the folder is: of a part of one, its address says nothing. */
async function repositoryFacts(repository: GitRepository, root: vscode.Uri): Promise<LintFacts> {
  if (repository.rootUri.path !== root.path) return {};
  const origin = repository.state.remotes.find(({ name }) => name === 'origin');
  const refs = await repository.getRefs?.({ pattern: 'refs/tags' });
  const tags = refs?.flatMap(({ type, name }) => (type === tag && name !== undefined ? [name] : []));
  return {
    ...(origin?.fetchUrl !== undefined && { remote: origin.fetchUrl }),
    ...(tags && { tags }),
  };
}
