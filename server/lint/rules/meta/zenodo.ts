import type { ZenodoFile } from '../../../environment/zenodo-json';
import { licenseOf } from '../../../environment/license-file';
import { insertAt } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { citationFile, zenodoFile } from './files';
import { formatReports } from './violations';

/** .zenodo.json against the fields that Zenodo knows. */
export function checkZenodo(model: RepositoryModel): Iterable<Report> {
  const file = zenodoFile(model);
  return file === undefined ? [] : formatReports('meta-zenodojson-invalid', file);
}

/** Without a licence Zenodo takes the repository's, else one of its own choice. */
export function* checkZenodoLicence(model: RepositoryModel): Iterable<Report> {
  const file = zenodoFile(model);
  if (file === undefined || file.syntaxError !== undefined || file.licence !== undefined || !file.open)
    return;
  const licence = licenceOf(model);
  yield {
    file: file.source.path,
    // With a licence file that is recognised, what Zenodo takes is right.
    severity: licence === undefined ? 'information' : 'hint',
    fixes: licence === undefined ? [] : addLicence(file, licence),
  };
}

/** The licence that the repository states elsewhere. */
function licenceOf(model: RepositoryModel): string | undefined {
  const [stated] = citationFile(model)?.licences ?? [];
  return stated?.text ?? licenseOf(model.view);
}

function addLicence({ source, first }: ZenodoFile, licence: string): ReportFix[] {
  if (first === undefined) return [];
  const edit = insertAt(source, first.offset, `"license": ${JSON.stringify(licence)},${first.before}`);
  return [{ code: 'meta-zenodojson-no-license.fix', args: { licence }, safe: false, edits: [edit] }];
}
