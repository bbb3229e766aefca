import type { SourceText } from '../text';
import { fieldSpan, isTable, readToml, textOf, valueOf } from './toml';
import type { PixiManifest } from './types';

/** Reads pixi.toml, as far as it says which environment results. Never throws. */
export function readPixiManifest(source: SourceText): PixiManifest {
  const toml = readToml(source);
  if ('syntaxError' in toml) return { kind: 'pixi-manifest', source, ...toml, dependencies: [] };
  const { table } = toml;
  const written =
    textOf(table, 'dependencies', 'python') ?? textOf(table, 'dependencies', 'python', 'version');
  const start = Math.max(0, source.text.indexOf('[dependencies]'));
  const range = fieldSpan(source, 'python', start)?.range;
  const dependencies = ['dependencies', 'pypi-dependencies'].flatMap((name) => {
    const asked = valueOf(table, name);
    return isTable(asked) ? Object.keys(asked) : [];
  });
  return {
    kind: 'pixi-manifest',
    source,
    dependencies,
    ...(written === undefined || range === undefined ? {} : { python: { text: written, range } }),
  };
}
