import type { AskedPackage } from '../../../environment/asked-packages';
import { packagesOfConda, packagesOfLines, packagesOfPipfile } from '../../../environment/asked-packages';
import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import { condaPipLines, readCondaEnvironment } from '../../../environment/environment-yml';
import { condaName, normalName, pipName } from '../../../environment/names/python';
import { readPipfile } from '../../../environment/pipfile';
import { readApt } from '../../../environment/apt-txt';
import type { RequirementLine } from '../../../environment/requirement-line';
import { packageAtLocation } from '../../../environment/requirement-line';
import { readRequirements } from '../../../environment/requirements';
import type { TextSpan } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import { commandedPackages } from './evidence';
import { isToolOfDevelopers } from './tools-of-developers';

/** A package that a configuration file asks for. */
export interface Declared {
  /** In the form in which names are compared: that of the package index, as far as it is known. */
  readonly key: string;
  /** The name of the same package on conda-forge, likewise. */
  readonly conda?: string;
  readonly file: string;
  /** The name as it is written. */
  readonly name: TextSpan;
  /** The version where it is one, without an operator: `1.26`, `1.26.*`. */
  readonly pin?: string;
  /** Where the version stands by itself, without an operator. */
  readonly version?: TextSpan;
}

/** Not packages that anybody would miss: every image has them (contracts/repo2docker.md section 6). */
const always = new Set(
  (
    'python pip setuptools wheel jupyter jupyterlab notebook ipython ipykernel ipywidgets nbconvert nbformat ' +
    'jupyter-server jupyterhub jupyterhub-singleuser jupyter-resource-usage'
  ).split(' '),
);

/** What a file asks for; undefined for files of a kind that cannot be compared. Read whether or not the build reads it. */
export function declaredIn(model: RepositoryModel, path: string): readonly Declared[] | undefined {
  return model.once(`repo:declared:${path}`, () => {
    const reader = readers.find(([pattern]) => pattern.test(path))?.[1];
    const declared = reader?.(model, path);
    return declared?.filter(({ key }) => !always.has(key));
  });
}

/** Everything that files which the build uses ask for, by key. Of several the first. */
export function declaredByUsed(model: RepositoryModel): ReadonlyMap<string, Declared> {
  const { files } = model.reading().environment;
  const all = files
    .filter(({ role }) => role === 'used')
    .flatMap(({ path }) => declaredIn(model, path) ?? []);
  return new Map(all.reverse().map((each) => [each.key, each]));
}

/** What `path` asks for and neither a used file nor a command of the build does; undefined where that cannot be told. */
export function lostPackages(model: RepositoryModel, path: string): readonly Declared[] | undefined {
  const used = new Set([...declaredByUsed(model).values()].flatMap(({ key, conda = key }) => [key, conda]));
  const commanded = commandedPackages(model);
  const isHad = (key: string): boolean => used.has(key) || commanded.has(key) || isToolOfDevelopers(key);
  return declaredIn(model, path)?.filter(({ key, conda = key }) => !isHad(key) && !isHad(conda));
}

type Reader = (model: RepositoryModel, path: string) => Declared[] | undefined;

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/(?:^|\/)environment\.ya?ml$/i, condaDeclared],
  [/(?:^|\/)apt\.txt$/i, aptDeclared],
  [/(?:^|\/)runtime\.txt$/i, () => undefined],
  [/\.(?:txt|in)$/i, pipDeclared],
  [/(?:^|\/)Pipfile$/i, pipfileDeclared],
];

function condaDeclared(model: RepositoryModel, path: string): Declared[] | undefined {
  const source = model.text(path);
  const { conda } = model.reading().readers;
  if (source === undefined) return undefined;
  const file: CondaEnvironmentFile = conda?.source.path === path ? conda : readCondaEnvironment(source);
  if (file.syntaxError !== undefined) return undefined;
  return [...fromAsked(path, packagesOfConda(file)), ...fromLocations(path, condaPipLines(file))];
}

function pipDeclared(model: RepositoryModel, path: string): Declared[] | undefined {
  const source = model.text(path);
  if (source === undefined) return undefined;
  const known = model.reading().readers.requirementsTree.files.get(path);
  const { lines } = known ?? readRequirements(source);
  return [...fromAsked(path, packagesOfLines(lines)), ...fromLocations(path, lines)];
}

function fromAsked(file: string, asked: readonly AskedPackage[]): Declared[] {
  return asked.map(({ manager, name, written, exact }) => ({
    ...keysOf(manager, name.text),
    file,
    name,
    ...pinOf(written),
    ...(exact !== undefined && { version: exact }),
  }));
}

function fromLocations(file: string, lines: readonly RequirementLine[]): Declared[] {
  return lines.flatMap((line) => (line.kind === 'location' ? fromLocation(file, line.location) : []));
}

/** Of an address: a folder is the repository's own. */
function fromLocation(file: string, { text, range }: TextSpan): Declared[] {
  const name = text.includes('://') ? packageAtLocation(text) : undefined;
  return name === undefined ? [] : [{ key: normalName(name), file, name: { text: name, range } }];
}

function pipfileDeclared(model: RepositoryModel, path: string): Declared[] | undefined {
  const source = model.text(path);
  if (source === undefined) return undefined;
  const { pipfile } = model.reading().readers;
  const { packages, syntaxError } = pipfile?.source.path === path ? pipfile : readPipfile(source);
  if (syntaxError !== undefined) return undefined;
  return fromAsked(path, packagesOfPipfile(packages.filter(({ section }) => section === 'default')));
}

function keysOf(manager: AskedPackage['manager'], name: string): Pick<Declared, 'key' | 'conda'> {
  return manager === 'conda'
    ? { key: normalName(pipName(name) ?? name), conda: normalName(name) }
    : { key: normalName(name), conda: normalName(condaName(name)) };
}

/** Debian's names are others than Python's: they are compared among themselves. */
function aptDeclared(model: RepositoryModel, path: string): Declared[] | undefined {
  const source = model.text(path);
  return source === undefined
    ? undefined
    : readApt(source).entries.map((entry) => ({ key: `apt:${entry.text}`, file: path, name: entry }));
}

/** A single version, whatever operator makes it one; nothing for ranges. */
function pinOf(version: string): Pick<Declared, 'pin'> {
  const pin = /^={0,3}\s*v?(\d[\w.!+*-]*)$/.exec(version)?.[1];
  return pin === undefined ? {} : { pin };
}

/** True where no version can fit both: `1.2` and `1.2.3` may agree, `1.2` and `1.3` cannot. */
export function pinsDiffer(left: string, right: string): boolean {
  const parts = (pin: string): string[] => pin.replace(/\.\*$/, '').split('.');
  const [first, second] = [parts(left), parts(right)];
  const shared = Math.min(first.length, second.length);
  return first.slice(0, shared).join('.') !== second.slice(0, shared).join('.');
}

/** A few names for a sentence, and how many there are where that is more. */
export function fewNames(names: readonly string[], limit = 3): string {
  const some = names.slice(0, limit).join(', ');
  return names.length > limit ? `${some}, … (${names.length})` : some;
}
