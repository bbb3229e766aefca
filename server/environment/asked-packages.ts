import type { CondaEnvironmentFile } from './environment-yml';
import { condaPackages, condaPipLines } from './environment-yml';
import type { MatchSpec } from './match-spec';
import { specVersion } from './match-spec';
import type { PipfilePackage } from './pipfile';
import type { RequirementLine } from './requirement-line';
import type { TextSpan } from './text';

/** A package of Python that a configuration file asks for by its name. */
export interface AskedPackage {
  /** Whose name it is: conda's, or the package index'. */
  readonly manager: 'conda' | 'pip';
  /** As it is written. */
  readonly name: TextSpan;
  /** What is said of the version, as its manager writes it, without blanks; '' where nothing is. */
  readonly written: string;
  /** The same in clauses of PEP 440; '' where every version will do, absent where they cannot be told. */
  readonly versions?: string;
  /** The version where a requirement says exactly one (`==`), without its operator. */
  readonly exact?: TextSpan;
}

/** Of requirement lines those that name a package. */
export function packagesOfLines(lines: readonly RequirementLine[]): AskedPackage[] {
  return lines.flatMap((line): AskedPackage[] => {
    if (line.kind !== 'requirement') return [];
    const { name, clauses, url } = line.requirement;
    const written = clauses.map(({ operator, version }) => operator + version.text).join(',');
    const [clause] = clauses;
    const isExact = clauses.length === 1 && clause?.operator.startsWith('==') === true;
    return [
      {
        manager: 'pip',
        name,
        written,
        ...(url === undefined && { versions: written }),
        ...(isExact && { exact: clause.version }),
      },
    ];
  });
}

/** Of environment.yml: conda's packages, then those of its lists for pip. */
export function packagesOfConda(file: CondaEnvironmentFile): AskedPackage[] {
  return [...condaPackages(file).map(ofSpec), ...packagesOfLines(condaPipLines(file))];
}

/** Of Pipfile, or of its lock. */
export function packagesOfPipfile(packages: readonly PipfilePackage[]): AskedPackage[] {
  return packages.map(({ name, version }) => ({
    manager: 'pip',
    name,
    written: version?.text ?? '',
    ...(version !== undefined && { versions: version.text === '*' ? '' : version.text }),
  }));
}

function ofSpec(spec: MatchSpec): AskedPackage {
  const written = (specVersion(spec)?.text ?? '').replace(/\s/g, '');
  const versions = clausesOf(written);
  return { manager: 'conda', name: spec.name, written, ...(versions !== undefined && { versions }) };
}

/** `=1.2` is any 1.2.x, `1.2` and `==1.2` are that version; alternatives have no form in PEP 440. */
function clausesOf(written: string): string | undefined {
  if (written.includes('|')) return undefined;
  return written
    .split(',')
    .filter((clause) => clause !== '' && clause !== '*')
    .map((clause) => {
      if (/^=[^=]/.test(clause)) return `==${clause.slice(1).replace(/\.?\*$/, '')}.*`;
      return /^[<>!~=]/.test(clause) ? clause : `==${clause}`;
    })
    .join(',');
}
