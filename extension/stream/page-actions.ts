import path from 'node:path';
import type { PageToHost } from '../../webview/protocol';
import type { JobView } from '../build/job-view';
import { commandIds } from '../platform/commands';
import type { Vs } from '../platform/vs';
import type { PanelSubject } from './panel-info';
import { commandOf } from './panel-info';

/** Absolute path of a file that the page names; undefined when it would leave the folder. */
export function fileInFolder(folder: string, file: string): string | undefined {
  const absolute = path.resolve(folder, file);
  const relative = path.relative(folder, absolute);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? undefined : absolute;
}

/** Does what a person pressed in the page: commands, so that a button and a command are one thing. */
export async function actOnPage(
  vs: Pick<Vs, 'window' | 'commands' | 'Uri' | 'Position' | 'Range'>,
  message: Exclude<PageToHost, { kind: 'ready' }>,
  subject: PanelSubject,
  view: JobView | undefined,
): Promise<void> {
  if (message.kind === 'action') {
    await vs.commands.executeCommand(commandIds[commandOf(message.action, view)], subject.folder);
    return;
  }
  const file = subject.folder === undefined ? undefined : fileInFolder(subject.folder, message.file);
  if (file === undefined) return;
  const place = new vs.Position(message.line ?? 0, 0);
  await vs.window.showTextDocument(vs.Uri.file(file), { selection: new vs.Range(place, place) });
}
