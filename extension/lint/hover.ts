import type * as vscode from 'vscode';
import type { HoverLine, HoverText } from '../../server/lint/hover';
import type { Vs } from '../platform/vs';
import { editorRange } from './diagnostics';
import type { LintRuntime } from './runtime-loader';
import type { LintService } from './service';

/** Says of every line of a configuration file what the build does with it. */
export function createHoverProvider(
  vs: Pick<Vs, 'Hover' | 'MarkdownString' | 'Range'>,
  runtime: () => Pick<LintRuntime, 'hoverAt'>,
  { find }: Pick<LintService, 'find'>,
): vscode.HoverProvider {
  return {
    provideHover: ({ uri }, { line, character }) => {
      if (uri.scheme === 'vscode-notebook-cell') return undefined;
      const found = find(uri);
      const model = found?.folder.linter.current()?.model;
      const start = found && model?.text(found.path)?.lineStarts[line];
      if (found === undefined || model === undefined || start === undefined) return undefined;
      const text = runtime().hoverAt(model, found.path, start + character);
      return text && showHover(vs, text);
    },
  };
}

function showHover(
  vs: Pick<Vs, 'Hover' | 'MarkdownString' | 'Range'>,
  { place, file, range }: HoverText,
): vscode.Hover {
  const parts = [place, file].filter((lines) => lines.length > 0).map((lines) => paragraph(vs, lines));
  return new vs.Hover(parts, range && editorRange(vs, range));
}

/** Characters that mean something in Markdown. */
const meaningful = /[\\`*_{}[\]()#+\-.!<>|~&$:@]/g;

/** As text: what stands in a file must not become markup, nor a link. */
function paragraph(
  { MarkdownString }: Pick<Vs, 'MarkdownString'>,
  lines: readonly HoverLine[],
): vscode.MarkdownString {
  const text = lines.map(({ message }) => message).join(' ');
  return new MarkdownString(text.replace(/\s+/g, ' ').replace(meaningful, '\\$&'));
}
