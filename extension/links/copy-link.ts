import type * as vscode from 'vscode';
import { repoFromRemote } from '../../server/spec/remote';
import type { ReadSettings } from '../platform/config';
import type { Vs } from '../platform/vs';
import type { LocalFolder } from '../build/folders';
import { activeNotebook } from './active-notebook';
import type { GitRepository } from './git-api';
import { gitRepositoryOf } from './git-api';
import { publishedRemote } from './remote';
import type { SnippetChoice, SnippetFormat } from './snippet';
import { launchSnippet, relativePath } from './snippet';

type Pick1<T> = vscode.QuickPickItem & { readonly value: T };
type LinkVs = Pick<Vs, 'window' | 'extensions' | 'env' | 'l10n'>;

async function choose<T>(
  vs: Pick<Vs, 'window'>,
  title: string,
  items: readonly Pick1<T>[],
): Promise<Pick1<T> | undefined> {
  return vs.window.showQuickPick(items, { title, ignoreFocusOut: true });
}

function formats(t: Vs['l10n']['t']): Pick1<SnippetFormat>[] {
  return [
    { label: t('Badge as Markdown'), description: 'README.md', value: 'markdown' },
    { label: t('Badge as HTML'), value: 'html' },
    { label: t('Badge as reStructuredText'), description: 'README.rst', value: 'rest' },
    { label: t('Link only'), value: 'url' },
  ];
}

/** Which state of the repository a link leads to: moving or pinned, and what of it the remote may not have yet. */
function refs({ HEAD }: GitRepository['state'], t: Vs['l10n']['t']): Pick1<string>[] {
  const moving = t('moves with new commits');
  const pushed = HEAD?.upstream !== undefined && (HEAD.ahead ?? 0) === 0;
  const detail = pushed ? undefined : t('has commits that are not pushed yet');
  const warn = detail === undefined ? {} : { detail };
  const items: Pick1<string>[] = [{ label: t('Default branch'), description: moving, value: 'HEAD' }];
  const branch = HEAD?.upstream?.name ?? HEAD?.name;
  if (branch !== undefined) {
    items.push({ label: t('Branch {0}', branch), description: moving, ...warn, value: branch });
  }
  if (HEAD?.commit !== undefined) {
    const commit = HEAD.commit;
    const pinned = t('pinned: always this state');
    items.push({
      label: t('Commit {0}', commit.slice(0, 7)),
      description: pinned,
      ...warn,
      value: commit,
    });
  }
  return items;
}

/** Whether the link opens the notebook at hand. Asked only where there is one. */
async function chooseNotebook(
  vs: LinkVs,
  notebook: string | undefined,
): Promise<Pick1<string | undefined> | undefined> {
  const start: Pick1<undefined> = { label: vs.l10n.t('Start page of JupyterLab'), value: undefined };
  if (notebook === undefined) return start;
  const items: Pick1<string | undefined>[] = [{ label: notebook, value: notebook }, start];
  return choose(vs, vs.l10n.t('What should the link open?'), items);
}

/** Says what is missing for a link, and what helps. */
async function explain(vs: LinkVs, remote: string | undefined): Promise<void> {
  const why =
    remote === undefined
      ? vs.l10n.t(
          'A launch link needs a repository that others can reach, and this folder has no Git remote. Publish it to GitHub or GitLab first.',
        )
      : vs.l10n.t(
          'No launch link can be made for the remote of this folder, because it is not a web address that a BinderHub can fetch. Add a GitHub or GitLab remote.',
        );
  await vs.window.showWarningMessage(why);
}

/** Asks for the link's form and ref, and puts it on the clipboard. `file` is a notebook that the link opens. */
export async function copyLaunchLink(
  vs: LinkVs,
  folder: LocalFolder,
  settings: ReadSettings,
  file: string | undefined,
): Promise<void> {
  const repository = await gitRepositoryOf(vs, folder.uri);
  const remote = repository && publishedRemote(repository.state);
  const repo = remote === undefined ? undefined : repoFromRemote(remote);
  if (!repository || !repo) return explain(vs, remote);
  const format = await choose(vs, vs.l10n.t('Copy a launch link: as what?'), formats(vs.l10n.t));
  if (!format) return;
  const ref = await choose(vs, vs.l10n.t('Which state should it launch?'), refs(repository.state, vs.l10n.t));
  if (!ref) return;
  const wanted = file ?? activeNotebook(vs);
  const relative = wanted === undefined ? undefined : relativePath(repository.rootUri.fsPath, wanted);
  const notebook = file === undefined ? await chooseNotebook(vs, relative) : { value: relative };
  if (!notebook) return;
  const choice: SnippetChoice = {
    repo,
    hub: settings(folder.uri).hub,
    format: format.value,
    ref: ref.value,
    ...(notebook.value === undefined ? {} : { labpath: notebook.value }),
  };
  await vs.env.clipboard.writeText(launchSnippet(choice));
  vs.window.setStatusBarMessage(vs.l10n.t('Copied: {0}', format.label), 4000);
}
