import { licenseFiles } from '../../../environment/license-file';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { citationFile, homeFile, readmeFiles, zenodoFile } from './files';

/** No text of a licence in the repository. */
export function* checkLicence(model: RepositoryModel): Iterable<Report> {
  if (licenseFiles(model.view).length > 0) return;
  const stated = statedIn(model);
  if (stated === undefined) yield { file: homeFile(model) };
  else
    yield {
      file: stated,
      code: 'meta-license-missing.stated',
      severity: 'information',
      args: { file: stated },
    };
}

/** A file that names the licence without giving its text. */
function statedIn(model: RepositoryModel): string | undefined {
  if ((citationFile(model)?.licences.length ?? 0) > 0) return 'CITATION.cff';
  if (zenodoFile(model)?.licence !== undefined) return '.zenodo.json';
  const { description } = model.reading().readers;
  if (description?.fields.some(({ name }) => name.text === 'License') === true) return 'DESCRIPTION';
  return readmeFiles(model).find(({ headings }) =>
    headings.some((heading) => /\blicen[cs]e\b/i.test(heading)),
  )?.source.path;
}
