import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Pack } from 'tar-stream';
import { pack as createPack } from 'tar-stream';
import type { ArtifactSummary, Plan, Progress, Toolchain } from '../../protocol';
import { AppError, Cancelled } from '../../protocol';
import type { PackEntry } from './pack-files';
import { listEntries, withoutOfPython, withoutOfVenv } from './pack-files';
import type { OldPlaces, Rewritten } from './pack-rewrite';
import { rewrite } from './pack-rewrite';
import { packedPlaces, startScript, unpackScript } from './pack-scripts';
import { pathsOfArtifact } from './prefixes';

/** What an archive says about itself, in `manifest.json`. */
export interface PackManifest {
  readonly format: 1;
  readonly artifactKey: string;
  readonly environmentHash: string;
  readonly contentId: string;
  /** Where it runs, for example `linux-x64`; on Linux with a C library no older than `glibc`. */
  readonly platform: string;
  readonly glibc?: string;
  readonly toolchains: readonly Toolchain[];
  /** ISO time at which the environment was made. */
  readonly builtAt: string;
  /** Debian packages that must be on the machine. */
  readonly aptPackages: readonly string[];
  /** What stands in the files below for where the archive is unpacked. */
  readonly places: Readonly<Record<string, string>>;
  /** Files that name such a place; `bin/bindery-unpack` writes the real one into them. */
  readonly relocate: readonly string[];
}

export interface PackRequest {
  readonly artifact: ArtifactSummary;
  /** The plan of what is in `content`: its variables, its start script, its Debian packages. */
  readonly plan: Pick<Plan, 'envExtra' | 'start' | 'steps'>;
  /** Folder with the repository as a session would have it. */
  readonly content: string;
  /** The archive; its name without its endings is the folder in it. */
  readonly file: string;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * What `--pack` cannot do, known before anything is built.
 * @throws AppError pack-needs-managed, pack-unsupported
 */
export function refuseToPack({ kind, toolchains }: Pick<ArtifactSummary, 'kind' | 'toolchains'>): void {
  if (kind !== 'prefix') throw new AppError('pack-unsupported', { what: 'an image' });
  const [python] = toolchains;
  if (python?.kind === 'managed') return;
  throw new AppError('pack-needs-managed', { version: python?.resolved ?? python?.requested ?? '' });
}

/**
 * Writes an archive (.tar.gz) of a prefix with its Python and the repository: `bin/start` runs JupyterLab from wherever
 * it is unpacked, on a machine of the same platform that has nothing but a shell and its tools. The packages become
 * those of the Python itself, which finds them by where it stands; a virtual environment would name its place.
 * @throws AppError pack-needs-managed, pack-unsupported; Cancelled; errors of the file system
 */
export async function packPrefix(request: PackRequest, signal: AbortSignal): Promise<PackManifest> {
  const { artifact, content, file } = request;
  refuseToPack(artifact);
  const { venv, content: built } = pathsOfArtifact(artifact);
  const base = await basePython(venv);
  const lib = `lib/python${(artifact.toolchains[0]?.resolved ?? '').split('.').slice(0, 2).join('.')}`;
  const entries = await listEntries([
    { from: base, to: 'env', without: withoutOfPython(lib) },
    { from: venv, to: 'env', without: withoutOfVenv },
    { from: content, to: 'content', without: () => false },
  ]);
  const linkedBase = dirname(await homeOf(venv));
  const old = { env: [venv, base, linkedBase], content: [built, content] };
  const part = `${file}.part`;
  const tar = createPack();
  try {
    const written = pipeline(tar, createGzip({ level: 6 }), createWriteStream(part), { signal });
    const [manifest] = await Promise.all([fill(tar, entries, old, request, signal), written]);
    await rename(part, file);
    return manifest;
  } catch (error) {
    throw signal.aborted ? new Cancelled() : error;
  } finally {
    await rm(part, { force: true });
  }
}

/** Folder of the Python that a virtual environment was made from. */
async function basePython(venv: string): Promise<string> {
  if (existsSync(join(venv, 'conda-meta')))
    throw new AppError('pack-unsupported', { what: 'a conda environment' });
  return dirname(await realpath(await homeOf(venv)));
}

async function homeOf(venv: string): Promise<string> {
  const home = /^home\s*=\s*(.+)$/m.exec(await readFile(join(venv, 'pyvenv.cfg'), 'utf8'))?.[1]?.trim();
  if (home === undefined) throw new AppError('pack-unsupported', { what: 'an environment without a Python' });
  return home;
}

async function fill(
  tar: Pack,
  entries: readonly PackEntry[],
  old: OldPlaces,
  request: PackRequest,
  signal: AbortSignal,
): Promise<PackManifest> {
  const root = basename(request.file).replace(/\.(tar\.gz|tgz)$/, '');
  const relocate: string[] = [];
  const total = entries.length;
  for (const [index, entry] of entries.entries()) {
    signal.throwIfAborted();
    const rewritten = await rewrite(entry, old);
    if (rewritten?.relocate === true) relocate.push(entry.name);
    // Repositories forget the executable bit; the image build sets it too.
    const isStart = entry.name === `content/${request.plan.start ?? ''}`;
    await addEntry(tar, root, isStart ? { ...entry, mode: entry.mode | 0o111 } : entry, rewritten);
    if (index % 1000 === 0) request.onProgress?.({ current: index, total, unit: 'files' });
  }
  const manifest = manifestOf(request, relocate);
  const own = {
    'bin/start': startScript(request.plan),
    'bin/bindery-unpack': unpackScript,
    'manifest.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
  };
  for (const [name, text] of Object.entries(own)) {
    tar.entry({ name: `${root}/${name}`, mode: name.startsWith('bin/') ? 0o755 : 0o644 }, text);
  }
  tar.finalize();
  return manifest;
}

async function addEntry(
  tar: Pack,
  root: string,
  { name, source, type, mode, mtime, size, linkname }: PackEntry,
  rewritten: Rewritten | undefined,
): Promise<void> {
  const header = { name: `${root}/${name}`, type, mode, mtime };
  if (rewritten !== undefined) tar.entry({ ...header, size: rewritten.content.length }, rewritten.content);
  else if (type === 'file') await pipeline(createReadStream(source), tar.entry({ ...header, size }));
  else tar.entry({ ...header, ...(linkname !== undefined && { linkname }) });
}

function manifestOf({ artifact, plan }: PackRequest, relocate: readonly string[]): PackManifest {
  const { key, environmentHash, contentId, toolchains, builtAt } = artifact;
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const glibc = header?.glibcVersionRuntime;
  return {
    format: 1,
    artifactKey: key,
    ...{ environmentHash, contentId, toolchains, builtAt },
    platform: `${process.platform}-${process.arch}`,
    ...(glibc !== undefined && { glibc }),
    aptPackages: plan.steps.flatMap((step) =>
      step.op === 'apt-install' && step.origin === 'repository' ? step.packages : [],
    ),
    places: packedPlaces,
    relocate,
  };
}
