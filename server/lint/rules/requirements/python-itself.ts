import { parseSpecifiers, parseVersion, satisfies } from '../../../environment/pep440';
import { supportedPythons } from '../../../environment/pythons';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { PipEntry } from './lists';
import { pipEntries, pythonOf, removeLines } from './lists';
import { setRuntime } from './runtime-edits';

/** Python as a requirement: the index has no package of this name. */
export function* checkPythonItself(model: RepositoryModel): Iterable<Report> {
  for (const entry of pipEntries(model)) {
    const { requirement, list } = entry;
    if (entry.name !== 'python' || requirement.url !== undefined) continue;
    yield {
      file: list.source.path,
      range: entry.line.range,
      args: { written: writtenAs(entry) },
      fixes: fixesOf(model, entry),
    };
  }
}

function writtenAs({ requirement: { name, clauses } }: PipEntry): string {
  return name.text + clauses.map(({ operator, version }) => operator + version.text).join(',');
}

/** Says it where it counts; where the Python that is built is allowed anyway, the line alone goes. */
function fixesOf(model: RepositoryModel, entry: PipEntry): ReportFix[] {
  const removal = removeLines(entry.list, [entry.line]);
  if (removal === undefined) return [];
  const wanted = wantedPython(model, entry);
  const stated = wanted === undefined || wanted === pythonOf(model) ? [] : setRuntime(model, wanted);
  const remove = { code: 'req-python-itself.fix-remove' as const, edits: removal };
  if (wanted === undefined || stated === undefined) return [{ ...remove, safe: false }];
  if (stated.length === 0) return [{ ...remove, safe: true }];
  return [
    { code: 'req-python-itself.fix', args: { python: wanted }, safe: true, edits: [...removal, ...stated] },
    { ...remove, safe: false },
  ];
}

/** The Python that is built where the line allows it, else the oldest that can be asked for. */
function wantedPython(model: RepositoryModel, { requirement: { clauses } }: PipEntry): string | undefined {
  const current = pythonOf(model);
  const specifiers = parseSpecifiers(
    clauses.map(({ operator, version }) => operator + version.text).join(','),
  );
  if (specifiers === undefined) return undefined;
  // `==3.9.7` names a release of the series that is meant.
  const exact = clauses.find(({ operator }) => operator === '==');
  const series = /^\d+\.\d+/.exec(exact?.version.text ?? '')?.[0];
  const allowed = (python: string): boolean => {
    const version = parseVersion(`${python}.99`);
    return (
      python === series || (series === undefined && version !== undefined && satisfies(version, specifiers))
    );
  };
  if (current !== undefined && allowed(current)) return current;
  return supportedPythons(model.options.platform).find(allowed);
}
