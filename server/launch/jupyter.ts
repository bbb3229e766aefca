import type { SessionLimits } from '../protocol';

/** Where and how the server listens. */
export interface JupyterListen {
  /** `127.0.0.1` for a process of this machine, `0.0.0.0` in a container. */
  readonly ip: string;
  readonly port: number;
  /** Folder that the file browser shows: the work folder. */
  readonly rootDir: string;
  readonly limits: SessionLimits;
  /** Jupyter refuses to run as root unless told that it may. */
  readonly allowRoot: boolean;
}

/**
 * The server's command line, without the start script before it. It holds no secret: the token is read from
 * JUPYTER_TOKEN_FILE (contracts/repo2docker.md sections 6 and 10).
 */
export function jupyterCommand(listen: JupyterListen): readonly string[] {
  return [
    'jupyter',
    'lab',
    '--no-browser',
    `--ServerApp.ip=${listen.ip}`,
    `--ServerApp.port=${listen.port}`,
    // Another port than the one that is probed and shown would never be found.
    '--ServerApp.port_retries=0',
    `--ServerApp.root_dir=${listen.rootDir}`,
    ...(listen.allowRoot ? ['--ServerApp.allow_root=True'] : []),
    ...idleOptions(listen.limits.idleSeconds ?? 0),
  ];
}

/**
 * A kernel or terminal that nobody uses would keep the server awake for ever, and an open browser tab would keep the
 * kernel awake; so they are culled first, connected or not, and the server ends itself after them.
 */
function idleOptions(seconds: number): readonly string[] {
  if (seconds <= 0) return [];
  const interval = Math.max(1, Math.min(60, Math.floor(seconds / 4)));
  return [
    `--ServerApp.shutdown_no_activity_timeout=${seconds}`,
    `--MappingKernelManager.cull_idle_timeout=${seconds}`,
    `--MappingKernelManager.cull_interval=${interval}`,
    '--MappingKernelManager.cull_connected=True',
    `--TerminalManager.cull_inactive_timeout=${seconds}`,
    `--TerminalManager.cull_interval=${interval}`,
  ];
}

/** The folders of a session that Jupyter writes into, and the file its token is read from. */
export interface JupyterPlaces {
  /** Parent of Jupyter's own folders: never the work folder, never the person's home. */
  readonly stateDir: string;
  readonly tokenFile: string;
  /** Folders with kernels and extensions, looked at before all others, first wins: the session's, then the prefix's. */
  readonly dataPath: readonly string[];
  /** `etc/jupyter` folders to look into. */
  readonly configPath: readonly string[];
}

/** Environment variables by which Jupyter and IPython keep to the session's own folders. */
export function jupyterEnvironment(places: JupyterPlaces): Readonly<Record<string, string>> {
  const below = (name: string): string => `${places.stateDir}/${name}`;
  return {
    JUPYTER_TOKEN_FILE: places.tokenFile,
    JUPYTER_CONFIG_DIR: below('config'),
    JUPYTER_DATA_DIR: below('data'),
    JUPYTER_RUNTIME_DIR: below('runtime'),
    JUPYTER_PATH: places.dataPath.join(':'),
    JUPYTER_CONFIG_PATH: places.configPath.join(':'),
    IPYTHONDIR: below('ipython'),
  };
}
