import { setImmediate as turn } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { commandIds } from '../platform/commands';
import type { ReadSettings } from '../platform/config';
import type { Disposable } from '../platform/emitter';
import type { Vs } from '../platform/vs';
import { createActionProvider, fixAllKind } from './action-provider';
import type { LintHandlers } from './commands';
import { createLintHandlers } from './commands';
import { completionTriggers, createCompletionProvider } from './completion';
import type { ModulesOf } from './facts';
import type { Later } from './folder-linter';
import { createHoverProvider } from './hover';
import { createPublisher } from './publisher';
import type { LintRuntime } from './runtime-loader';
import { createRuntimeLoader } from './runtime-loader';
import type { LintService } from './service';
import { createLintService } from './service';
import { createStatusItems } from './status';

export interface LintModuleDeps {
  readonly settings: ReadSettings;
  readonly log: Pick<vscode.LogOutputChannel, 'debug' | 'warn'>;
  readonly report: (error: unknown) => void;
  readonly extensionUri: vscode.Uri;
  /** Folder of the bundles. */
  readonly dist: string;
  readonly modules: ModulesOf;
}

export interface LintModule extends Disposable {
  readonly handlers: LintHandlers;
  /** Says that a folder was built. */
  built(folder: string): void;
}

const later: Later = (work, milliseconds) => {
  const timer = setTimeout(work, milliseconds);
  return { dispose: () => clearTimeout(timer) };
};

const today = (): string => new Date().toISOString().slice(0, 10);

/** The linter's face in the editor. It begins right after activation, so that activating costs nothing of it. */
export function createLintModule(vs: Vs, deps: LintModuleDeps): LintModule {
  const runtime = createRuntimeLoader(deps.dist);
  const page = (rule: string): vscode.Uri =>
    vs.Uri.joinPath(deps.extensionUri, 'docs', 'rules', `${rule}.md`);
  const disposables: Disposable[] = [];
  let started: LintService | undefined;
  const service = (): LintService => {
    started ??= start(vs, { ...deps, runtime, page }, disposables);
    return started;
  };
  const begin = (): void => {
    try {
      service();
    } catch (error) {
      deps.report(error);
    }
  };
  disposables.push(later(begin, 0));
  return {
    handlers: createLintHandlers(vs, { service, runtime, page }),
    built: (folder) => {
      for (const each of started?.folders() ?? []) if (each.root.fsPath === folder) each.learn();
    },
    dispose: () => {
      for (const disposable of disposables) disposable.dispose();
    },
  };
}

/** Tells the person of a failure once: the linter runs again and again, and each time would fail in the same way. */
function once(report: LintModuleDeps['report'], log: LintModuleDeps['log']): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    const text = String(error);
    if (told.has(text)) log.warn(text);
    else report(error);
    told.add(text);
  };
}

/** Opens the page as a page: the address of its file would open its source. */
function pageLink({ Uri }: Pick<Vs, 'Uri'>, rule: string): vscode.Uri {
  const query = encodeURIComponent(JSON.stringify([rule]));
  return Uri.parse(`command:${commandIds.openRule}?${query}`);
}

interface StartDeps extends LintModuleDeps {
  readonly runtime: () => LintRuntime;
  readonly page: (rule: string) => vscode.Uri;
}

function start(vs: Vs, deps: StartDeps, disposables: Disposable[]): LintService {
  const { settings, log, report, dist, page, runtime, modules } = deps;
  const collection = vs.languages.createDiagnosticCollection('bindery');
  const publisher = createPublisher(collection);
  const { loadGrammars, grammarsIn, versionsInWords } = runtime();
  const service = createLintService(vs, {
    ...{ runtime: runtime(), publisher, log, later, today, modules },
    report: once(report, log),
    page: (rule) => pageLink(vs, rule),
    loadGrammars: (names) => loadGrammars(names, grammarsIn(dist)),
    settings: (scope) => settings(scope).lint,
    pause: () => turn(),
  });
  const readPage = async (rule: string): Promise<string | undefined> => {
    try {
      return new TextDecoder().decode(await vs.workspace.fs.readFile(page(rule)));
    } catch {
      return undefined;
    }
  };
  const completions = createCompletionProvider(vs, { runtime, service, today, readPage });
  const actions = createActionProvider(vs, { service, publisher });
  const kinds = { providedCodeActionKinds: [vs.CodeActionKind.QuickFix, fixAllKind(vs)] };
  disposables.push(
    collection,
    createStatusItems(vs, { service, versions: versionsInWords }),
    vs.languages.registerHoverProvider('*', createHoverProvider(vs, runtime, service)),
    vs.languages.registerCompletionItemProvider('*', completions, ...completionTriggers),
    vs.languages.registerCodeActionsProvider('*', actions, kinds),
    service,
  );
  return service;
}
