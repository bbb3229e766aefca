import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { commandIds } from '../../../extension/platform/commands';
import { settingsTable } from '../../../extension/platform/config';
import { contextKeys } from '../../../extension/platform/context-keys';
import { panelViewType } from '../../../webview/protocol';

const root = path.resolve(__dirname, '../../..');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
  readonly icon?: string;
  readonly enablement?: string;
}
interface Setting {
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly default: unknown;
  readonly markdownDescription: string;
  readonly scope: string;
  readonly order: number;
}
interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const manifest = JSON.parse(text('package.json')) as Manifest;
const names = JSON.parse(text('package.nls.json')) as Readonly<Record<string, string>>;
const { commands, configuration, menus } = manifest.contributes;
const sorted = (list: Iterable<string>): string[] => [...list].sort();

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => text(path.join(folder, file)));
}

describe('the extension manifest', () => {
  it('contributes exactly the commands that the code registers', () => {
    assert.deepEqual(sorted(commands.map(({ command }) => command)), sorted(Object.values(commandIds)));
  });

  it('gives every command a category and a title', () => {
    for (const { command, category, title } of commands) {
      assert.equal(category, 'Bindery', command);
      assert.match(names[title.slice(1, -1)] ?? '', /^[A-Z]/, command);
    }
  });

  it('puts only commands that exist into menus', () => {
    for (const { command } of Object.values(menus).flat()) {
      assert.ok((Object.values(commandIds) as string[]).includes(command), command);
    }
  });

  it('contributes exactly the settings that the code reads, with the same values and a default among them', () => {
    const table = Object.values(settingsTable);
    assert.deepEqual(sorted(Object.keys(configuration.properties)), sorted(table.map(({ key }) => key)));
    for (const { key, values } of table) {
      const setting = configuration.properties[key];
      assert.deepEqual(setting?.enum, values && [...values], key);
      if (values) assert.equal(setting?.default, values[0], key);
    }
  });

  it('describes every setting and value, and says where it may be set', () => {
    const properties = Object.values(configuration.properties);
    assert.deepEqual(
      properties.map(({ order }) => order),
      properties.map((_, index) => index + 1),
    );
    for (const { markdownDescription, scope, enum: values, markdownEnumDescriptions } of properties) {
      assert.ok(names[markdownDescription.slice(1, -1)]);
      assert.match(scope, /^(machine-overridable|window|resource)$/);
      assert.equal(markdownEnumDescriptions?.length, values?.length);
    }
  });

  it('restricts settings that decide what runs while a workspace is not trusted', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    assert.deepEqual(restricted, [settingsTable.engine.key, settingsTable.toolchain.key]);
  });

  it('has exactly the strings that it names', () => {
    const used = [...text('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, name]) => name ?? '');
    assert.deepEqual(sorted(new Set(used)), sorted(Object.keys(names)));
  });

  it('uses only context keys that the code sets, and all of them', () => {
    const used = commands.flatMap(({ enablement }) => enablement?.match(/\bbindery\.\w+/g) ?? []);
    assert.deepEqual(sorted(new Set(used)), sorted(Object.keys(contextKeys)));
  });

  it('wakes the extension for its panel after a reload', () => {
    assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${panelViewType}`));
    assert.ok(!manifest.activationEvents.includes('*'));
  });

  it('names files that exist, and an icon in a format that is accepted', () => {
    assert.ok(existsSync(path.join(root, manifest.icon)));
    assert.match(manifest.icon, /\.png$/);
    for (const [, file] of text('package.json').matchAll(/"(media\/[^"]+)"/g)) {
      assert.ok(existsSync(path.join(root, file ?? '')), file);
    }
  });

  it('is typed against the oldest editor that it accepts', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode'] ?? ''}`);
  });
});

describe('the sentences of the extension', () => {
  // vscode.l10n.t and the `t` that pure functions get; a sentence may be several literals joined by plus signs.
  const call = /\b(?:l10n\.)?t\(\s*((?:'(?:[^'\\]|\\.)*'\s*\+?\s*)+)/g;
  const joined = (literals: string): string =>
    [...literals.matchAll(/'((?:[^'\\]|\\.)*)'/g)]
      .map(([, part]) => (part ?? '').replace(/\\'/g, "'"))
      .join('');
  const used = sources('extension').flatMap((source) =>
    [...source.matchAll(call)].map(([, literals]) => joined(literals ?? '')),
  );

  it('are all in l10n/bundle.l10n.json, which holds nothing else', () => {
    const bundle = JSON.parse(text('l10n/bundle.l10n.json')) as Readonly<Record<string, string>>;
    assert.deepEqual(sorted(Object.keys(bundle)), sorted(new Set(used)));
    for (const [key, value] of Object.entries(bundle)) assert.equal(value, key);
  });
});
