import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import type { Grammars } from '../../../server/environment/code/grammars';
import { applyEdits } from '../../../server/lint/apply-edits';
import { fixAll } from '../../../server/lint/fix-all';
import type { LintResult } from '../../../server/lint/linter';
import { createLinter } from '../../../server/lint/linter';
import { sourceOf } from '../../../server/lint/model';
import { createOverlay } from '../../../server/lint/overlay';
import { rules } from '../../../server/lint/table';
import type { Finding } from '../../../server/protocol';
import { testGrammars } from '../../support/grammars';
import type { ExpectedFinding, Fixture } from '../../support/lint-fixtures';
import { asExpected, casesOf, filesBelow, nearMissesOf } from '../../support/lint-fixtures';

const update = process.env['UPDATE_GOLDEN'] === '1';

describe('the rules, by their fixtures:', () => {
  let grammars: Grammars;
  before(async () => (grammars = await testGrammars()));

  const lintFixture = ({ input, options }: Fixture): LintResult & { own: (rule: string) => Finding[] } => {
    const result = createLinter(input, rules, { ...options, grammars }).lint();
    return { ...result, own: (rule) => result.findings.filter((finding) => finding.rule === rule) };
  };

  for (const { id } of rules) {
    describe(id, () => {
      it('has at least one case and one near miss', () => {
        assert.ok(casesOf(id).length > 0, 'no case');
        assert.ok(nearMissesOf(id).length > 0, 'no near miss');
      });

      for (const fixture of casesOf(id)) {
        it(`finds ${fixture.name}`, async () => {
          const found = lintFixture(fixture).own(id);
          assert.ok(found.length > 0, 'nothing was found');
          assert.deepEqual(
            found.map((finding) => asExpected(finding, excerptOf(fixture))),
            await expectedFindings(fixture, found),
          );
        });

        it(`mends ${fixture.name}`, () => mends(fixture, grammars));
      }

      for (const fixture of nearMissesOf(id)) {
        it(`is silent on ${fixture.name}`, () => {
          assert.deepEqual(
            lintFixture(fixture)
              .own(id)
              .map(({ file, message }) => ({ file, message })),
            [],
          );
        });
      }
    });
  }
});

/** What a range covers, cut short. */
function excerptOf({ input }: Fixture) {
  return (range: NonNullable<Finding['range']>, file: string): string => {
    const source = sourceOf(input.view, file);
    const cells = range.cell === undefined ? undefined : notebookCell(source?.text ?? '', Number(range.cell));
    const text = (cells ?? source?.text ?? '').slice(range.start.offset, range.end.offset);
    return text.length > 120 ? `${text.slice(0, 120)}…` : text;
  };
}

function notebookCell(json: string, index: number): string {
  const { cells } = JSON.parse(json) as { cells: { source: string | string[] }[] };
  const source = cells[index]?.source ?? '';
  return typeof source === 'string' ? source : source.join('');
}

async function expectedFindings(fixture: Fixture, found: readonly Finding[]): Promise<ExpectedFinding[]> {
  const file = join(fixture.folder, 'expected.json');
  if (update) {
    const actual = found.map((finding) => asExpected(finding, excerptOf(fixture)));
    writeFileSync(file, await format(JSON.stringify(actual), { parser: 'json', printWidth: 110 }));
  }
  return JSON.parse(readFileSync(file, 'utf8')) as ExpectedFinding[];
}

/** Each fix alone, and the first ones of all findings together, which must give what `fixed` holds. */
function mends(fixture: Fixture, grammars: Grammars): void {
  const { rule, folder, input } = fixture;
  const options = { ...fixture.options, grammars };
  const before = createLinter(input, rules, options).lint().findings;
  const own = before.filter((finding) => finding.rule === rule);
  for (const finding of own) {
    for (const fix of finding.fixes) {
      const overlay = createOverlay(input);
      overlay.change(applyEdits(overlay.view, fix.edits));
      const after = createLinter(overlay, rules, options).lint().findings;
      assert.equal(
        after.filter((each) => sameFinding(each, finding)).length,
        before.filter((each) => sameFinding(each, finding)).length - 1,
        `“${fix.title}” leaves its finding`,
      );
      addsNone(before, after, fix.title);
    }
  }
  const fixed = join(folder, 'fixed');
  if (!own.some(({ fixes }) => fixes.length > 0)) {
    assert.ok(!existsSync(fixed), 'there is a folder of what is fixed, and no fix');
    return;
  }
  const mended = fixAll(input, rules, options, (_, finding) => finding.rule === rule);
  addsNone(before, mended.after.findings, 'all fixes together');
  const overlay = createOverlay(input);
  overlay.change(mended.changes);
  const result = Object.fromEntries(
    overlay
      .files()
      .filter(({ path }) => mended.changes.some((change) => change.path === path))
      .map(({ path }) => [path, Buffer.from(overlay.view.read(path) ?? []).toString('utf8')]),
  );
  assert.deepEqual(
    result,
    Object.fromEntries(filesBelow(fixed).map((path) => [path, readFileSync(join(fixed, path), 'utf8')])),
    'what is fixed differs',
  );
}

function sameFinding(left: Finding, right: Finding): boolean {
  return left.rule === right.rule && left.file === right.file && left.message === right.message;
}

/** No rule has more to say of any file than before. */
function addsNone(before: readonly Finding[], after: readonly Finding[], title: string): void {
  const count = (findings: readonly Finding[], rule: string): number =>
    findings.filter((finding) => finding.rule === rule).length;
  const grown = [...new Set(after.map(({ rule }) => rule))].filter(
    (rule) => count(after, rule) > count(before, rule),
  );
  assert.deepEqual(
    after
      .filter(({ rule }) => grown.includes(rule))
      .map(({ rule, file, message }) => ({ rule, file, message })),
    [],
    `“${title}” adds findings`,
  );
}
