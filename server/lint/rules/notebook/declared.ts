import { condaPackages, condaPipLines } from '../../../environment/environment-yml';
import type { MatchSpec } from '../../../environment/match-spec';
import { normalName } from '../../../environment/names/python';
import type { PipfilePackage } from '../../../environment/pipfile';
import type { RequirementLine } from '../../../environment/requirement-line';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';
import { brought } from '../imports/brought';

/** What is said of the version of a package that the build installs. */
export interface DeclaredPackage {
  /** Normalised (PEP 503), also for packages of conda. */
  readonly name: string;
  /** Clauses as PEP 440 has them; '' where every version will do, undefined where they cannot be told. */
  readonly versions?: string;
}

/** The packages that the build installs because a file that it reads names them. */
export function declaredPackages(model: RepositoryModel): readonly DeclaredPackage[] {
  return model.once('notebook:declared', () => {
    const { requirementsTree, conda, pipfile, pipfileLock } = model.reading().readers;
    const isRead = (path: string | undefined): boolean => path !== undefined && !isIgnored(model, path);
    const lines = [...requirementsTree.files.values()]
      .filter(({ source }) => isRead(source.path))
      .flatMap((file) => file.lines);
    const condaRead = conda !== undefined && isRead(conda.source.path);
    // With a lock, pipenv installs what it says.
    const locked = pipfileLock !== undefined && isRead(pipfileLock.source.path) ? pipfileLock.packages : [];
    const piped = pipfile !== undefined && isRead(pipfile.source.path) ? pipfile.packages : [];
    return [
      ...lines.flatMap(ofLine),
      ...(condaRead ? [...condaPackages(conda).map(ofSpec), ...condaPipLines(conda).flatMap(ofLine)] : []),
      ...(locked.length > 0 ? locked : piped).map(ofPipfile),
    ];
  });
}

/** True where a package of this (normalised) name may be there: asked for by a file or a command, or brought along. */
export function isInstalled(model: RepositoryModel, name: string): boolean {
  const { packages, direct, everything } = brought(model);
  return everything || packages.has(name) || direct.has(name);
}

/** True where a file that the build reads names a package of this (normalised) name. */
export function isDeclared(model: RepositoryModel, name: string): boolean {
  return declaredPackages(model).some((declared) => declared.name === name);
}

function ofLine(line: RequirementLine): DeclaredPackage[] {
  if (line.kind !== 'requirement') return [];
  const { name, clauses, url } = line.requirement;
  const versions = clauses.map(({ operator, version }) => operator + version.text).join(',');
  return [{ name: normalName(name.text), ...(url === undefined && { versions }) }];
}

function ofSpec({ name, version, fields }: MatchSpec): DeclaredPackage {
  const written = version?.text ?? fields.find((field) => field.name.text === 'version')?.value.text ?? '';
  const versions = condaVersions(written);
  return { name: normalName(name.text), ...(versions !== undefined && { versions }) };
}

/** `=1.2` is any 1.2.x, `1.2` and `==1.2` are that version; alternatives have no form in PEP 440. */
function condaVersions(written: string): string | undefined {
  if (written.includes('|')) return undefined;
  const clauses = written.split(',').map((part) => part.replaceAll(' ', ''));
  return clauses
    .filter((clause) => clause !== '' && clause !== '*')
    .map((clause) => {
      if (/^=[^=]/.test(clause)) return `==${clause.slice(1).replace(/\.?\*$/, '')}.*`;
      return /^[<>!~=]/.test(clause) ? clause : `==${clause}`;
    })
    .join(',');
}

function ofPipfile({ name, version }: PipfilePackage): DeclaredPackage {
  const versions = version?.text === '*' ? '' : version?.text;
  return { name: normalName(name.text), ...(versions !== undefined && { versions }) };
}
