// Fixtures of the linter's rules: test/fixtures/rules/<rule>/<case>/{input,fixed,expected.json,options.json} and
// test/fixtures/rules/<rule>/near-miss*/ (files; `options.json` beside the folder's files is read and not linted).
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { RepoView } from '../../server/environment/view';
import type { LintFacts, LintInput, LintOptions } from '../../server/lint/input';
import type { Finding, LintProfile, Platform, Range } from '../../server/protocol';
import { diskView } from '../../server/source/disk-view';
import { repositoryRoot } from './parts';

export const fixturesRoot = join(repositoryRoot, 'test', 'fixtures', 'rules');

/** `options.json` of a case, of a near miss, or of the rule's folder for all of its cases. */
interface FixtureOptions {
  readonly profile?: LintProfile;
  readonly platform?: Platform;
  readonly facts?: LintFacts;
  readonly packages?: Readonly<Record<string, string>>;
  /** Sizes that files are said to have, so that no large file has to be kept. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** What the file system may have lost: files that may be executed. */
  readonly executables?: readonly string[];
}

export interface Fixture {
  readonly rule: string;
  readonly name: string;
  /** The case's folder. */
  readonly folder: string;
  readonly input: LintInput;
  readonly options: LintOptions;
}

/** One finding in `expected.json`. */
export interface ExpectedFinding {
  readonly file: string;
  /** 1-based `line:column`, end exclusive; `cell N` (1-based) before it in notebooks. */
  readonly range?: string;
  /** What is underlined. */
  readonly at?: string;
  readonly severity: string;
  readonly message: string;
  readonly fixes?: readonly string[];
}

export function casesOf(rule: string): Fixture[] {
  return foldersOf(rule)
    .filter((name) => !name.startsWith('near-miss'))
    .map((name) => fixture(rule, name, join(fixturesRoot, rule, name, 'input')));
}

export function nearMissesOf(rule: string): Fixture[] {
  return foldersOf(rule)
    .filter((name) => name.startsWith('near-miss'))
    .map((name) => fixture(rule, name, join(fixturesRoot, rule, name)));
}

function foldersOf(rule: string): string[] {
  const folder = join(fixturesRoot, rule);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function fixture(rule: string, name: string, root: string): Fixture {
  const folder = join(fixturesRoot, rule, name);
  const candidates = [join(folder, 'options.json'), join(fixturesRoot, rule, 'options.json')];
  const file = candidates.find((path) => existsSync(path));
  const options = file === undefined ? {} : (JSON.parse(readFileSync(file, 'utf8')) as FixtureOptions);
  const { sizes, executables, ...rest } = options;
  return { rule, name, folder, input: inputAt(root, sizes ?? {}, executables), options: rest };
}

/** A folder as the linter takes it. */
export function inputAt(
  root: string,
  sizes: Readonly<Record<string, number>> = {},
  executables?: readonly string[],
): LintInput {
  const disk = diskView(root);
  const hidden = (path: string): boolean => path === 'options.json';
  const view: RepoView = {
    ...disk,
    kind: (path) => (hidden(path) ? undefined : disk.kind(path)),
    list: (path) => disk.list(path).filter((name) => !(path === '' && hidden(name))),
    ...(executables && { executable: (path: string) => executables.includes(path) }),
  };
  const files = filesBelow(root)
    .filter((path) => !hidden(path))
    .map((path) => ({ path, size: sizes[path] ?? statSync(join(root, path)).size }));
  return { view, files: () => files };
}

/** Paths of all files below a folder, sorted. */
export function filesBelow(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** A finding as `expected.json` has it. */
export function asExpected(
  finding: Finding,
  textOf: (range: Range, file: string) => string,
): ExpectedFinding {
  const { file, range, severity, message, fixes } = finding;
  return {
    file,
    ...(range !== undefined && { range: printRange(range), at: textOf(range, file) }),
    severity,
    message,
    ...(fixes.length > 0 && { fixes: fixes.map(({ title, safe }) => (safe ? title : `${title} (ask)`)) }),
  };
}

function printRange({ start, end, cell }: Range): string {
  const place = `${start.line + 1}:${start.column + 1}-${end.line + 1}:${end.column + 1}`;
  return cell === undefined ? place : `cell ${Number(cell) + 1} ${place}`;
}
