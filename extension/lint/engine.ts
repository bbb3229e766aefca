import type { GrammarName, Grammars } from '../../server/environment/code/grammars';
import type { EnvironmentReading } from '../../server/environment/environment';
import type { LintFacts, LintOptions } from '../../server/lint/input';
import type { Linter, LintResult } from '../../server/lint/linter';
import type { RepositoryModel } from '../../server/lint/model';
import type { LintRuntime } from './runtime-loader';
import type { Changes } from './snapshot';
import type { Tree } from './tree';

/** What one run said. */
export interface LintRun extends LintResult {
  readonly reading: EnvironmentReading;
  /** For questions about places (hovers, completions); it answers as the folder is now, not as it was. */
  readonly model: RepositoryModel;
  /** What it took. */
  readonly milliseconds: number;
}

/** The linter of one folder, kept between runs. */
export interface Engine {
  /**
   * Loads the parsers that the changed files take (absent: all files), and begins anew where the folder is to be linted
   * in another way than before. The long part of a first run is done here, in small pieces.
   */
  prepare(paths?: readonly string[]): Promise<void>;
  changed(changes: Changes): void;
  /** Undefined before it was prepared. */
  lint(): LintRun | undefined;
  /** The options of the last run: for what is linted beside the folder itself. */
  options(): LintOptions;
}

export interface EngineDeps {
  readonly tree: Tree;
  readonly runtime: LintRuntime;
  readonly loadGrammars: (names: Iterable<GrammarName>) => Promise<Grammars>;
  /** What the person's settings say. */
  readonly settings: () => Pick<LintOptions, 'profile' | 'rules' | 'packages'>;
  readonly facts: () => LintFacts;
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** Milliseconds after which others have their turn: not felt by whoever waits for another extension. */
const turn = 15;

export function createEngine(deps: EngineDeps): Engine {
  const { tree, runtime, settings, facts, loadGrammars, pause, report } = deps;
  let grammars: Grammars = {};
  let linter: Linter | undefined;
  /** One that still reads ahead. */
  let next: Linter | undefined;
  let options: LintOptions = {};
  let key = '';
  const asked = new Set<GrammarName>();
  /** Without a parser, what needs it is passed over: better than nothing at all. */
  const load = async (names: readonly GrammarName[]): Promise<void> => {
    for (const name of names) asked.add(name);
    try {
      grammars = { ...grammars, ...(await loadGrammars(names)) };
    } catch (error) {
      report(error);
    }
  };
  const begin = async (): Promise<void> => {
    const told = runtime.withRepositoryOptions(tree.view, settings());
    const wanted = { ...told, facts: facts(), platform: runtime.imagePlatform() };
    const wantedKey = JSON.stringify(wanted);
    if (key === wantedKey) return;
    key = wantedKey;
    options = { ...wanted, grammars };
    next = runtime.createLinter(tree, runtime.rules, options);
    await lintAhead(next, pause);
    linter = next;
    next = undefined;
  };
  return {
    prepare: async (paths) => {
      const files = paths?.map((path) => ({ path, size: tree.entry(path)?.size ?? 0 })) ?? tree.files();
      const needed = runtime.grammarsNeeded(tree.view, files);
      const missing = [...needed].filter((name) => !asked.has(name));
      if (missing.length > 0) await load(missing);
      if (missing.length > 0 || paths === undefined) key = '';
      await begin();
    },
    changed: ({ paths, structure }) => {
      for (const each of [linter, next]) each?.changed(paths, structure);
    },
    lint: () => (linter === undefined ? undefined : timed(linter)),
    options: () => options,
  };
}

function timed(linter: Linter): LintRun {
  const began = performance.now();
  const result = linter.lint();
  const reading = linter.model.reading();
  return { ...result, reading, model: linter.model, milliseconds: performance.now() - began };
}

/** Does the work of the first run piece by piece. */
async function lintAhead(linter: Linter, pause: EngineDeps['pause']): Promise<void> {
  let began = performance.now();
  for (const piece of linter.pieces()) {
    piece();
    if (performance.now() - began < turn) continue;
    await pause();
    began = performance.now();
  }
}
