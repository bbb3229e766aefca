import * as vscode from 'vscode';
import { connectAgent } from '../server/http/client/connect';
import { agentEnvironment, agentProgram, createAgentConnection } from './agent/connection';
import { tellEnding } from './build/endings';
import { localFolders } from './build/folders';
import type { FollowedJob } from './build/launches';
import { createLaunches } from './build/launches';
import { createMemory } from './build/memory';
import { reattach } from './build/reattach';
import { createHandlers } from './handlers';
import { createLintModule } from './lint/module';
import { registerCommands } from './platform/commands';
import { createSettingsReader } from './platform/config';
import { showContext } from './platform/context-keys';
import { createErrorPresenter } from './platform/errors-ui';
import { createSessionActions } from './sessions/actions';
import { createSessionLogs } from './sessions/session-log';
import { createStatusBar } from './sessions/status-bar';
import { createStore } from './sessions/store';
import { createSessionWatcher } from './sessions/watcher';
import { scheduleBatch } from './stream/batch';
import { createJobFeeds } from './stream/job-feed';
import { mirrorToOutput } from './stream/output';
import { actOnPage } from './stream/page-actions';
import { createStreamPanels } from './stream/panels';

/** The parts that hold state, in the order in which they need each other. */
function createParts(context: vscode.ExtensionContext, report: (error: unknown) => void) {
  const settings = createSettingsReader(vscode);
  const agent = createAgentConnection({
    connect: connectAgent,
    program: agentProgram(context.asAbsolutePath('dist/bindery.js'), process),
    env: agentEnvironment(process.env),
  });
  const { client } = agent;
  const store = createStore();
  const memory = createMemory(context.workspaceState);
  const feeds = createJobFeeds({ client, schedule: scheduleBatch });
  const launches = createLaunches({
    client,
    feeds,
    store,
    memory,
    settings: (folder) => settings(vscode.Uri.file(folder)),
  });
  const watcher = createSessionWatcher({ client, store, memory, onError: report });
  const logs = createSessionLogs(vscode, client);
  const sessions = createSessionActions(vscode, { client, store, logs, follow: launches.follow });
  const panels = createStreamPanels(vscode, {
    feeds,
    store,
    record: async (job) => (await client()).job(job),
    act: (message, subject, view) => void actOnPage(vscode, message, subject, view).catch(report),
    now: () => new Date(),
    extensionUri: context.extensionUri,
    onOpen: (folder, open) => void memory.rememberStream(folder, open),
  });
  return { settings, agent, store, memory, feeds, launches, watcher, logs, sessions, panels };
}

/** Registers everything before the first wait; nothing here waits for the agent. */
export function activate(context: vscode.ExtensionContext): void {
  const began = performance.now();
  const log = vscode.window.createOutputChannel('Bindery', { log: true });
  const output = vscode.window.createOutputChannel('Bindery Build');
  const showError = createErrorPresenter(vscode, log);
  const report = (error: unknown): void => void showError(error);
  const parts = createParts(context, report);
  const { settings, agent, store, feeds, launches, watcher, logs, panels } = parts;
  const { extensionUri } = context;
  const lint = createLintModule(vscode, {
    settings,
    log,
    report,
    extensionUri,
    dist: context.asAbsolutePath('dist'),
    // No agent is started for it.
    modules: async (folder) => (await agent.running())?.modules(folder),
  });

  const showStream = (job: FollowedJob): void => panels.show(job, store.get(job.folder)?.name ?? job.folder);
  const refresh = (): void => {
    store.setFolders(localFolders(vscode));
    const { client, running } = agent;
    void reattach({ ...parts, client, running, showStream }).catch(report);
  };
  const onEnd = (job: FollowedJob): void => {
    if (job.view.session !== undefined) watcher.watch(job.folder, job.view.session);
    lint.built(job.folder);
    void tellEnding(vscode, job, { ...parts, log, showStream }).catch(report);
  };
  context.subscriptions.push(
    ...registerCommands(
      vscode,
      createHandlers({ ...parts, vs: vscode, output, log, lint: lint.handlers }),
      showError,
    ),
    createStatusBar(vscode, store),
    showContext(vscode, store),
    mirrorToOutput(launches.onFollow, output),
    launches.onEnd.listen(onEnd),
    vscode.workspace.onDidChangeWorkspaceFolders(refresh),
    ...[lint, panels, watcher, launches, feeds, logs, agent, output, log],
  );
  refresh();
  log.info(`activated in ${(performance.now() - began).toFixed(1)} ms`);
}
