import type { CitationFile } from '../../../environment/citation-cff';
import { readCitation } from '../../../environment/citation-cff';
import type { CodemetaFile } from '../../../environment/codemeta-json';
import { readCodemeta } from '../../../environment/codemeta-json';
import type { ReadmeFile } from '../../../environment/readme';
import { readReadme } from '../../../environment/readme';
import type { SourceText } from '../../../environment/text';
import type { ZenodoFile } from '../../../environment/zenodo-json';
import { readZenodo } from '../../../environment/zenodo-json';
import type { RepositoryModel } from '../../model';

/** CITATION.cff, where it is there. */
export function citationFile(model: RepositoryModel): CitationFile | undefined {
  return read(model, 'CITATION.cff', readCitation);
}

/** .zenodo.json, where it is there. */
export function zenodoFile(model: RepositoryModel): ZenodoFile | undefined {
  return read(model, '.zenodo.json', readZenodo);
}

/** codemeta.json, where it is there. */
export function codemetaFile(model: RepositoryModel): CodemetaFile | undefined {
  return read(model, 'codemeta.json', readCodemeta);
}

/** The README files of the root, those that hosts show first. */
export function readmeFiles(model: RepositoryModel): readonly ReadmeFile[] {
  return model.once('meta:readmes', () =>
    ['', '.github'].flatMap((folder) => {
      const names = model.view
        .list(folder)
        .filter((name) => /^readme(?:\.(?:md|markdown|rst|txt|html?))?$/i.test(name));
      return names.flatMap(
        (name) => read(model, folder === '' ? name : `${folder}/${name}`, readReadme) ?? [],
      );
    }),
  );
}

/** The file that a finding about the repository as a whole is told of. */
export function homeFile(model: RepositoryModel): string {
  const [readme] = readmeFiles(model);
  if (readme !== undefined) return readme.source.path;
  if (model.has('CITATION.cff')) return 'CITATION.cff';
  const paths = model.files().map(({ path }) => path);
  return (
    paths.find((path) => path.endsWith('.ipynb')) ?? paths.find((path) => !/(?:^|\/)\./.test(path)) ?? ''
  );
}

function read<T>(model: RepositoryModel, path: string, reader: (source: SourceText) => T): T | undefined {
  return model.once(`meta:${path}`, () => {
    const source = model.text(path);
    return source === undefined ? undefined : reader(source);
  });
}
