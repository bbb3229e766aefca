// Parts of libraries that must not be in a bundle.

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
      const sentence = "dockerode's own BuildKit session and decoder are not bundled";
      const stub = `throw new Error('${sentence}');`;
      const contents = path.endsWith('session.js')
        ? `module.exports = () => { ${stub} };`
        : `exports.followProgress = () => { ${stub} };`;
      return { contents };
    });
  },
};
