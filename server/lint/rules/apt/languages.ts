import { normalName, packageOfModule } from '../../../environment/names/python';
import type { FileEdit } from '../../../protocol';
import { appendLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { isIgnored } from '../ignored';
import { aptFile, packageName, removeWords } from './file';

/** Parts of the system's own Python that do no harm: what compiles against it, what makes environments with it. */
const tools = new Set([
  'all',
  'all-dev',
  'dev',
  'minimal',
  'pip',
  'setuptools',
  'venv',
  'wheel',
  'distutils',
]);

/** Packages that bring Jupyter to the system's Python. */
const jupyter = /^(?:jupyter|jupyter-notebook|jupyter-core|jupyterlab|ipython3?)$/;

/** Packages for the Python and the R of Ubuntu, which are not those of the notebooks. */
export function* checkLanguages(model: RepositoryModel): Iterable<Report> {
  const apt = aptFile(model);
  const usesR = model.reading().environment.versions.usesR === true || buildsR(model);
  for (const entry of apt?.entries ?? []) {
    const name = packageName(entry);
    if (apt === undefined || !entry.valid) continue;
    const module = /^python3-(.+)$/.exec(name)?.[1];
    const isPython = (module !== undefined && !tools.has(module)) || jupyter.test(name);
    const isR = usesR && /^r-(?:base|base-core|recommended|cran-.+|bioc-.+)$/.test(name);
    if (!isPython && !isR) continue;
    const removal = removeWords(apt, entry.range);
    const move = module === undefined ? undefined : moveTo(model, module, removal);
    const remove: ReportFix = { code: 'apt-python-r-packages.fix-remove', safe: false, edits: [removal] };
    yield {
      file: apt.source.path,
      range: entry.range,
      code: isR ? 'apt-python-r-packages.r' : 'apt-python-r-packages',
      args: { name },
      fixes: move === undefined ? [remove] : [move, remove],
    };
  }
}

function buildsR(model: RepositoryModel): boolean {
  return model.reading().environment.buildpack === 'r';
}

/** Asks pip for the package instead, where a requirements file counts. Debian names packages by their module. */
function moveTo(model: RepositoryModel, module: string, removal: FileEdit): ReportFix | undefined {
  const { requirements } = model.reading().readers;
  const { pip, known } = packageOfModule(module, model.options.packages);
  if (requirements === undefined || !known || pip === '' || isIgnored(model, requirements.source.path))
    return undefined;
  const declared = requirements.lines.some(
    (line) => line.kind === 'requirement' && normalName(line.requirement.name.text) === normalName(pip),
  );
  const edits = declared ? [removal] : [removal, appendLines(requirements.source, [pip])];
  const args = { name: pip, file: requirements.source.path };
  return { code: 'apt-python-r-packages.fix', args, safe: false, edits };
}
