import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import manifest from '../../../package.json';
import names from '../../../package.nls.json';
import { commandRows } from '../../../server/cli/help';
import { settings } from '../../../server/cli/settings';

const root = path.resolve(__dirname, '../../..');
const file = path.join(root, 'README.md');

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(text)}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function localized(text: string): string {
  const key = /^%(.*)%$/.exec(text)?.[1];
  return key === undefined ? text : ((names as Record<string, string>)[key] ?? text);
}

/** The README's tables, each made from the one place that says so in the code. */
const tables: Readonly<Record<string, string>> = {
  commands: table(
    ['command', 'does'],
    commandRows().map(([usage, summary]) => [code(usage), cell(summary)]),
  ),
  settings: table(
    ['variable', 'default', 'is'],
    settings.map(({ name, fallback, meaning }) => [code(name), cell(fallback), cell(meaning)]),
  ),
  editor: table(
    ['command', 'id'],
    manifest.contributes.commands.map(({ command, category, title }) => [
      `${category}: ${localized(title)}`,
      code(command),
    ]),
  ),
  'editor-settings': table(
    ['setting', 'default', 'is'],
    Object.entries(manifest.contributes.configuration.properties).map(([key, property]) => [
      code(key),
      code(typeof property.default === 'string' ? property.default : JSON.stringify(property.default)),
      localized(property.markdownDescription),
    ]),
  ),
};

/** The README with its tables as the code has them now. */
function withTables(text: string): Promise<string> {
  const filled = Object.entries(tables).reduce((whole, [name, rows]) => {
    const place = new RegExp(`(<!-- ${name}:[^>]*-->)[^]*?(<!-- /${name} -->)`);
    assert.match(whole, place, `the README has no place for the table ${name}`);
    return whole.replace(place, (_, start: string, end: string) => `${start}\n\n${rows}\n\n${end}`);
  }, text);
  return format(filled, { parser: 'markdown', printWidth: 110, singleQuote: true });
}

describe('the README', () => {
  it('has the tables of commands and settings that the code has', async () => {
    const text = readFileSync(file, 'utf8');
    const expected = await withTables(text);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, expected);
    else
      assert.equal(
        text,
        expected,
        'rewrite it with UPDATE_GOLDEN=1 npm test -- test/unit/docs/readme.test.ts',
      );
  });

  it('links only to files that are there', () => {
    const links = [...readFileSync(file, 'utf8').matchAll(/\]\(([^)#:]+)\)/g)].map(
      ([, target]) => target ?? '',
    );
    assert.ok(links.length > 0);
    assert.deepEqual(
      links.filter((target) => !existsSync(path.join(root, target))),
      [],
    );
  });
});
