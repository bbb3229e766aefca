import { createHash } from 'node:crypto';
import path from 'node:path';
import type Docker from 'dockerode';
import type { Session } from '../protocol';
import type { OwnImage } from './docker-own-image';
import { ownEntryScript, ownImageCommand } from './docker-own-image';
import { entryScriptName } from './entry-script';
import { entryFolder } from '../plan/dockerfile/mounts';
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
  /** Of an image that a repository's own Dockerfile made. */
  readonly own?: OwnImage;
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
  const { session, artifact } = spec;
  const { limits } = session;
  const ports = portBindings(spec);
  return {
    name: `bindery-${rootId(root)}-${session.name}`,
    Image: artifact.location,
    ...(place.user === undefined ? {} : { User: place.user }),
    WorkingDir: folderOf(spec, place),
    ...command(spec, place),
    Env: environment(spec, place),
    Labels: { ...sessionLabels(session, root), 'bindery.artifactKey': artifact.key },
    ExposedPorts: Object.fromEntries(Object.keys(ports).map((port) => [port, {}])),
    HostConfig: {
      Mounts: [
        { Type: 'bind', Source: session.workFolder.path, Target: folderOf(spec, place) },
        { Type: 'bind', Source: place.runDir, Target: runMount },
        { Type: 'bind', Source: spec.tokenFile, Target: tokenMount, ReadOnly: true },
        ...entryMount(place),
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

function environment(
  { plan, session: { limits, workFolder } }: SpawnSpec,
  { own }: ContainerPlace,
): string[] {
  return [
    `JUPYTER_TOKEN_FILE=${tokenMount}`,
    // Folders that a build left in the home may not be the session's to write.
    `JUPYTER_RUNTIME_DIR=${runMount}/jupyter`,
    `USER=${plan.layout.user}`,
    ...(own?.isHome === true && workFolder.kind === 'folder' ? jupyterElsewhere : []),
    // What the resource display of Jupyter shows as the limit.
    ...(limits.memory ? [`MEM_LIMIT=${limits.memory}`] : []),
    ...(limits.cpus ? [`CPU_LIMIT=${limits.cpus}`] : []),
  ];
}

function folderOf({ plan }: SpawnSpec, { own }: ContainerPlace): string {
  return own?.folder ?? plan.layout.repoDir;
}

/** Images of ours have the entry script's place and a login shell; others keep their entry point, as in Binder. */
function command(
  spec: SpawnSpec,
  place: ContainerPlace,
): Pick<Docker.ContainerCreateOptions, 'Entrypoint' | 'Cmd'> {
  if (place.own !== undefined) {
    const [, , ...options] = serverCommand(spec, place);
    return { Cmd: ownImageCommand(runMount, entryOptions(spec), options) };
  }
  const entry = [python(spec), '-I', '-S', entryScript, ...entryOptions(spec)];
  return {
    Entrypoint: ['/bin/bash', '-lc', 'exec "$@"', 'bash'],
    Cmd: [...entry, ...serverCommand(spec, place)],
  };
}

/** The script itself, which the session must not change, where it is no part of the image. */
function entryMount({ runDir, own }: ContainerPlace): Docker.MountSettings[] {
  if (own === undefined) return [];
  const Source = path.join(runDir, entryScriptName);
  return [{ Type: 'bind', Source, Target: ownEntryScript, ReadOnly: true }];
}

/** The server's own Python; an image without one, whose commands are wrapped, has that of its base. */
/** Where a person's folder is the home, Jupyter's own files are not to end up in it. */
const jupyterElsewhere = [
  `JUPYTER_CONFIG_DIR=${runMount}/jupyter/config`,
  `JUPYTER_DATA_DIR=${runMount}/jupyter/data`,
  `IPYTHONDIR=${runMount}/jupyter/ipython`,
];

const python = ({ plan }: SpawnSpec): string =>
  plan.wrapper === undefined ? `${plan.layout.nbPrefix}/bin/python` : 'python3';
const entryScript = `${runMount}/${entryScriptName}`;

function entryOptions(spec: SpawnSpec): readonly string[] {
  const files = sessionFiles(runMount);
  const watch = ['--hand-over', files.handOver, '--start-timeout', String(spec.startTimeout)];
  return [
    'run',
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
    rootDir: folderOf(spec, place),
    limits: spec.session.limits,
    allowRoot: place.user?.startsWith('0:') === true,
  });
  const { start, wrapper } = spec.plan;
  // The wrapper runs the start script itself.
  const script = wrapper === undefined ? place.startScript : `${entryFolder}/nix-shell-wrapper`;
  if (script === undefined) return server;
  if (start === null) return [script, ...server];
  const handOver = sessionFiles(runMount).handOver;
  return [script, python(spec), '-I', '-S', entryScript, 'handed-over', handOver, '--', ...server];
}
