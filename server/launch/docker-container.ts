import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import type { Session } from '../protocol';
import { entryScriptName } from './entry-script';
import { jupyterCommand } from './jupyter';
import { sessionFiles } from './session-files';
import type { SpawnSpec } from './types';

/** Where on this machine the folders of a container are, and as whom it runs. */
export interface ContainerPlace {
  /** Mounted at `runMount`: entry script, log, exit record. */
  readonly runDir: string;
  /** `uid:gid`; absent where the engine makes mounted folders belong to whoever uses them (macOS, Windows). */
  readonly user?: string;
  /** Gids of whatever the session must be able to write: the image's own files, and the work folder. */
  readonly groups: readonly string[];
  /** Absolute path inside the container. */
  readonly startScript?: string;
}

/** Where the container finds its folder of this machine. */
export const runMount = '/run/bindery/session';
const tokenMount = '/run/bindery/token';

/** Bytes of a session's log. */
const logCap = 10 * 1024 * 1024;

/** Labels by which a session's container is found, among all those of the engine. */
export function sessionLabels(session: Session, root: string): Readonly<Record<string, string>> {
  return { 'bindery.session': session.name, 'bindery.root': rootId(root) };
}

function rootId(root: string): string {
  return createHash('sha256').update(root).digest('hex').slice(0, 12);
}

/** The container of a session. It has no capabilities, can gain none, and is reached through loopback only. */
export function containerOptions(
  spec: SpawnSpec,
  place: ContainerPlace,
  root: string,
): Docker.ContainerCreateOptions {
  const { session, plan, artifact } = spec;
  const { limits } = session;
  const ports = portBindings(spec);
  return {
    name: `bindery-${rootId(root)}-${session.name}`,
    Image: artifact.location,
    ...(place.user === undefined ? {} : { User: place.user }),
    WorkingDir: plan.layout.repoDir,
    Entrypoint: ['/bin/bash', '-lc', 'exec "$@"', 'bash'],
    Cmd: [...entryCommand(spec), ...serverCommand(spec, place)],
    Env: environment(spec),
    Labels: { ...sessionLabels(session, root), 'bindery.artifactKey': artifact.key },
    ExposedPorts: Object.fromEntries(Object.keys(ports).map((port) => [port, {}])),
    HostConfig: {
      Mounts: [
        { Type: 'bind', Source: session.workFolder.path, Target: plan.layout.repoDir },
        { Type: 'bind', Source: place.runDir, Target: runMount },
        { Type: 'bind', Source: spec.tokenFile, Target: tokenMount, ReadOnly: true },
      ],
      PortBindings: ports,
      ...(limits.memory ? { Memory: limits.memory, MemorySwap: limits.memory } : {}),
      ...(limits.cpus ? { NanoCpus: Math.round(limits.cpus * 1e9) } : {}),
      ...(limits.processes ? { PidsLimit: limits.processes } : {}),
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Init: true,
      GroupAdd: [...place.groups],
      // The log of the session is a file of its own; the engine's copy is for `docker logs`.
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
    },
  };
}

/** The server's own port comes last: nothing that was asked for besides can take its place. */
function portBindings({ port, publish = [] }: SpawnSpec): Docker.PortMap {
  const further = publish.map(({ containerPort, protocol, hostPort, hostIp = '127.0.0.1' }) => [
    `${containerPort}/${protocol}`,
    [{ HostIp: hostIp, HostPort: String(hostPort) }],
  ]);
  const own = [{ HostIp: '127.0.0.1', HostPort: port === 0 ? '' : String(port) }];
  return { ...(Object.fromEntries(further) as Docker.PortMap), '8888/tcp': own };
}

function environment({ plan, session: { limits } }: SpawnSpec): string[] {
  return [
    `JUPYTER_TOKEN_FILE=${tokenMount}`,
    // Folders that a build left in the home may not be the session's to write.
    `JUPYTER_RUNTIME_DIR=${runMount}/jupyter`,
    `USER=${plan.layout.user}`,
    // What the resource display of Jupyter shows as the limit.
    ...(limits.memory ? [`MEM_LIMIT=${limits.memory}`] : []),
    ...(limits.cpus ? [`CPU_LIMIT=${limits.cpus}`] : []),
  ];
}

const python = ({ plan }: SpawnSpec): string => `${plan.layout.nbPrefix}/bin/python`;
const entryScript = `${runMount}/${entryScriptName}`;

function entryCommand(spec: SpawnSpec): readonly string[] {
  const files = sessionFiles(runMount);
  const watch = ['--hand-over', files.handOver, '--start-timeout', String(spec.startTimeout)];
  return [
    python(spec),
    ...['-I', '-S', entryScript, 'run'],
    ...['--log', files.log, '--log-cap', String(logCap), '--exit', files.exit],
    ...['--max-age', String(spec.session.limits.maxAgeSeconds ?? 0)],
    ...(spec.plan.start === null ? [] : watch),
    '--',
  ];
}

function serverCommand(spec: SpawnSpec, place: ContainerPlace): readonly string[] {
  const server = jupyterCommand({
    ip: '0.0.0.0',
    port: 8888,
    rootDir: spec.plan.layout.repoDir,
    limits: spec.session.limits,
    allowRoot: place.user?.startsWith('0:') === true,
  });
  if (place.startScript === undefined) return server;
  const handOver = sessionFiles(runMount).handOver;
  return [place.startScript, python(spec), '-I', '-S', entryScript, 'handed-over', handOver, '--', ...server];
}
