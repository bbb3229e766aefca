import { jsonPlace } from '../../../environment/code/notebook-places';
import { notebookLanguage } from '../../../environment/code/notebook';
import type { NotebookFile } from '../../../environment/code/notebook';
import type { ScriptFile } from '../../../environment/script';
import { excerpt, rangeAt } from '../../../environment/text';
import type { SourceText } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import { sourceOf } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { notebookAt } from './cells';
import { isInstalled } from './declared';
import { kernelInstallers, kernelsOfPackages } from './kernel-names';

/** The kernels of the image that results, lower case; undefined where they cannot be told. */
function kernelsOf(model: RepositoryModel): readonly string[] | undefined {
  return model.once('notebook:kernels', () => {
    const { environment, readers } = model.reading();
    const { buildpack, versions } = environment;
    // What a Dockerfile or nix puts in the image is theirs to say.
    if (buildpack === undefined || buildpack === 'dockerfile' || buildpack === 'nix') return undefined;
    const installed = [readers.postBuild, readers.start].flatMap((script) => installedKernels(script));
    if (installed.includes(undefined)) return undefined;
    const julia = buildpack === 'julia-project' ? [juliaKernel(versions.julia)] : [];
    const packages = Object.entries(kernelsOfPackages).flatMap(([name, kernels]) =>
      isInstalled(model, name) ? kernels : [],
    );
    return [
      'python3',
      ...(versions.python?.startsWith('2') === true ? ['python2'] : []),
      ...(buildpack === 'r' || versions.usesR === true ? ['ir'] : []),
      ...julia,
      ...packages,
      ...installed.filter((name) => name !== undefined),
      ...kernelFolders(model),
    ].map((name) => name.toLowerCase());
  });
}

/** The kernels that a script registers; undefined for one whose name it does not say. Whatever its language is. */
function installedKernels(script: ScriptFile | undefined): (string | undefined)[] {
  const lines = (script?.source?.text ?? '').replace(/\\\r?\n/g, ' ').split(/[\r\n]+/);
  return lines
    .filter((line) => !/^\s*#/.test(line) && kernelInstallers.test(line))
    .map((line) => /--name[ =]+["']?([\w.-]+)/.exec(line)?.[1]);
}

/** `julia-1.10`, or any of them where the network would have to say which Julia it will be. */
function juliaKernel(version: string | undefined): string {
  const minor = /^\d+\.\d+/.exec(version ?? '')?.[0];
  return `julia-${minor ?? '*'}`;
}

/** The repository is the home folder: kernels in it are found, and scripts install others from it. */
function kernelFolders(model: RepositoryModel): string[] {
  return model
    .files()
    .filter(({ path }) => path.endsWith('/kernel.json'))
    .map(({ path }) => path.split('/').at(-2) ?? '');
}

function exists(kernels: readonly string[], name: string): boolean {
  const wanted = name.toLowerCase();
  return kernels.some(
    (kernel) => kernel === wanted || (kernel.endsWith('*') && wanted.startsWith(kernel.slice(0, -1))),
  );
}

export function* checkKernel(model: RepositoryModel, path: string): Iterable<Report> {
  const notebook = notebookAt(model, path);
  const kernels = kernelsOf(model);
  if (notebook?.kernel === undefined || kernels === undefined) return;
  const { name } = notebook.kernel;
  if (name === '' || exists(kernels, name)) return;
  const other = kernelFor(notebook, kernels);
  yield {
    file: path,
    ...(other === undefined && { code: 'nb-kernel-unknown.language' as const }),
    args: { name: excerpt(name), language: languageName(notebook), other: other?.name ?? '' },
    // Jupyter takes the only kernel of the language when a person opens it; programs that run notebooks do not.
    ...(notebookLanguage(notebook) === 'julia' &&
      other !== undefined && { severity: 'information' as const }),
    fixes: other === undefined ? [] : setKernel(model, path, other),
  };
}

/** As people write it. */
function languageName(notebook: NotebookFile): string {
  const language = notebookLanguage(notebook);
  return language.charAt(0).toUpperCase() + language.slice(1);
}

interface Kernel {
  readonly name: string;
  readonly displayName: string;
}

/** Names of kernels whose code needs more than the language. */
const special = /spark|sage|glue|databricks|synapse/i;

/** The kernel of the image that runs the notebook's language. */
function kernelFor(notebook: NotebookFile, kernels: readonly string[]): Kernel | undefined {
  if (special.test(notebook.kernel?.name ?? '')) return undefined;
  const language = notebookLanguage(notebook);
  if (language === 'python') return { name: 'python3', displayName: 'Python 3 (ipykernel)' };
  if (language === 'r' && exists(kernels, 'ir')) return { name: 'ir', displayName: 'R' };
  const julia = kernels.find((kernel) => /^julia-\d/.test(kernel));
  if (language !== 'julia' || julia === undefined) return undefined;
  return { name: julia, displayName: julia.replace('julia-', 'Julia ') };
}

function setKernel(model: RepositoryModel, path: string, { name, displayName }: Kernel): ReportFix[] {
  const source = sourceOf(model.view, path);
  if (source === undefined) return [];
  const edits = [...replaceText(source, 'name', name), ...replaceText(source, 'display_name', displayName)];
  return edits.length === 0 ? [] : [{ code: 'nb-kernel-unknown.fix', args: { name }, safe: false, edits }];
}

/** A text of `kernelspec`, and nothing else of the file. */
function replaceText(source: SourceText, key: string, text: string): FileEdit[] {
  const place = jsonPlace(source.text, ['metadata', 'kernelspec', key]);
  if (place === undefined) return [];
  const range = rangeAt(source, place.start, place.end);
  return [{ kind: 'replace', file: source.path, range, text: JSON.stringify(text) }];
}
