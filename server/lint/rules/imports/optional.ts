import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { packageFixes } from './add-package';
import type { Missing } from './missing';
import { isOptional, missingIn } from './missing';
import { eachFile } from './sources';

/** Imports of packages that nothing brings and that may fail without harm. */
export function* checkOptional(model: RepositoryModel): Iterable<Report> {
  for (const { path, range, module, package: found, notebook } of optional(model, false))
    yield {
      file: path,
      range,
      severity: notebook ? 'information' : 'hint',
      args: { module, name: found.pip || found.conda },
      fixes: packageFixes(model, found).map((fix) => ({ ...fix, safe: false })),
    };
}

/** The same of imports by a call. */
export function* checkDynamic(model: RepositoryModel): Iterable<Report> {
  for (const { path, range, module, package: found } of optional(model, true))
    yield {
      file: path,
      range,
      args: { module, name: found.pip || found.conda },
      fixes: packageFixes(model, found).map((fix) => ({ ...fix, safe: false })),
    };
}

/** Of no use where nobody has a GPU: the code is right to go on without. */
const forGpus = /^(?:cu(?:py|df|ml|graph|spatial)|pycuda|nvidia|faiss-gpu|tensorrt)/;

function* optional(model: RepositoryModel, dynamic: boolean): Iterable<Missing & { readonly path: string }> {
  for (const missing of eachFile(model, 'imports:optional', (file) => optionalIn(model, file.path))) {
    const { dynamic: isDynamic, guard } = missing.import;
    if (isDynamic === dynamic && !(dynamic && guard === 'try')) yield missing;
  }
}

function optionalIn(model: RepositoryModel, path: string): (Missing & { readonly path: string })[] {
  return missingIn(model, path)
    .filter(
      ({ import: found, package: brought }) =>
        brought.known && !forGpus.test(brought.pip) && isOptional(found) && found.guard !== 'type-checking',
    )
    .map((missing) => ({ ...missing, path }));
}
