import type { EngineKind, ToolchainKind } from '../../server/protocol';
import type * as vscode from 'vscode';
import type { Vs } from './vs';

/** What a person can set, and which values are understood; package.json says the same (test/unit/extension/manifest). */
export const settingsTable = {
  engine: { key: 'bindery.engine', values: ['auto', 'docker', 'host'] },
  toolchain: { key: 'bindery.toolchain', values: ['auto', 'managed', 'system'] },
  whenReady: { key: 'bindery.whenReady', values: ['notify', 'open', 'nothing'] },
  hub: { key: 'bindery.links.hub', values: undefined },
} as const;

export interface Settings {
  readonly engine?: EngineKind;
  readonly toolchain?: ToolchainKind;
  readonly whenReady: 'notify' | 'open' | 'nothing';
  /** Address of the BinderHub that links point to, without a slash at its end. */
  readonly hub: string;
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
    };
  };
}
