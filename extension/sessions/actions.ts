import type * as vscode from 'vscode';
import type { BinderyClient } from '../../server/http/client/types';
import type { JobRecord } from '../../server/protocol';
import type { Vs } from '../platform/vs';
import type { Reach } from './address';
import { reach, sessionAddress } from './address';
import type { SessionLogs } from './session-log';
import type { Store } from './store';

export interface SessionActionDeps {
  readonly client: () => Promise<BinderyClient>;
  readonly store: Store;
  readonly logs: SessionLogs;
  /** Follows the job that starts a session again. */
  readonly follow: (folder: string, job: JobRecord) => Promise<unknown>;
}

/** What can be done with a folder's session. The token passes through, and is neither kept nor logged. */
export interface SessionActions {
  open(folder: string): Promise<void>;
  copyLink(folder: string): Promise<void>;
  showLog(folder: string): Promise<void>;
  stop(folder: string): Promise<void>;
  start(folder: string): Promise<void>;
}

/** The name of the folder's session; says so when there is none. */
function sessionName(vs: Pick<Vs, 'window' | 'l10n'>, store: Store, folder: string): string | undefined {
  const name = store.get(folder)?.session?.name;
  if (name === undefined) {
    void vs.window.showInformationMessage(
      vs.l10n.t('This folder has no session. Build and Launch starts one.'),
    );
  }
  return name;
}

interface SessionLink {
  /** The address on the machine that the session runs on, with its token. */
  readonly local: string;
  /** The same as the person's browser knows it. */
  readonly link: string;
  readonly way: Reach;
}

/**
 * What openExternal gets: the local address, which it maps by itself. What must stay as it is names the host in capital
 * letters: the same host to every browser, but not one that editors look for.
 */
function uriToOpen({ Uri }: Pick<Vs, 'Uri'>, { local, way }: SessionLink): vscode.Uri {
  const uri = Uri.parse(local, true);
  return way.direct ? uri.with({ authority: `LOCALHOST:${new URL(local).port}` }) : uri;
}

function sayNoWay(vs: Pick<Vs, 'window' | 'l10n'>, local: string, external: string): void {
  void vs.window.showWarningMessage(
    vs.l10n.t(
      'This editor shows ports of its machine under a path ({0}), where Jupyter cannot be opened. Forward port {1} ' +
        'to your computer instead, for example with ssh -L.',
      external,
      new URL(local).port,
    ),
  );
}

export function createSessionActions(
  vs: Pick<Vs, 'window' | 'env' | 'Uri' | 'l10n' | 'ProgressLocation'>,
  deps: SessionActionDeps,
): SessionActions {
  const named = (folder: string): string | undefined => sessionName(vs, deps.store, folder);
  const address = async (folder: string, name: string): Promise<SessionLink | undefined> => {
    const { url, token } = await (await deps.client()).connection(name);
    const external = (await vs.env.asExternalUri(vs.Uri.parse(url, true))).toString(true);
    const urlPath = deps.store.get(folder)?.session?.urlPath;
    const way = reach(url, external);
    if (!way) sayNoWay(vs, url, external);
    return (
      way && {
        local: sessionAddress(url, urlPath, token),
        link: sessionAddress(way.url, urlPath, token),
        way,
      }
    );
  };
  const withProgress = async (title: string, work: () => Promise<void>): Promise<void> => {
    await vs.window.withProgress({ location: vs.ProgressLocation.Window, title }, work);
  };
  return {
    open: async (folder) => {
      const name = named(folder);
      const found = name === undefined ? undefined : await address(folder, name);
      if (found) await vs.env.openExternal(uriToOpen(vs, found));
    },
    copyLink: async (folder) => {
      const name = named(folder);
      const found = name === undefined ? undefined : await address(folder, name);
      if (name === undefined || !found) return;
      await vs.env.clipboard.writeText(found.link);
      vs.window.setStatusBarMessage(vs.l10n.t('Copied the link of {0}, with its token', name), 4000);
    },
    showLog: async (folder) => {
      const name = named(folder);
      if (name !== undefined) await deps.logs.show(name);
    },
    stop: async (folder) => {
      const name = named(folder);
      if (name === undefined) return;
      await withProgress(vs.l10n.t('Stopping {0}', name), async () => {
        deps.store.setSession(folder, await (await deps.client()).stopSession(name));
      });
    },
    start: async (folder) => {
      const name = named(folder);
      if (name !== undefined) await deps.follow(folder, await (await deps.client()).startSession(name));
    },
  };
}
