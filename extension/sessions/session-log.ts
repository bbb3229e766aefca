import type * as vscode from 'vscode';
import type { BinderyClient } from '../../server/http/client/types';
import type { Disposable } from '../platform/emitter';
import type { Vs } from '../platform/vs';

const scheme = 'bindery-log';

/** The ends of sessions' server logs as read-only documents. */
export interface SessionLogs extends Disposable {
  /** Opens the log of a session, read anew. */
  show(session: string): Promise<void>;
}

export function createSessionLogs(
  vs: Pick<Vs, 'workspace' | 'window' | 'Uri' | 'EventEmitter'>,
  client: () => Promise<Pick<BinderyClient, 'log'>>,
): SessionLogs {
  const changed = new vs.EventEmitter<vscode.Uri>();
  const texts = new Map<string, string>();
  const registration = vs.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.path) ?? '',
  });
  return {
    show: async (session) => {
      const uri = vs.Uri.from({ scheme, path: `/${session}.log` });
      texts.set(uri.path, await (await client()).log(session));
      changed.fire(uri);
      await vs.window.showTextDocument(await vs.workspace.openTextDocument(uri), { preview: true });
    },
    dispose: () => {
      registration.dispose();
      changed.dispose();
    },
  };
}
