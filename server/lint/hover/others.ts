import { inConfigDir } from '../../environment/config-files';
import type { EnvironmentReading } from '../../environment/environment';
import type { SourceText, TextSpan } from '../../environment/text';
import { rangeAt } from '../../environment/text';
import type { LintCode } from '../messages';
import type { HoverPiece } from './piece';
import { holds, piece } from './piece';

/** What the build does with a place of a file, by the file's name. */
export type PieceReader = (reading: EnvironmentReading, offset: number) => HoverPiece | undefined;

/** Of the files that hold something else than lists for conda and pip. */
export const otherPieces: Readonly<Record<string, PieceReader | undefined>> = {
  'apt.txt': ({ readers: { apt } }, offset) => {
    const entry = apt?.entries.find(({ range }) => holds(range, offset));
    if (entry === undefined) return undefined;
    return entry.valid
      ? piece(entry.range, 'lint-hover-apt', { name: entry.text })
      : piece(entry.range, 'lint-hover-apt-invalid');
  },
  'runtime.txt': ({ readers: { runtime }, environment: { versions } }, offset) => {
    const date = runtime?.runtime?.date;
    return runtime !== undefined && date !== undefined && holds(runtime.range, offset)
      ? piece(runtime.range, 'lint-hover-runtime-date', { date: versions.cranSnapshotDate ?? date })
      : undefined;
  },
  postBuild: ({ readers: { postBuild } }, offset) =>
    linePiece(postBuild?.source, offset, 'lint-hover-post-build'),
  start: ({ readers: { start } }, offset) => linePiece(start?.source, offset, 'lint-hover-start'),
  'install.R': ({ readers: { installR }, environment: { versions } }, offset) => {
    const call = installR?.calls.find((each) => holds(each.call.range, offset));
    const { cranSnapshotDate: date } = versions;
    if (call === undefined || date === undefined) return undefined;
    return /^install\.packages$/.test(call.function.text)
      ? piece(call.call.range, 'lint-hover-r-packages', { date })
      : undefined;
  },
  Dockerfile: ({ readers: { dockerfile } }, offset) => {
    const last = dockerfile?.from.at(-1);
    const from = dockerfile?.from.find(({ image }) => holds(image.range, offset));
    if (from === undefined) return undefined;
    return piece(from.image.range, from === last ? 'lint-hover-docker-from' : 'lint-hover-docker-stage');
  },
  'pyproject.toml': ({ readers: { pyproject }, environment }, offset) =>
    spanPiece(pyproject?.requiresPython, offset, 'lint-hover-requires-python', environment.versions.python),
  Pipfile: pipfilePiece,
  'Project.toml': juliaPiece,
  'JuliaProject.toml': juliaPiece,
};

function pipfilePiece({ readers, environment }: EnvironmentReading, offset: number): HoverPiece | undefined {
  const { pipfile, pipfileLock } = readers;
  const { full, short } = pipfile?.requires ?? {};
  const python = spanPiece(full ?? short, offset, 'lint-hover-python', environment.versions.python);
  if (python !== undefined) return python;
  const found = pipfile?.packages.find(({ name, value }) =>
    [name, value].some(({ range }) => holds(range, offset)),
  );
  if (found === undefined) return undefined;
  const args = { tool: 'pipenv', name: found.name.text, version: found.version?.text ?? '' };
  const free = ['*', undefined].includes(found.version?.text) ? 'lint-hover-any' : 'lint-hover-range';
  const exact = /^==(?!.*\*)/.test(args.version) ? 'lint-hover-exact' : free;
  return piece(found.name.range, pipfileLock === undefined ? exact : 'lint-hover-pipfile-locked', args);
}

function juliaPiece({ readers, environment }: EnvironmentReading, offset: number): HoverPiece | undefined {
  const { juliaProject, juliaManifest } = readers;
  const chosen = spanPiece(juliaProject?.julia, offset, 'lint-hover-julia', environment.versions.julia);
  if (chosen !== undefined) return chosen;
  const found = juliaProject?.dependencies.find(({ name, uuid, compat }) =>
    [name, uuid, compat].some((span) => span !== undefined && holds(span.range, offset)),
  );
  if (found === undefined) return undefined;
  const { name, compat } = found;
  if (juliaManifest !== undefined) return piece(name.range, 'lint-hover-julia-manifest', { name: name.text });
  const args = { tool: 'Pkg', name: name.text, version: compat?.text ?? '' };
  return piece(name.range, compat === undefined ? 'lint-hover-any' : 'lint-hover-range', args);
}

/** What a span decides; nothing where the version is not known. */
function spanPiece(
  span: TextSpan | undefined,
  offset: number,
  code: LintCode,
  version: string | undefined,
): HoverPiece | undefined {
  if (span === undefined || version === undefined || !holds(span.range, offset)) return undefined;
  return piece(span.range, code, { version, written: span.text });
}

/** Scripts: what is said of one line is said of each. */
function linePiece(source: SourceText | undefined, offset: number, code: LintCode): HoverPiece | undefined {
  if (source === undefined) return undefined;
  const start = source.lineStarts.findLast((each) => each <= offset) ?? 0;
  const length = /^[^\r\n]*/.exec(source.text.slice(start))?.[0].length ?? 0;
  return piece(rangeAt(source, start, start + length), code);
}

/** The reader for a path: only files of the configuration folder, or of the root, have one. */
export function readerOf(
  path: string,
  { environment: { configDir } }: EnvironmentReading,
): PieceReader | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return path === inConfigDir(configDir, name) || path === name ? otherPieces[name] : undefined;
}
