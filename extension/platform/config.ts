import type { RuleSetting } from '../../server/lint/input';
import type { EngineKind, LintProfile, ToolchainKind } from '../../server/protocol';
import { severities } from '../../server/protocol';
import type * as vscode from 'vscode';
import type { Vs } from './vs';

/** What a person can set, and which values are understood; package.json says the same (test/unit/extension/manifest). */
export const settingsTable = {
  engine: { key: 'bindery.engine', values: ['auto', 'docker', 'host'] },
  toolchain: { key: 'bindery.toolchain', values: ['auto', 'managed', 'system'] },
  whenReady: { key: 'bindery.whenReady', values: ['notify', 'open', 'nothing'] },
  hub: { key: 'bindery.links.hub', values: undefined },
  lint: { key: 'bindery.lint.enable', values: undefined },
  lintProfile: { key: 'bindery.lint.profile', values: ['auto', 'launch', 'archive'] },
  lintRules: { key: 'bindery.lint.rules', values: undefined },
  lintPackages: { key: 'bindery.lint.packages', values: undefined },
  lintDefers: { key: 'bindery.lint.deferToOthers', values: undefined },
} as const;

export interface Settings {
  readonly engine?: EngineKind;
  readonly toolchain?: ToolchainKind;
  readonly whenReady: 'notify' | 'open' | 'nothing';
  /** Address of the BinderHub that links point to, without a slash at its end. */
  readonly hub: string;
  readonly lint: LintSettings;
}

/** What counts over the repository's own `.bindery.yml`. */
export interface LintSettings {
  readonly enable: boolean;
  /** Absent: as the repository says. */
  readonly profile?: LintProfile;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** Import names of Python and the package that has each. */
  readonly packages: Readonly<Record<string, string>>;
  /** Leaves to other extensions what they report as well. */
  readonly deferToOthers: boolean;
}

/** Reads the settings that hold for `scope`. The one place that does. */
export type ReadSettings = (scope?: vscode.Uri) => Settings;

const defaultHub = 'https://mybinder.org';

/** A value of the table's list, or its first one: settings files hold whatever people write into them. */
function choice<T extends string>(value: unknown, values: readonly [T, ...T[]]): T {
  return values.find((each) => each === value) ?? values[0];
}

function hubAddress(value: unknown): string {
  if (typeof value !== 'string' || !/^https?:\/\/[^\s/]+/.test(value)) return defaultHub;
  return value.replace(/\/+$/, '');
}

/** The entries of an object that `isGood` accepts. */
function entries<T>(value: unknown, isGood: (held: unknown) => held is T): Readonly<Record<string, T>> {
  if (typeof value !== 'object' || value === null) return {};
  const all: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(all.filter((entry): entry is [string, T] => isGood(entry[1])));
}

const isRuleSetting = (value: unknown): value is RuleSetting =>
  ['off', ...severities].some((each) => each === value);
const isText = (value: unknown): value is string => typeof value === 'string';

function lintSettings(read: (name: keyof typeof settingsTable) => unknown): LintSettings {
  const profile = choice(read('lintProfile'), settingsTable.lintProfile.values);
  return {
    enable: read('lint') !== false,
    ...(profile === 'auto' ? {} : { profile }),
    rules: entries(read('lintRules'), isRuleSetting),
    packages: entries(read('lintPackages'), isText),
    deferToOthers: read('lintDefers') !== false,
  };
}

export function createSettingsReader(vs: Pick<Vs, 'workspace'>): ReadSettings {
  return (scope) => {
    const configuration = vs.workspace.getConfiguration(undefined, scope);
    const read = (name: keyof typeof settingsTable): unknown => configuration.get(settingsTable[name].key);
    const engine = choice(read('engine'), settingsTable.engine.values);
    const toolchain = choice(read('toolchain'), settingsTable.toolchain.values);
    return {
      ...(engine === 'auto' ? {} : { engine }),
      ...(toolchain === 'auto' ? {} : { toolchain }),
      whenReady: choice(read('whenReady'), settingsTable.whenReady.values),
      hub: hubAddress(read('hub')),
      lint: lintSettings(read),
    };
  };
}

/** Switches a rule off for a folder of the window, in the settings that are kept with it. */
export async function switchRuleOff(
  vs: Pick<Vs, 'workspace' | 'ConfigurationTarget'>,
  rule: string,
  folder: vscode.Uri,
): Promise<void> {
  const { key } = settingsTable.lintRules;
  const configuration = vs.workspace.getConfiguration(undefined, folder);
  const several = (vs.workspace.workspaceFolders?.length ?? 0) > 1;
  const held = configuration.inspect(key);
  const own = entries(several ? held?.workspaceFolderValue : held?.workspaceValue, isRuleSetting);
  const { Workspace, WorkspaceFolder } = vs.ConfigurationTarget;
  await configuration.update(key, { ...own, [rule]: 'off' }, several ? WorkspaceFolder : Workspace);
}
