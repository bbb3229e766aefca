import { inConfigDir } from '../../../environment/config-files';
import { parseSpecifiers, parseVersion, satisfies } from '../../../environment/pep440';
import { defaultPython, pythonsChosenAutomatically } from '../../../environment/pythons';
import type { FileEdit } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { readableProject } from './file';

/** runtime.txt asks for a Python that `requires-python` rules out, or no Python that can be built is left. */
export function* checkRuntimeConflict(model: RepositoryModel): Iterable<Report> {
  const { readers, environment } = model.reading();
  const { runtime, pyproject } = readers;
  const written = pyproject?.requiresPython;
  if (pyproject === undefined || written === undefined) return;
  for (const { error, range } of environment.problems) {
    const args = { requires: written.text, version: String(error.args['version'] ?? '') };
    if (error.code === 'no-supported-python')
      yield { file: pyproject.source.path, range: written.range, code: 'pyproj-runtime-conflict.none', args };
    if (error.code !== 'python-version-conflict' || runtime === undefined) continue;
    yield {
      file: runtime.source.path,
      ...(range !== undefined && { range }),
      args,
      related: [
        { file: pyproject.source.path, range: written.range, code: 'pyproj-runtime-conflict.related' },
      ],
      fixes: runtimeFix(model, written.text),
    };
  }
}

/** The oldest Python that is allowed. */
function runtimeFix(model: RepositoryModel, requires: string): ReportFix[] {
  const { runtime } = model.reading().readers;
  const python = allowedPythons(requires)[0];
  if (python === undefined || runtime?.version === undefined) return [];
  const edits = [replaceSpan(runtime.source, runtime.version, python)];
  return [{ code: 'pyproj-runtime-conflict.fix', args: { python }, safe: false, edits }];
}

/** A lower bound alone, above the default: the newest Python there is gets built, and a newer one next year. */
export function* checkResolvesHigh(model: RepositoryModel): Iterable<Report> {
  const project = readableProject(model);
  const { environment, readers } = model.reading();
  const { python } = environment.versions;
  const written = project?.requiresPython;
  if (project === undefined || written === undefined || readers.runtime?.runtime !== undefined) return;
  const allowed = allowedPythons(written.text);
  const newest = pythonsChosenAutomatically.at(-1);
  if (python === undefined || python !== newest || allowed.length < 2 || allowed.includes(defaultPython))
    return;
  const path = inConfigDir(environment.configDir, 'runtime.txt');
  const [oldest = newest] = allowed;
  const edits: FileEdit[] = [{ kind: 'create', file: path, text: `python-${oldest}\n` }];
  yield {
    file: project.source.path,
    range: written.range,
    args: { requires: written.text, python },
    fixes: model.has(path)
      ? []
      : [{ code: 'pyproj-python-resolves-high.fix', args: { python: oldest }, safe: false, edits }],
  };
}

/** Pythons that can be built and are allowed, oldest first. */
function allowedPythons(requires: string): string[] {
  const specifiers = parseSpecifiers(requires);
  return pythonsChosenAutomatically.filter((python) => {
    const version = parseVersion(python);
    return specifiers !== undefined && version !== undefined && satisfies(version, specifiers);
  });
}
