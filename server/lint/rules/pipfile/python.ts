import type { PipfileFile, PipfileLockFile, PythonRequire } from '../../../environment/pipfile';
import { compareVersions, parseVersion } from '../../../environment/pep440';
import { appendLines, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';

/** pipenv 2022.1.8, which Binder installs (contracts/repo2docker.md section 5), does not start in this Python and newer ones. */
const tooNew = '3.12';

/** The newest Python that it starts in. */
const newestFit = '3.11';

/** The file that decides on Python, and what it says: the lock before the Pipfile. */
function stated(
  model: RepositoryModel,
): { file: PipfileFile | PipfileLockFile; asked?: PythonRequire } | undefined {
  const { readers, environment } = model.reading();
  const { pipfile, pipfileLock } = readers;
  if (environment.buildpack !== 'pipfile') return undefined;
  const files = [pipfileLock, pipfile].filter((file) => file !== undefined && file.syntaxError === undefined);
  for (const file of files) {
    const asked = file?.requires.full ?? file?.requires.short;
    if (file !== undefined && asked !== undefined) return { file, asked };
  }
  const file = pipfile ?? pipfileLock;
  return file === undefined || file.syntaxError !== undefined ? undefined : { file };
}

/** Nothing says which Python. */
export function* checkPythonStated(model: RepositoryModel): Iterable<Report> {
  const found = stated(model);
  const { python } = model.reading().environment.versions;
  if (found === undefined || found.asked !== undefined || python === undefined) return;
  const { source } = found.file;
  yield { file: source.path, args: { python }, fixes: statePython(model, python) };
}

/** A lock would be out of date with the first change of the Pipfile. */
function statePython(model: RepositoryModel, python: string): ReportFix[] {
  const { pipfile, pipfileLock } = model.reading().readers;
  if (pipfile === undefined || pipfileLock !== undefined || pipfile.requires.notTable !== undefined)
    return [];
  if (/^\s*\[\s*requires\s*\]/m.test(pipfile.source.text)) return [];
  const lines = ['', '[requires]', `python_version = "${python}"`];
  const edits = [appendLines(pipfile.source, lines)];
  return [{ code: 'pipfile-no-python.fix', args: { python }, safe: true, edits }];
}

/** A Python that the builder's pipenv does not run on. */
export function* checkPythonTooNew(model: RepositoryModel): Iterable<Report> {
  const found = stated(model);
  const { python } = model.reading().environment.versions;
  const [built, limit] = [parseVersion(python ?? ''), parseVersion(tooNew)];
  if (found?.asked === undefined || built === undefined || limit === undefined || python === undefined)
    return;
  if (compareVersions(built, limit) < 0) return;
  const { file, asked } = found;
  const locked = model.reading().readers.pipfileLock !== undefined;
  const edits = [replaceSpan(file.source, asked, `"${newestFit}"`)];
  yield {
    file: file.source.path,
    range: asked.range,
    args: { python },
    fixes: locked
      ? []
      : [{ code: 'pipfile-new-python.fix', args: { python: newestFit }, safe: false, edits }],
  };
}
