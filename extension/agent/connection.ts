import { AppError } from '../../server/protocol';
import type { AgentProgram, BinderyClient, ConnectOptions } from '../../server/http/client/types';

/** Seconds that an agent started by the editor stays when nobody is connected and nothing runs. */
export const editorLinger = 30;

/** The one connection of this window to the agent, made when first needed. */
export interface AgentConnection {
  /** The agent's client; starts an agent where none answers. @throws AppError as connectAgent */
  readonly client: () => Promise<BinderyClient>;
  /** The client of an agent that runs already, else undefined: asking starts nothing. */
  readonly running: () => Promise<BinderyClient | undefined>;
  dispose(): void;
}

export interface AgentConnectionDeps {
  readonly connect: (options: ConnectOptions) => Promise<BinderyClient>;
  readonly program: AgentProgram;
  readonly env: ConnectOptions['env'];
}

/** How `dist/bindery.js` is run by the program that runs the extension; in desktop VS Code that is Electron. */
export function agentProgram(
  script: string,
  runtime: Pick<NodeJS.Process, 'execPath' | 'versions'>,
): AgentProgram {
  const electron = runtime.versions['electron'] !== undefined;
  return {
    file: runtime.execPath,
    args: [script],
    ...(electron ? { env: { ELECTRON_RUN_AS_NODE: '1' } } : {}),
  };
}

/** The environment without what belongs to this window: the agent and its sessions outlive it. */
export function agentEnvironment(env: NodeJS.ProcessEnv): ConnectOptions['env'] {
  const ofWindow = /^(VSCODE_|ELECTRON_|APPLICATION_INSIGHTS)|^NODE_OPTIONS$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ofWindow.test(name)));
}

export function createAgentConnection(deps: AgentConnectionDeps): AgentConnection {
  const ended = new AbortController();
  let pending: Promise<BinderyClient> | undefined;

  const open = (start: boolean): Promise<BinderyClient> =>
    deps.connect({
      env: deps.env,
      program: deps.program,
      linger: editorLinger,
      start,
      signal: ended.signal,
    });
  const client = (): Promise<BinderyClient> => {
    pending ??= open(true).catch((error: unknown) => {
      pending = undefined;
      throw error;
    });
    return pending;
  };
  return {
    client,
    running: async () => {
      if (pending) return pending;
      try {
        (await open(false)).close();
      } catch (error) {
        if (AppError.is(error, 'agent-unreachable')) return undefined;
        throw error;
      }
      return client();
    },
    dispose: () => {
      ended.abort();
      void pending?.then(
        (open) => open.close(),
        () => undefined,
      );
    },
  };
}
