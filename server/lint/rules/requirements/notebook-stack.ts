import { compareVersions, parseSpecifiers, parseVersion, satisfies } from '../../../environment/pep440';
import type { VersionClause } from '../../../environment/requirement';
import { isReadableClause } from '../../../environment/requirement';
import type { FileEdit } from '../../../protocol';
import { deleteLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { listed } from './local-urls';
import type { PipEntry } from './lists';
import { byList, pipEntries, pythonOf } from './lists';

/**
 * What the server of the base image is made of, and the oldest release that goes with it: JupyterLab 4 and notebook 7 upon
 * jupyter_server 2, jupyterhub 5 (contracts/repo2docker.md section 6), and what the metadata of these asks for.
 */
const oldest: Readonly<Record<string, string>> = {
  jinja2: '3.0.3',
  jupyterhub: '5',
  'jupyter-client': '7.4.4',
  'jupyter-core': '4.12',
  'jupyter-server': '2',
  jupyterlab: '4',
  nbconvert: '6.4.4',
  nbformat: '5.3',
  notebook: '7',
  pyzmq: '24',
  tornado: '6.2',
  traitlets: '5.6',
};

/** The server of older Pythons is older too. */
const serverSince = '3.8';

/** Pins that replace the server by an older one; one finding a list. */
export function* checkNotebookStack(model: RepositoryModel): Iterable<Report> {
  const { separateKernel } = model.reading().environment.versions;
  const python = parseVersion(pythonOf(model) ?? '');
  const since = parseVersion(serverSince);
  if (
    python === undefined ||
    since === undefined ||
    compareVersions(python, since) < 0 ||
    separateKernel === true
  )
    return;
  for (const [list, entries] of byList(pipEntries(model).filter(isTooOld))) {
    const [first] = entries;
    if (first === undefined) continue;
    const names = entries.map(({ requirement: { name, clauses } }) => `${name.text}${asWritten(clauses)}`);
    const code = entries.length > 1 ? 'req-notebook-stack-pin.many' : 'req-notebook-stack-pin';
    const edits = entries.flatMap((entry) => unpin(entry));
    const fixes = list.conda ? [] : [{ code: 'req-notebook-stack-pin.fix' as const, safe: false, edits }];
    yield { file: list.source.path, range: first.line.range, code, args: { names: listed(names) }, fixes };
  }
}

/** True where no release that goes with the base is allowed: all of them are ruled out by a bound from above. */
function isTooOld({ name, requirement: { clauses } }: PipEntry): boolean {
  const least = Object.hasOwn(oldest, name) ? oldest[name] : undefined;
  const pins = clauses.filter(({ operator }) => ['==', '~=', '<', '<='].includes(operator));
  if (least === undefined || pins.length === 0 || !pins.every(isReadableClause)) return false;
  return pins.some(({ operator, version }) => excludes(operator, version.text, least));
}

function excludes(operator: string, version: string, least: string): boolean {
  const bound = parseVersion(version.replace(/\.\*$/, ''));
  const wanted = parseVersion(least);
  if (bound === undefined || wanted === undefined) return false;
  const order = compareVersions(bound, wanted);
  if (operator === '<') return order <= 0;
  const specifiers = parseSpecifiers(operator + version);
  return order < 0 && specifiers !== undefined && !satisfies(wanted, specifiers);
}

function asWritten(clauses: readonly VersionClause[]): string {
  return clauses.map(({ operator, version }) => operator + version.text).join(',');
}

/** The base has it in any case: the line can go. */
function unpin({ list, line }: PipEntry): FileEdit[] {
  return [deleteLines(list.source, line.range)];
}
