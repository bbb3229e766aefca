import { inConfigDir } from '../../../environment/config-files';
import { supportedPythons } from '../../../environment/pythons';
import type { FileEdit } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';

/** States the Python of a repository that requirements.txt decides on; undefined where that is not by runtime.txt. */
export function setRuntime(model: RepositoryModel, python: string): FileEdit[] | undefined {
  const { environment, readers } = model.reading();
  if (environment.buildpack !== 'python' || !supportedPythons(model.options.platform).includes(python))
    return undefined;
  const path = inConfigDir(environment.configDir, 'runtime.txt');
  const { runtime } = readers;
  if (runtime === undefined)
    return model.has(path) ? undefined : [{ kind: 'create', file: path, text: `python-${python}\n` }];
  if (runtime.runtime?.name !== 'python') return undefined;
  return runtime.runtime.version === python ? [] : [replaceSpan(runtime.source, runtime, `python-${python}`)];
}
