import type { ReadmeFile } from '../../../environment/readme';
import { badge, launchLink } from '../../../spec/launch-link';
import { repoFromRemote } from '../../../spec/remote';
import { insertLinesBefore } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { citationFile, homeFile, readmeFiles } from './files';

/** A README that names no DOI. */
export function* checkDoi(model: RepositoryModel): Iterable<Report> {
  const [readme] = readmeFiles(model);
  const [doi] = citationFile(model)?.dois ?? [];
  if (readme === undefined || readmeFiles(model).some(({ dois }) => dois.length > 0)) return;
  yield doi === undefined
    ? { file: readme.source.path }
    : {
        file: readme.source.path,
        code: 'meta-doi-badge-missing.known',
        args: { doi },
        fixes: insertBadge(readme, doiBadge(readme, doi), 'meta-doi-badge-missing.fix'),
      };
}

function doiBadge({ format }: ReadmeFile, doi: string): string[] {
  const image = `https://zenodo.org/badge/DOI/${doi}.svg`;
  const address = `https://doi.org/${doi}`;
  // Zenodo draws badges of its own DOIs only.
  if (!/^10\.(?:5281|5072)\//.test(doi))
    return [format === 'rest' ? `DOI: \`${doi} <${address}>\`__` : `DOI: [${doi}](${address})`];
  return format === 'rest'
    ? [`.. image:: ${image}`, `   :target: ${address}`]
    : [`[![DOI](${image})](${address})`];
}

/** Words by which a README says how its notebooks are run. */
const running =
  /mybinder|binder\.|colab\.research|deepnote|codespaces|jupyter|conda env|mamba env|pip install|docker (?:run|pull|compose)|Rscript|renv::|install\.packages|juliapkg|julia --project|poetry install|uv (?:sync|run)|pixi (?:run|install)|make\b/i;

/** Notebooks, and a README that says neither where nor how to run them. */
export function* checkRunning(model: RepositoryModel): Iterable<Report> {
  if (model.filesOf('notebook').length === 0) return;
  const readmes = readmeFiles(model);
  const [readme] = readmes;
  if (readmes.some(({ launchLinks, source }) => launchLinks.length > 0 || running.test(source.text))) return;
  yield readme === undefined
    ? { file: homeFile(model), code: 'meta-readme-run-instructions.none' }
    : { file: readme.source.path, fixes: launchFixes(model, readme) };
}

function launchFixes(model: RepositoryModel, readme: ReadmeFile): ReportFix[] {
  const { remote } = model.options.facts;
  const repo = remote === undefined ? undefined : repoFromRemote(remote);
  if (repo === undefined) return [];
  const link = launchLink(repo, { base: 'https://mybinder.org' });
  const snippet = badge(link, readme.format === 'rest' ? 'rest' : 'markdown');
  return insertBadge(readme, snippet.split('\n'), 'meta-readme-run-instructions.fix');
}

/** Below the title, with blank lines around it. */
function insertBadge(readme: ReadmeFile, lines: readonly string[], code: ReportFix['code']): ReportFix[] {
  const { source, format, badgeLine } = readme;
  if (format === 'other') return [];
  const start = source.lineStarts[badgeLine] ?? source.text.length;
  const isBlank = /^[ \t]*(?:\r?\n|$)/.test(source.text.slice(start, start + 200));
  const around = [...(badgeLine > 0 ? [''] : []), ...lines, ...(isBlank ? [] : [''])];
  return [{ code, safe: false, edits: [insertLinesBefore(source, badgeLine, around)] }];
}
