import type { SourceText } from '../../environment/text';
import { physicalLines } from '../../environment/text';
import type { FileEdit } from '../../protocol';
import { badge } from '../../spec/launch-link';
import { insertLinesAfter } from '../edits';
import type { RepositoryModel } from '../model';

const readmes = ['README.md', 'Readme.md', 'readme.md', 'README.markdown', 'README.rst', 'README'];

/**
 * The launch badge, below the heading of the README, which is made where there is none. Undefined where the README has
 * a launch link already, or cannot be read.
 */
export function badgeEdit(model: RepositoryModel, title: string, link: string): FileEdit | undefined {
  const path = readmes.find((name) => model.has(name));
  if (path === undefined) {
    return { kind: 'create', file: 'README.md', text: `# ${title}\n\n${badge(link, 'markdown')}\n` };
  }
  const source = model.text(path);
  if (source === undefined || /\/v2\/\w+\/|mybinder\.org/.test(source.text)) return undefined;
  const format = path.endsWith('.rst') ? 'rest' : 'markdown';
  const lines = badge(link, format).split('\n');
  return insertLinesAfter(source, headingLine(source), ['', ...lines]);
}

/** The line of the first heading, its underline included; the line before the first where there is none. */
function headingLine(source: SourceText): number {
  const lines = [...physicalLines(source)].slice(0, 50).map(({ text }) => text);
  const hash = lines.findIndex((text) => /^#{1,6}\s/.test(text));
  if (hash !== -1) return hash;
  const underline = lines.findIndex((text, index) => index > 0 && /^([=\-~*#^"])\1{2,}\s*$/.test(text));
  return underline;
}
