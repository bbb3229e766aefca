import { stringify } from 'yaml';
import { licenseOf } from '../../environment/license-file';
import type { FileEdit } from '../../protocol';
import type { RepositoryModel } from '../model';

/** Who made the repository, as git or the person says it: `Ada Lovelace`. */
export interface CitationFacts {
  readonly title: string;
  readonly authors: readonly string[];
  /** Address at which others find the repository. */
  readonly url?: string;
  /** Its newest release. */
  readonly version?: string;
}

export const citationFile = 'CITATION.cff';

/** CITATION.cff (Citation File Format 1.2.0) with what is known; undefined where one is there, or nobody is known. */
export function citationEdit(model: RepositoryModel, facts: CitationFacts): FileEdit | undefined {
  if (model.has(citationFile) || facts.authors.length === 0) return undefined;
  const licence = licenseOf(model.view);
  const { title, url, version } = facts;
  const fields = {
    'cff-version': '1.2.0',
    message: 'If you use this repository, please cite it as below.',
    title,
    type: 'software',
    authors: facts.authors.map(author),
    ...(version !== undefined && { version }),
    ...(url !== undefined && { 'repository-code': url }),
    ...(licence !== undefined && { license: licence }),
  };
  return { kind: 'create', file: citationFile, text: stringify(fields) };
}

/** The last word is the family's name, the rest are given ones; one word alone is a name as a whole. */
function author(name: string): Readonly<Record<string, string>> {
  const words = name.trim().split(/\s+/);
  const family = words.at(-1) ?? '';
  return words.length < 2
    ? { name: family }
    : { 'given-names': words.slice(0, -1).join(' '), 'family-names': family };
}
