import { spanAt } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { aptFile, packageName, removeWords } from './file';
import { baseRelease, renamed, replacementOf } from './ubuntu-packages';

export function* checkRemoved(model: RepositoryModel): Iterable<Report> {
  const apt = aptFile(model);
  for (const entry of apt?.entries ?? []) {
    const name = packageName(entry);
    const replacement = entry.valid ? replacementOf(name) : undefined;
    if (apt === undefined || replacement === undefined) continue;
    const { source } = apt;
    const base = { file: source.path, range: entry.range };
    if (replacement === '') {
      const edits = [removeWords(apt, entry.range)];
      yield {
        ...base,
        code: 'apt-removed-in-base.gone',
        args: { name, release: baseRelease },
        fixes: [{ code: 'apt-removed-in-base.fix-remove', safe: false, edits }],
      };
      continue;
    }
    const edits = apt.entries.some((other) => packageName(other) === replacement)
      ? [removeWords(apt, entry.range)]
      : [replaceSpan(source, entry, replacement)];
    const args = { name, replacement, release: baseRelease };
    yield { ...base, args, fixes: [{ code: 'apt-removed-in-base.fix', args, safe: false, edits }] };
  }
}

export function* checkRenamed(model: RepositoryModel): Iterable<Report> {
  const apt = aptFile(model);
  for (const entry of apt?.entries ?? []) {
    const name = packageName(entry);
    const replacement = entry.valid && Object.hasOwn(renamed, name) ? renamed[name] : undefined;
    if (apt === undefined || replacement === undefined) continue;
    const { start } = entry.range;
    const span = spanAt(apt.source, start.offset, start.offset + name.length);
    const args = { name, replacement, release: baseRelease };
    yield {
      file: apt.source.path,
      range: entry.range,
      args,
      fixes: [
        {
          code: 'apt-renamed-t64.fix',
          args,
          safe: true,
          edits: [replaceSpan(apt.source, span, replacement)],
        },
      ],
    };
  }
}
