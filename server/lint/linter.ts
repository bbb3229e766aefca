import type { Finding, Range, Severity } from '../protocol';
import { severities } from '../protocol';
import type { LintInput, LintOptions, RuleSetting } from './input';
import { createMemory } from './memory';
import type { LintCode } from './messages';
import { renderLintMessage } from './messages';
import type { RepositoryModel } from './model';
import { createModel, fileKind, inputsOf } from './model';
import type { Report, Rule } from './rule';
import { skippedFiles } from './skipped-files';
import type { SkippedFile } from './skipped-files';
import { fits, isSuppressed, notebookSuppressions, readSuppressions } from './suppression';

/** What a run of the linter says. */
export interface LintResult {
  /** By file, then by place. */
  readonly findings: readonly Finding[];
  /** Files that were not looked into, and why. */
  readonly skipped: readonly SkippedFile[];
}

/** Lints a repository again and again while it changes. */
export interface Linter {
  lint(): LintResult;
  /**
   * The same work in pieces, for whoever has to let others have their turn between them: what a piece finds out is
   * remembered, and `lint` is then short.
   */
  pieces(): readonly (() => unknown)[];
  /** Says that files have changed; `structure` where files came or went. */
  changed(paths: readonly string[], structure: boolean): void;
  readonly model: RepositoryModel;
}

/** Lints a repository once. Pure but for what `input` reads; never throws because of a rule or a file. */
export function lint(input: LintInput, rules: readonly Rule[], options: LintOptions = {}): LintResult {
  return createLinter(input, rules, options).lint();
}

export function createLinter(input: LintInput, rules: readonly Rule[], options: LintOptions = {}): Linter {
  const { profile = 'launch', platform = 'linux/amd64', facts = {}, grammars = {}, packages = {} } = options;
  const memory = createMemory();
  const model = createModel(input, memory, { profile, platform, facts, grammars, packages });
  const active = rules.filter((rule) => isActive(rule, profile, options.rules ?? {}));
  const level = (rule: Rule, told: Severity): Severity => {
    const setting = settingOf(rule.id, options.rules ?? {});
    return setting === undefined || setting === 'off' ? told : setting;
  };
  // Rules keep reports of files that have not changed.
  const made = new WeakMap<Report, Finding>();
  const findingOf = (rule: Rule, report: Report): Finding => {
    const held = made.get(report);
    if (held?.rule === rule.id) return held;
    const found = finding(rule, report, level);
    made.set(report, found);
    return found;
  };
  const run = (rule: Rule, path: string): Finding[] =>
    guarded(rule, path, () => [...check(rule, model, path)].map((report) => findingOf(rule, report)));
  const whole = (): (() => Finding[])[] =>
    active
      .filter(({ on }) => on === 'repository')
      .map((rule) => () => memory.ask(`rule:${rule.id}`, () => run(rule, '')));
  const single = (): (() => Finding[])[] =>
    memory
      .ask('files of kinds', () => filesOfKinds(model))
      .map(
        (path) => () =>
          memory.ask(`rules of:${path}`, () => {
            const kind = fileKind(path);
            return active.filter(({ on }) => on === kind).flatMap((rule) => run(rule, path));
          }),
      );
  // Files first: rules about the whole repository look at many of them.
  const pieces = (): (() => Finding[])[] => [...single(), ...whole()];
  return {
    model,
    changed: (paths, structure) => memory.changed(paths.flatMap((path) => inputsOf(path, structure))),
    lint: () => {
      const findings = pieces().flatMap((ask) => ask());
      const kept = findings.filter((each) => !isSwitchedOff(model, each));
      return { findings: sorted(kept), skipped: memory.ask('skipped', () => skippedFiles(model)) };
    },
    pieces,
  };
}

function filesOfKinds(model: RepositoryModel): string[] {
  return model
    .files()
    .filter(({ path }) => fileKind(path) !== undefined)
    .map(({ path }) => path);
}

function check(rule: Rule, model: RepositoryModel, path: string): Iterable<Report> {
  return rule.on === 'repository' ? rule.check(model) : rule.check(model, path);
}

function isActive(rule: Rule, profile: string, settings: Readonly<Record<string, RuleSetting>>): boolean {
  const setting = settingOf(rule.id, settings);
  if (setting === 'off') return false;
  return setting !== undefined || rule.profile !== 'archive' || profile === 'archive';
}

/** The last setting that fits. */
function settingOf(id: string, settings: Readonly<Record<string, RuleSetting>>): RuleSetting | undefined {
  return Object.entries(settings).findLast(([pattern]) => fits(id, [pattern]))?.[1];
}

/** A rule that throws is reported as itself, and the others go on. */
function guarded(rule: Rule, path: string, run: () => Finding[]): Finding[] {
  try {
    return run();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const code = 'lint-rule-failed';
    const args = { rule: rule.id, detail };
    const message = renderLintMessage(code, args);
    return [
      {
        rule: rule.id,
        severity: 'information',
        file: path,
        code,
        args,
        message,
        docs: pageOf(rule.id),
        fixes: [],
      },
    ];
  }
}

/** Where a rule is described. */
export function pageOf(rule: string): string {
  return `docs/rules/${rule}.md`;
}

function finding(rule: Rule, report: Report, level: (rule: Rule, told: Severity) => Severity): Finding {
  const { file, range, args = {}, fixes = [], related } = report;
  const code: LintCode = report.code ?? rule.id;
  return {
    rule: rule.id,
    severity: level(rule, report.severity ?? rule.severity),
    file,
    ...(range !== undefined && { range: plainRange(range) }),
    code,
    args,
    message: renderLintMessage(code, args),
    docs: pageOf(rule.id),
    fixes: fixes.map((fix) => ({
      title: renderLintMessage(fix.code, fix.args),
      safe: fix.safe,
      edits: fix.edits,
    })),
    ...(related !== undefined && {
      related: related.map((place) => ({
        file: place.file,
        ...(place.range !== undefined && { range: place.range }),
        message: renderLintMessage(place.code, place.args),
      })),
    }),
  };
}

/** Without what finds positions only when they are asked for. */
function plainRange({ start, end, cell }: Range): Range {
  return cell === undefined ? { start, end } : { start, end, cell };
}

function isSwitchedOff(model: RepositoryModel, found: Finding): boolean {
  const { file } = found;
  if (file === '') return false;
  const suppressions = model.once(`suppressions:${file}`, () => {
    const read = fileKind(file) === 'notebook' ? model.notebook(file) : model.text(file);
    if (read === undefined) return undefined;
    return 'cells' in read ? notebookSuppressions(read) : readSuppressions(read);
  });
  return suppressions !== undefined && isSuppressed(found, suppressions);
}

/** By file, then by place, then worst first. */
function sorted(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (left, right) =>
      compare(left.file, right.file) ||
      Number(left.range?.cell ?? -1) - Number(right.range?.cell ?? -1) ||
      (left.range?.start.offset ?? -1) - (right.range?.start.offset ?? -1) ||
      severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
      compare(left.rule, right.rule),
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
