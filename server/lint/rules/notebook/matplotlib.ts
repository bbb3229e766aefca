import { spanAt } from '../../../environment/text';
import type { SourceText, TextSpan } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { addRequirements } from './add-requirement';
import { pythonAt } from './cells';
import { isDeclared } from './declared';

/** Backends that open windows of a desktop. */
const windows = /^(?:qt\d?|tk|gtk\d?|wx|osx|macosx)$/;

export function* checkMatplotlib(model: RepositoryModel, path: string): Iterable<Report> {
  for (const { source, magics } of pythonAt(model, path)) {
    for (const { kind, name, rest } of magics) {
      if (kind !== 'line' || name !== 'matplotlib') continue;
      const backend = wordOf(source, rest);
      const isWindow = windows.test(backend.text);
      if (!isWindow && backend.text !== 'notebook' && backend.text !== 'nbagg') continue;
      yield {
        file: path,
        range: backend.range,
        ...(isWindow && { code: 'nb-matplotlib-notebook.window' as const, severity: 'warning' as const }),
        args: { backend: backend.text },
        fixes: [...widgetFix(model, source, backend), inlineFix(source, backend)],
      };
    }
  }
}

/** The first word, which names the backend. */
function wordOf(source: SourceText, { text, range }: TextSpan): TextSpan {
  const at = range.start.offset + (text.length - text.trimStart().length);
  return spanAt(source, at, at + (/^[\w.]+/.exec(text.trimStart())?.[0].length ?? 0));
}

function inlineFix(source: SourceText, backend: TextSpan): ReportFix {
  const edits = [replaceSpan(source, backend, 'inline')];
  return { code: 'nb-matplotlib-notebook.fix-inline', safe: false, edits };
}

/** Figures that answer to the mouse are drawn by ipympl, which the environment must have. */
function widgetFix(model: RepositoryModel, source: SourceText, backend: TextSpan): ReportFix[] {
  const edit = replaceSpan(source, backend, 'widget');
  if (isDeclared(model, 'ipympl')) return [{ code: 'nb-matplotlib-notebook.fix', safe: true, edits: [edit] }];
  const added = addRequirements(model, ['ipympl']);
  return added === undefined
    ? []
    : [
        {
          code: 'nb-matplotlib-notebook.fix-add',
          args: { file: added.file },
          safe: false,
          edits: [edit, added],
        },
      ];
}
