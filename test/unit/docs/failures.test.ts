import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { causeTable } from '../../../server/build/explain/table';
import type { CauseKind, Family, PlaceKind } from '../../../server/build/explain/types';
import templates from '../../../l10n/messages.en.json';

const file = path.resolve(__dirname, '../../../docs/failures.md');
const messages: Readonly<Record<string, string>> = templates;

const intro = `# Failures

What Bindery says when a build fails, why, and what to do. A cause is named only where the end of the failed step's output
shows it for certain, with the file and the line of the repository where they are known; \`bindery build\`, the build view
and the \`failed\` event tell the same. The lines of the log always say more.

Each cause has a code (\`explain.<name>\`), which is the heading here. This page is written from the table of causes
(\`server/build/explain/table.ts\`), in the order in which they are looked for: what others follow from comes first.
\`UPDATE_GOLDEN=1 npm test -- test/unit/docs/failures.test.ts\` writes it anew.
`;

const families: Readonly<Record<Family, string>> = {
  any: 'any tool',
  pip: 'pip and uv',
  uv: 'uv',
  conda: 'conda, mamba and rattler',
  apt: 'apt',
  r: 'R',
  julia: 'Julia',
  nix: 'nix',
  shell: 'shells',
  python: 'Python',
  compiler: 'compilers and what calls them',
  git: 'git',
  engine: 'container engines',
};

const places: Readonly<Record<PlaceKind, string>> = {
  name: 'the line that asks for it, where exactly one does',
  told: 'the file and line that the tool names, where they are in the repository',
  command: 'the line that runs it, where exactly one does',
  file: 'the file of the step',
  none: 'none: no file of the repository is at fault',
};

/** Arguments stand in a template as `{name}`; on the page as words between angle brackets. */
function told(code: string): string {
  return (messages[code] ?? '').replace(/\{(\w+)\}/g, '*‹$1›*').replace(/_/g, '\\_');
}

function section(kind: CauseKind): string {
  const rows = causeTable.filter((row) => row.kind === kind);
  const by = [...new Set(rows.map(({ family }) => families[family]))].join('; ');
  const known = `explain.${kind}.fix-known`;
  const lines = [
    `## ${kind}`,
    '',
    told(`explain.${kind}`),
    '',
    `- **To do:** ${told(`explain.${kind}.fix`)}`,
    ...(known in messages ? [`- **Where more is known:** ${told(known)}`] : []),
  ];
  if (rows.length > 0) lines.push(`- **Said by:** ${by}`, `- **Place:** ${places[rows[0]?.place ?? 'none']}`);
  return lines.join('\n');
}

/** Kinds in the order of the table, then those that describeFailure adds. */
function kinds(): readonly CauseKind[] {
  const all = Object.keys(messages).flatMap(
    (code) => /^explain\.([a-z-]+|build-[a-z0-9-]+)\.fix$/.exec(code)?.[1] ?? [],
  );
  return [...new Set([...causeTable.map(({ kind }) => kind), ...(all as CauseKind[])])];
}

describe('docs/failures.md', () => {
  it('describes every cause as the table and the sentences have it', async () => {
    const page = `${intro}\n${kinds().map(section).join('\n\n')}\n`;
    const expected = await format(page, { parser: 'markdown', printWidth: 110, singleQuote: true });
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, expected);
    else assert.equal(readFileSync(file, 'utf8'), expected, 'rewrite it with UPDATE_GOLDEN=1');
  });

  it('has every cause that can be said, and every sentence of one has a cause', () => {
    const inTable = new Set(causeTable.map(({ kind }) => kind));
    const others = kinds().filter((kind) => !inTable.has(kind));
    assert.deepEqual([...others].sort(), ['instruction-failed', 'script-failed', 'time-limit']);
  });
});
