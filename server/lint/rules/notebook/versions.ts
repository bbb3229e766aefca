import { notebookLanguage } from '../../../environment/code/notebook';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { notebookAt, pythonAt } from './cells';

/** `major.minor` of the Python that the notebook runs in; undefined where the build does not say. */
export function pythonOfBuild(model: RepositoryModel): string | undefined {
  const { versions } = model.reading().environment;
  return versions.pythonInstead ?? versions.python;
}

/** `major.minor` of the Python that ran the notebook last. */
function pythonOfNotebook(model: RepositoryModel, path: string): string | undefined {
  const notebook = notebookAt(model, path);
  if (notebook === undefined || notebookLanguage(notebook) !== 'python') return undefined;
  return /^\d+\.\d+/.exec(notebook.language?.version ?? '')?.[0];
}

export function* checkLanguageVersion(model: RepositoryModel, path: string): Iterable<Report> {
  const built = pythonOfBuild(model);
  const stored = pythonOfNotebook(model, path);
  if (built === undefined || stored === undefined || stored === built) return;
  if (stored.startsWith('2') && !built.startsWith('2')) return;
  yield { file: path, args: { stored, built } };
}

export function* checkPython2(model: RepositoryModel, path: string): Iterable<Report> {
  const built = pythonOfBuild(model);
  const stored = pythonOfNotebook(model, path);
  // Without a version of the build's own, the notebook says whether Python 3 runs it.
  if ((built ?? stored)?.startsWith('3') !== true) return;
  const found = pythonAt(model, path).flatMap(({ python2 }) => (python2 === undefined ? [] : [python2]));
  const [first] = found;
  const version = built ?? stored ?? '';
  if (first !== undefined) yield { file: path, range: first, args: { count: found.length, version } };
  else if (stored?.startsWith('2') === true)
    yield { file: path, code: 'nb-python2.stored', args: { stored, version }, severity: 'warning' };
}
