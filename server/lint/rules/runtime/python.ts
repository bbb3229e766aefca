import { defaultPython } from '../../../environment/pythons';
import { excerpt } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { problemOf, reportOf, rewriteFix, runtimeFile } from './file';
import { meantRuntime, nearestPython } from './meant';
import { invalidDate } from './r';

export function* checkFormat(model: RepositoryModel): Iterable<Report> {
  const file = runtimeFile(model);
  if (file === undefined || problemOf(model, file, 'invalid-runtime') === undefined) return;
  if (invalidDate(file) !== undefined) return;
  const { platform, facts } = model.options;
  const { text } = file.source;
  const meant = meantRuntime(text, platform, facts.today);
  const code = text.trim() === '' ? ('runtime-format.empty' as const) : ('runtime-format' as const);
  yield reportOf(
    file,
    file.range,
    { code, args: { content: excerpt(text.trim()) } },
    meant === undefined ? [] : [rewriteFix(file, 'runtime-format.fix', meant.content, meant.sure)],
  );
}

export function* checkPatch(model: RepositoryModel): Iterable<Report> {
  const file = runtimeFile(model);
  if (file?.version === undefined) return;
  if (problemOf(model, file, 'python-version-not-major-minor') === undefined) return;
  const { text, range } = file.version;
  const python = nearestPython(text, model.options.platform);
  const sure = python !== undefined && text.startsWith(`${python}.`);
  const short = text.split('.').slice(0, 2).join('.');
  yield reportOf(
    file,
    range,
    { args: { version: excerpt(text), short: excerpt(short) } },
    python === undefined ? [] : [rewriteFix(file, 'runtime-patch-version.fix', `python-${python}`, sure)],
  );
}

export function* checkSupported(model: RepositoryModel): Iterable<Report> {
  const file = runtimeFile(model);
  const problem = file && problemOf(model, file, 'unsupported-python');
  if (file?.version === undefined || problem === undefined) return;
  const { text, range } = file.version;
  const python = nearestPython(text, model.options.platform);
  const { supported = '' } = problem.error.args;
  yield reportOf(
    file,
    range,
    { args: { version: excerpt(text), supported } },
    python === undefined
      ? []
      : [rewriteFix(file, 'runtime-python-unsupported.fix', `python-${python}`, false)],
  );
}

const known = ['python', 'r'];

export function* checkName(model: RepositoryModel): Iterable<Report> {
  const file = runtimeFile(model);
  const { runtime, source, range } = file ?? {};
  if (file === undefined || runtime === undefined || source === undefined || range === undefined) return;
  if (known.includes(runtime.name)) return;
  const { platform, facts } = model.options;
  const { environment } = model.reading();
  const meant = meantRuntime(source.text, platform, facts.today);
  const end = range.start.offset + runtime.name.length;
  const place = {
    start: range.start,
    end: { ...range.start, offset: end, column: range.start.column + runtime.name.length },
  };
  yield reportOf(
    file,
    place,
    { args: { name: excerpt(runtime.name), version: environment.versions.python ?? defaultPython } },
    meant === undefined ? [] : [rewriteFix(file, 'runtime-unknown-name.fix', meant.content, meant.sure)],
  );
}
