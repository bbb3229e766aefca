import { stripVTControlCharacters } from 'node:util';
import type * as vscode from 'vscode';
import type { PanelEntry } from '../../webview/protocol';
import type { FollowedJob } from '../build/launches';
import type { Disposable, Emitter } from '../platform/emitter';

/** One event as lines of plain text: the twin of the panel for screen readers, search and copying. */
export function outputLines({ event }: PanelEntry): string[] {
  const lines: string[] = [];
  const message = event.message ?? event.error?.message;
  if (message !== undefined) {
    const text = stripVTControlCharacters(message);
    const mark = event.level === 'warning' ? 'warning: ' : '';
    lines.push(event.stream === undefined ? `[${event.phase}] ${mark}${text}` : text);
  }
  if (event.error) lines.push(event.error.action);
  for (const { message: cause, fix, file, line } of event.explanations ?? []) {
    const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line + 1}`}: `;
    lines.push(`${place}${cause}${fix === undefined ? '' : ` ${fix}`}`);
  }
  return lines;
}

/** Copies every followed job into one output channel, in whole batches. */
export function mirrorToOutput(
  onFollow: Emitter<FollowedJob>,
  channel: Pick<vscode.OutputChannel, 'append'>,
): Disposable {
  return onFollow.listen(({ folder, view, feed }) => {
    const write = (entries: readonly PanelEntry[]): void => {
      const lines = entries.flatMap(outputLines);
      if (lines.length > 0) channel.append(`${lines.join('\n')}\n`);
    };
    channel.append(`\n=== ${folder} (${view.shape}, ${view.startedAt}) ===\n`);
    write(feed.entries);
    const listener = feed.onEntries.listen(write);
    void feed.ended.then(() => listener.dispose());
  });
}
