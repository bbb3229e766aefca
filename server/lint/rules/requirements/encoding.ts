import type { TextEncoding } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { requirementsFiles } from './lists';

/** As people know them. */
const names: Readonly<Record<TextEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
};

/** Requirements files that are no UTF-8: a redirection in PowerShell writes UTF-16. */
export function* checkEncoding(model: RepositoryModel): Iterable<Report> {
  for (const { source } of requirementsFiles(model)) {
    if (source.encoding === 'utf-8') continue;
    const code = isMarked(model, source.path) ? 'req-encoding' : 'req-encoding.unread';
    const edits = [{ kind: 'rewrite' as const, file: source.path, text: source.text }];
    yield {
      file: source.path,
      code,
      severity: code === 'req-encoding' ? 'warning' : 'error',
      args: { encoding: names[source.encoding] },
      fixes: [{ code: 'req-encoding.fix', safe: true, edits }],
    };
  }
}

/** pip knows UTF-16 by the mark at its beginning, and takes everything else for UTF-8. */
function isMarked({ view }: RepositoryModel, path: string): boolean {
  const [first, second] = view.read(path) ?? [];
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
