// The linter in a fake editor, with rules of the tests' own: BAD is a finding wherever it stands.
import type { LintRun } from '../../../../extension/lint/engine';
import type { Later } from '../../../../extension/lint/folder-linter';
import type { Publisher } from '../../../../extension/lint/publisher';
import { createPublisher } from '../../../../extension/lint/publisher';
import * as runtime from '../../../../extension/lint/runtime';
import type { LintService, ServiceDeps } from '../../../../extension/lint/service';
import { createLintService } from '../../../../extension/lint/service';
import { createSettingsReader } from '../../../../extension/platform/config';
import type { SourceText } from '../../../../server/environment/text';
import { rangeAt } from '../../../../server/environment/text';
import { replaceSpan } from '../../../../server/lint/edits';
import type { Report, Rule } from '../../../../server/lint/rule';
import { settle } from '../fakes';
import type { FakeEditor } from './fake-editor';
import { Uri } from './fake-values';

/** What stands for the messages of the tests' rules. */
const code = 'apt-invalid-name';

function* reports(source: SourceText): Iterable<Report> {
  for (const { index } of source.text.matchAll(/BAD/g)) {
    const range = rangeAt(source, index, index + 3);
    const fix = { code: 'apt-invalid-name.fix' as const, args: { name: 'fine' }, safe: true };
    const fixes = [{ ...fix, edits: [replaceSpan(source, { range }, 'fine')] }];
    yield { file: source.path, range, code, args: { token: 'BAD' }, fixes };
  }
}

/** Only rules of the table have sentences, and so names. */
const named = (id: string): Rule['id'] => id as Rule['id'];

/** One rule about texts, one about the cells of notebooks. */
export const testRules: readonly Rule[] = [
  {
    id: named('test-text'),
    severity: 'warning',
    on: 'repository',
    check: (model) =>
      model.files().flatMap(({ path }) => {
        const source = path.endsWith('.ipynb') ? undefined : model.text(path);
        return source === undefined ? [] : [...reports(source)];
      }),
  },
  {
    id: named('test-cell'),
    severity: 'error',
    on: 'notebook',
    check: (model, path) => (model.notebook(path)?.cells ?? []).flatMap(({ source }) => [...reports(source)]),
  },
];

/** Work that waits for its time; a test moves it on. */
function manualTime() {
  let waiting: { readonly work: () => void; readonly at: number }[] = [];
  let now = 0;
  const later: Later = (work, milliseconds) => {
    const entry = { work, at: now + milliseconds };
    waiting.push(entry);
    return { dispose: () => void (waiting = waiting.filter((each) => each !== entry)) };
  };
  const pass = (milliseconds: number): void => {
    now += milliseconds;
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    for (const { work } of due) work();
  };
  return { later, pass, waits: () => waiting.length };
}

export interface LintWorld {
  readonly service: LintService;
  readonly publisher: Publisher;
  readonly runs: LintRun[];
  readonly log: string[];
  readonly reported: unknown[];
  readonly loaded: string[];
  /** Lets so many milliseconds pass, and everything end that follows. */
  readonly pass: (milliseconds: number) => Promise<void>;
  readonly waits: () => number;
}

/** Starts the linter and waits until it has seen every folder. */
export async function lintWorld(
  editor: FakeEditor,
  rules: readonly Rule[] = testRules,
  load: () => Promise<object> = () => Promise.resolve({}),
): Promise<LintWorld> {
  const time = manualTime();
  const publisher = createPublisher(editor.collection);
  const [log, reported, loaded]: [string[], unknown[], string[]] = [[], [], []];
  const settings = createSettingsReader(editor.vs);
  const deps: ServiceDeps = {
    runtime: { ...runtime, rules },
    loadGrammars: (names) => {
      loaded.push(...names);
      return load();
    },
    settings: (scope) => settings(scope).lint,
    page: (rule) => Uri.parse(`command:page?${rule}`) as never,
    later: time.later,
    pause: () => Promise.resolve(),
    today: () => '2026-11-21',
    modules: () => Promise.resolve(undefined),
    report: (error) => void reported.push(error),
    publisher,
    log: { debug: (text: string) => void log.push(text), warn: (text: string) => void log.push(text) },
  };
  const service = createLintService(editor.vs, deps);
  const runs: LintRun[] = [];
  service.onDidLint.listen(({ run }) => runs.push(run));
  const pass = async (milliseconds: number): Promise<void> => {
    time.pass(milliseconds);
    // Reading takes several turns, one behind the other.
    for (let turn = 0; turn < 30; turn += 1) await settle();
  };
  await pass(0);
  return { service, publisher, runs, log, reported, loaded, pass, waits: time.waits };
}
