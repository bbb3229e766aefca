// The pages of the rules, made from the tables (docs/rules/).
import { format } from 'prettier';
import type { Example, RulePage } from '../../server/lint/pages/page';
import { pages, skippedRules } from '../../server/lint/pages/table';
import type { Rule } from '../../server/lint/rule';
import { rules } from '../../server/lint/table';
import { lintTemplates } from '../../server/lint/messages';

/** Contents of docs/rules/ by file name. */
export async function rulePages(): Promise<ReadonlyMap<string, string>> {
  const texts = rules.map((rule) => {
    const page = pages.find(({ id }) => id === rule.id);
    if (page === undefined) throw new Error(`${rule.id} has no page in server/lint/pages`);
    return [`${rule.id}.md`, pageText(rule, page)] as const;
  });
  const all = [...texts, ['README.md', indexText()] as const];
  const formatted = all.map(async ([name, text]) => [name, await markdown(text)] as const);
  return new Map(await Promise.all(formatted));
}

function markdown(text: string): Promise<string> {
  return format(text, { parser: 'markdown', printWidth: 110, singleQuote: true });
}

function pageText(rule: Rule, { what, why, bad, good, limits }: RulePage): string {
  const fixes = Object.entries(lintTemplates).filter(([code]) => code.startsWith(`${rule.id}.fix`));
  return [
    `# ${rule.id}`,
    what,
    `- **Severity:** ${rule.severity}\n- **Profile:** ${rule.profile ?? 'launch'}\n- **Fix:** ${
      fixes.length === 0
        ? 'none'
        : fixes.map(([, title]) => title.replaceAll('{', '‹').replaceAll('}', '›')).join('; ')
    }`,
    '## Why',
    why,
    '## Instead of',
    ...example(bad),
    '## write',
    ...example(good),
    ...(limits === undefined ? [] : ['## Limits', limits]),
    `Switch it off with a comment \`# bindery-lint: disable=${rule.id}\`, or with the settings that [the linter’s page](../linting.md) describes.`,
  ].join('\n\n');
}

function example(files: Example): string[] {
  return Object.entries(files).map(([name, text]) => {
    const fence = text.includes('```') ? '````' : '```';
    return `\`${name}\`:\n\n${fence}${languageOf(name)}\n${text.trimEnd()}\n${fence}`;
  });
}

function languageOf(name: string): string {
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const known: Readonly<Record<string, string>> = {
    yml: 'yaml',
    yaml: 'yaml',
    toml: 'toml',
    py: 'python',
    ipynb: 'python',
    r: 'r',
    jl: 'julia',
    json: 'json',
    md: 'markdown',
    cff: 'yaml',
  };
  if (name.endsWith('Dockerfile')) return 'dockerfile';
  return known[end] ?? (/(postBuild|start)$/.test(name) ? 'sh' : 'text');
}

function indexText(): string {
  const row = (rule: Rule): string => {
    const page = pages.find(({ id }) => id === rule.id);
    return `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${rule.profile ?? 'launch'} | ${(page?.what ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ')} |`;
  };
  return [
    '# Rules',
    'Made from the tables in `server/lint/`; `UPDATE_GOLDEN=1 npm test -- test/unit/docs/rules.test.ts` writes it anew. [How the linter works](../linting.md) says the rest.',
    ['| rule | severity | profile | finds |', '| --- | --- | --- | --- |', ...rules.map(row)].join('\n'),
    '## Not rules',
    'What the catalogue of checks has besides, and why it is none here.',
    [
      '| id | reason |',
      '| --- | --- |',
      ...skippedRules.map(({ id, reason }) => `| ${id} | ${reason} |`),
    ].join('\n'),
  ].join('\n\n');
}
