// Parts of libraries that must not be in a bundle.
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * ssh2 tries two compiled add-ons and goes on without them. Bundles carry none (one package for all platforms), so each
 * becomes a module that fails to load, which is the case ssh2 is written for.
 */
export const withoutNativeParts = {
  name: 'without-native-parts',
  setup(build) {
    const native = /\.node$|^cpu-features$/;
    build.onResolve({ filter: native }, ({ path }) => ({ path, namespace: 'native' }));
    build.onLoad({ filter: native, namespace: 'native' }, ({ path }) => ({
      contents: `throw Object.assign(new Error('${path} is not bundled'), { code: 'MODULE_NOT_FOUND' });`,
    }));
  },
};

/**
 * dockerode's BuildKit session and decoder read .proto files beside themselves at run time and would take the process
 * down in a bundle; the session also serves its credentials to any host that asks. We use neither: whoever reaches
 * them gets an error that says so.
 */
export const withoutDockerodeBuildKit = {
  name: 'without-dockerode-buildkit',
  setup(build) {
    build.onLoad({ filter: /[/\\]dockerode[/\\]lib[/\\](session|buildkit)\.js$/ }, ({ path }) => {
      const stub = `throw new Error('the BuildKit session and decoder of dockerode are not bundled');`;
      const contents = path.endsWith('session.js')
        ? `module.exports = () => { ${stub} };`
        : `exports.followProgress = () => { ${stub} };`;
      return { contents };
    });
  },
};

/**
 * Tables that are large and never read: our API takes JSON, which is UTF-8 (body-parser refuses other charsets before it
 * would decode them), and renders its own messages (zod's exist in fifty languages).
 */
export const withoutUnusedTables = {
  name: 'without-unused-tables',
  setup(build) {
    build.onLoad(
      { filter: /[/\\]iconv-lite[/\\]encodings[/\\](dbcs-data|sbcs-data-generated)\.js$/ },
      () => ({
        contents: 'module.exports = {};',
      }),
    );
    build.onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    }));
  },
};

/**
 * web-tree-sitter is an ES module that makes itself a `require`. In CommonJS there is one, and its own, hoisted, would hide
 * it from the `import()`s of the same function, which become `require`s there.
 */
export const withoutOwnRequire = {
  name: 'without-own-require',
  setup(build) {
    const own = /const \{ createRequire \} = await import\("module"\);\s*var require = createRequire\([^;]*;/;
    build.onLoad({ filter: /[/\\]web-tree-sitter[/\\]web-tree-sitter\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!own.test(text)) throw new Error(`${path} makes its require in another way than before`);
      return { contents: text.replace(own, '') };
    });
  },
};
