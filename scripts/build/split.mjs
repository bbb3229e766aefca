// A CommonJS bundle in several files: what a command does not import when it starts is not parsed either. A bundle of two
// megabytes in one file doubles the time in which Node answers.
import { transform } from 'esbuild';

/**
 * esbuild splits ES modules only. So it is told to make those, and each file is then turned into CommonJS: `import`
 * becomes `require`, and `import()` a `require` at that moment.
 */
export const splitOptions = (name) => ({
  format: 'esm',
  splitting: true,
  entryNames: name,
  chunkNames: `${name}-[hash]`,
});

/** The text of one such file as CommonJS. `options` are those of the bundle. */
export async function toCommonJs(text, { target, banner, minify, sourcemap }) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target,
    banner: banner.js,
    supported: { 'dynamic-import': false },
    sourcemap: sourcemap ? 'inline' : false,
    ...minify,
  });
  return code;
}
