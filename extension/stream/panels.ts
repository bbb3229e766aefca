import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import { isPanelRestore, panelViewType } from '../../webview/protocol';
import type { FollowedJob } from '../build/launches';
import type { Disposable } from '../platform/emitter';
import { omit } from '../platform/omit';
import type { Vs } from '../platform/vs';
import { pageHtml } from './html';
import type { PanelHost, PanelHostDeps } from './panel-host';
import { channelOf, createPanelHost } from './panel-host';
import type { PanelSubject } from './panel-info';

/** The build stream's panels: one per folder, made when asked for, found again after a reload of the window. */
export interface StreamPanels extends Disposable {
  /** Shows a job in its folder's panel. */
  show(job: Pick<FollowedJob, 'folder' | 'view'>, title: string): void;
  /** True while the folder's panel is in view. */
  isVisible(folder: string): boolean;
}

export interface StreamPanelsDeps extends PanelHostDeps {
  readonly extensionUri: vscode.Uri;
  /** A folder's panel was opened, or closed by the person. */
  readonly onOpen: (folder: string, open: boolean) => void;
}

interface Opened {
  readonly panel: vscode.WebviewPanel;
  readonly host: PanelHost;
}

function writeDocument(vs: Vs, panel: vscode.WebviewPanel, dist: vscode.Uri): void {
  const address = (file: string): string =>
    panel.webview.asWebviewUri(vs.Uri.joinPath(dist, file)).toString();
  panel.webview.html = pageHtml({
    cspSource: panel.webview.cspSource,
    script: address('webview.js'),
    style: address('webview.css'),
    nonce: randomBytes(16).toString('base64'),
    language: vs.env.language,
    title: panel.title,
  });
}

export function createStreamPanels(vs: Vs, deps: StreamPanelsDeps): StreamPanels {
  const dist = vs.Uri.joinPath(deps.extensionUri, 'dist');
  const media = (file: string): vscode.Uri => vs.Uri.joinPath(deps.extensionUri, 'media', file);
  const options: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [dist] };
  const opened = new Set<Opened>();

  const adopt = (panel: vscode.WebviewPanel, subject: PanelSubject): void => {
    const host = createPanelHost(subject, channelOf(panel.webview), deps);
    const entry: Opened = { panel, host };
    opened.add(entry);
    panel.iconPath = { light: media('panel-light.svg'), dark: media('panel-dark.svg') };
    panel.webview.options = options;
    panel.webview.onDidReceiveMessage((message: unknown) => host.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) host.hidden();
    });
    const tell = (open: boolean): void => {
      if (host.subject.folder !== undefined) deps.onOpen(host.subject.folder, open);
    };
    panel.onDidDispose(() => {
      host.dispose();
      if (opened.delete(entry)) tell(false);
    });
    tell(true);
    writeDocument(vs, panel, dist);
  };

  const panelOf = (folder: string | undefined): Opened | undefined =>
    [...opened].find(({ host }) => folder !== undefined && host.subject.folder === folder);
  const serializer = vs.window.registerWebviewPanelSerializer(panelViewType, {
    deserializeWebviewPanel: (panel: vscode.WebviewPanel, state: unknown) => {
      if (!isPanelRestore(state)) panel.dispose();
      else if (panelOf(state.folder)) panel.dispose();
      else adopt(panel, omit(state, 'version'));
      return Promise.resolve();
    },
  });

  return {
    show: ({ folder, view }, title) => {
      const subject: PanelSubject = { job: view.id, title, repo: folder, folder };
      const known = panelOf(folder);
      if (known) {
        known.host.show(subject);
        known.panel.reveal();
        return;
      }
      const name = vs.l10n.t('Bindery: {0}', title);
      adopt(
        vs.window.createWebviewPanel(panelViewType, name, vs.ViewColumn.Active, {
          ...options,
          enableFindWidget: true,
        }),
        subject,
      );
    },
    isVisible: (folder) => panelOf(folder)?.panel.visible === true,
    dispose: () => {
      serializer.dispose();
      // Panels stay: VS Code closes or restores them.
      for (const { host } of opened) host.dispose();
    },
  };
}
