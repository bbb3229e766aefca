import type { CondaDependency, CondaEnvironmentFile } from '../../environment/environment-yml';
import { condaPipLines } from '../../environment/environment-yml';
import type { MatchSpec, VersionFreedom } from '../../environment/match-spec';
import { versionFreedom } from '../../environment/match-spec';
import type { Environment } from '../../protocol';
import type { LintCode } from '../messages';
import { pipPiece } from './pip';
import type { HoverPiece } from './piece';
import { holds, piece } from './piece';

/** What conda does with the entry of environment.yml at a place. */
export function condaPiece(
  file: CondaEnvironmentFile,
  environment: Environment,
  offset: number,
): HoverPiece | undefined {
  const pip = pipPiece(condaPipLines(file), offset, environment.versions.python);
  if (pip !== undefined) return pip;
  for (const [key, span] of Object.entries({ name: file.name, prefix: file.prefix })) {
    if (span !== undefined && holds(span.range, offset))
      return piece(span.range, 'lint-hover-conda-unused', { key });
  }
  const channel = file.channels.findIndex(({ range }) => holds(range, offset));
  const { range } = file.channels[channel] ?? {};
  if (range !== undefined) {
    return piece(range, 'lint-hover-conda-channel', { place: channel + 1, count: file.channels.length });
  }
  const entry = file.dependencies.find(({ written }) => holds(written.range, offset));
  return entry === undefined ? undefined : entryPiece(file, environment, entry);
}

function entryPiece(
  file: CondaEnvironmentFile,
  environment: Environment,
  entry: CondaDependency,
): HoverPiece {
  const { range } = entry.written;
  if (entry.kind === 'pip') return piece(range, 'lint-hover-conda-pip');
  if (entry.kind === 'other' || entry.spec === undefined) return piece(range, 'lint-hover-conda-unread');
  const { spec } = entry;
  if (spec.name.text === 'python') return pythonPiece(file, environment, spec, range);
  const args = { tool: 'conda', name: spec.name.text, version: versionOf(spec) };
  return piece(range, freedoms[versionFreedom(spec)], args);
}

const freedoms: Readonly<Record<VersionFreedom, LintCode>> = {
  exact: 'lint-hover-exact',
  series: 'lint-hover-series',
  range: 'lint-hover-range',
  any: 'lint-hover-any',
};

function versionOf({ version }: MatchSpec): string {
  return (version?.text ?? '').replace(/^==?\s*/, '');
}

/** Only `python=X.Y` is read by the recipe; what else is said of Python, conda alone takes into account. */
function pythonPiece(
  file: CondaEnvironmentFile,
  { buildpack, versions }: Environment,
  spec: MatchSpec,
  range: HoverPiece['range'],
): HoverPiece {
  const { python = '', pythonInstead } = versions;
  const decides =
    file.python?.version !== '' && file.python?.dependency.range.start.offset === range.start.offset;
  if (buildpack !== 'conda') return piece(range, 'lint-hover-conda-python-beside', { version: python });
  if (decides) return piece(range, 'lint-hover-conda-python', { version: python });
  return pythonInstead === undefined
    ? piece(range, 'lint-hover-conda-python-unread', { version: python })
    : piece(range, 'lint-hover-conda-python-instead', {
        version: python,
        written: spec.version?.text ?? '',
        instead: pythonInstead,
      });
}
