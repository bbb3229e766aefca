import type * as vscode from 'vscode';
import type { Completion } from '../../server/lint/completion';
import type { Vs } from '../platform/vs';
import type { LintRuntime } from './runtime-loader';
import type { LintService } from './service';

/** Characters behind which something may be offered. */
export const completionTriggers = ['=', '-', ','];

export type CompletionVs = Pick<
  Vs,
  'CompletionItem' | 'CompletionItemKind' | 'MarkdownString' | 'Range' | 'SnippetString'
>;

export interface CompletionDeps {
  readonly runtime: () => LintRuntime;
  readonly service: Pick<LintService, 'find'>;
  readonly today: () => string;
  /** Text of a rule's page. */
  readonly readPage: (rule: string) => Promise<string | undefined>;
}

/** Offers what configuration files can say, where that is known without asking anybody. */
export function createCompletionProvider(
  vs: CompletionVs,
  { runtime, service, today, readPage }: CompletionDeps,
): vscode.CompletionItemProvider {
  return {
    provideCompletionItems: (document, position) => {
      const found = service.find(document.uri);
      if (found === undefined) return undefined;
      const line = document.lineAt(position.line).text.slice(0, position.character);
      // Asked for on every key in every file: most lines are none of ours.
      if (!mayComplete(found.path, line)) return undefined;
      const { completionsAt, imagePlatform, rules } = runtime();
      const above = document
        .getText(new vs.Range(0, 0, position.line, 0))
        .split(/\r\n|\n|\r/)
        .slice(0, -1);
      const context = { path: found.path, above, line, platform: imagePlatform(), today: today() };
      const completions = completionsAt({ ...context, rules: rules.map(({ id }) => id) });
      return completions.map((each, index) => itemOf(vs, each, index, position));
    },
    resolveCompletionItem: async (item) => {
      if (item.kind !== vs.CompletionItemKind.Reference || typeof item.label !== 'string') return item;
      const page = await readPage(item.label);
      if (page !== undefined) item.documentation = new vs.MarkdownString(page);
      return item;
    },
  };
}

function mayComplete(path: string, line: string): boolean {
  return /(?:^|\/)(?:runtime\.txt|environment\.ya?ml)$/.test(path) || line.includes('bindery-lint:');
}

function itemOf(
  vs: CompletionVs,
  { label, detail, start, text, kind }: Completion,
  index: number,
  { line, character }: vscode.Position,
): vscode.CompletionItem {
  const kinds = {
    key: vs.CompletionItemKind.Property,
    value: vs.CompletionItemKind.Value,
    rule: vs.CompletionItemKind.Reference,
  };
  const item = new vs.CompletionItem(label, kinds[kind]);
  item.range = new vs.Range(line, start, line, character);
  item.sortText = String(index).padStart(4, '0');
  if (detail !== undefined) item.detail = detail;
  if (text !== undefined) item.insertText = text;
  return item;
}
