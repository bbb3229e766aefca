import { isMap, isScalar } from 'yaml';
import type { LintProfile, Severity } from '../protocol';
import { lintProfiles, severities } from '../protocol';
import type { SourceText, TextSpan } from './text';
import { rangeAt } from './text';
import type { SyntaxFault } from './toml-text';
import type { YamlText } from './yaml-text';
import { readYaml, resolved, yamlGet, yamlSpan } from './yaml-text';

/** Where a repository says how it wants to be linted. At the root, because a `binder/` folder would hide other files. */
export const binderyYml = '.bindery.yml';

/** .bindery.yml: what a repository says of itself to Bindery. */
export interface BinderyYml {
  readonly source: SourceText;
  readonly syntaxError?: SyntaxFault;
  readonly profile?: LintProfile;
  /** Severities by rule id, or by the beginning of ids (`nb-*`). */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Import names of Python and the package that has each. */
  readonly packages: Readonly<Record<string, string>>;
  /** What is written and not understood, with what could stand there. */
  readonly mistakes: readonly { readonly written: TextSpan; readonly expected: string }[];
}

const settings = ['off', ...severities] as const;

/** Reads `.bindery.yml`. Never throws: what is not understood is a mistake, and counts for nothing. */
export function readBinderyYml(source: SourceText): BinderyYml {
  const yaml = readYaml(source);
  const nothing = { source, rules: {}, packages: {}, mistakes: [] };
  if (yaml.syntaxError !== undefined) return { ...nothing, syntaxError: yaml.syntaxError };
  const root = resolved(yaml, yaml.root);
  if (root === undefined || (isScalar(root) && root.value === null)) return nothing;
  const mistakes: { written: TextSpan; expected: string }[] = [];
  const wrong = (node: unknown, expected: string): void => {
    const written = yamlSpan(yaml, node) ?? { text: '', range: rangeAt(source, 0, 0) };
    mistakes.push({ written, expected });
  };
  if (!isMap(root)) {
    wrong(root, 'lint:');
    return { ...nothing, mistakes };
  }
  for (const { key } of root.items) if (textOf(key) !== 'lint') wrong(key, 'lint');
  const lint = yamlGet(yaml, root, 'lint');
  for (const name of keysOf(lint)) {
    if (!['profile', 'rules', 'packages'].includes(textOf(name) ?? ''))
      wrong(name, 'profile, rules, packages');
  }
  const at = (name: string): unknown => (isMap(lint) ? yamlGet(yaml, lint, name) : undefined);
  const profile = oneOf(at('profile'), lintProfiles, wrong);
  return {
    source,
    ...(profile !== undefined && { profile }),
    rules: mapping(yaml, at('rules'), (node) => oneOf(node, settings, wrong)),
    packages: mapping(yaml, at('packages'), textOf),
    mistakes,
  };
}

function oneOf<T extends string>(
  node: unknown,
  values: readonly T[],
  wrong: (node: unknown, expected: string) => void,
): T | undefined {
  if (node === undefined || node === null) return undefined;
  // YAML 1.1 habits: `off` may be written as `false`.
  const text = isScalar(node) && node.value === false ? 'off' : textOf(node);
  const value = values.find((each) => each === text);
  if (value === undefined) wrong(node, values.join(', '));
  return value;
}

function mapping<T>(
  yaml: YamlText,
  node: unknown,
  read: (value: unknown) => T | undefined,
): Readonly<Record<string, T>> {
  if (!isMap(node)) return {};
  return Object.fromEntries(
    node.items.flatMap(({ key, value }) => {
      const name = textOf(key);
      const held = read(resolved(yaml, value));
      return name === undefined || held === undefined ? [] : [[name, held]];
    }),
  );
}

function keysOf(node: unknown): unknown[] {
  return isMap(node) ? node.items.map(({ key }) => key) : [];
}

function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}
