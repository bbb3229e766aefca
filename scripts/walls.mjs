// The walls between the parts of the tree: one table, read by ESLint (eslint.config.mjs) and by test/unit/walls.test.ts.

/** Stages of `server/`, in order: each may import itself and what stands above it. `http` and `cli` compose. */
export const stages = [
  'protocol',
  'spec',
  'environment',
  'lint',
  'platform',
  'source',
  'plan',
  'store',
  'build',
  'launch',
  'hub',
  'verify',
  'publish',
  'http',
  'cli',
];

/** Stages that run in a browser or a virtual workspace too: nothing they reach may touch a Node built-in. */
export const pureStages = ['protocol', 'spec', 'environment', 'lint'];

/** What the two faces outside `server/` may import from it. */
export const faces = {
  extension: ['protocol', 'spec', 'environment', 'lint', 'platform', 'http/client'],
  webview: ['protocol', 'spec'],
};

const forbid = (files, patterns, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: patterns, message }] }] },
});

const escape = (names) => names.map((name) => name.replace('/', '\\/')).join('|');

/** ESLint blocks that follow from the tables above. */
export const wallRules = [
  ...stages.map((stage, index) => {
    const below = stages.slice(index + 1);
    const node = pureStages.includes(stage) ? '|^node:' : '';
    const faceNames = '^vscode$|/(extension|webview)/';
    return forbid(
      [`server/${stage}/**/*.ts`],
      below.length > 0 ? `^(\\.\\./)+(${escape(below)})(/|$)|${faceNames}${node}` : faceNames,
      `server/${stage} may import only itself and the stages above it.`,
    );
  }),
  forbid(
    ['extension/**/*.ts'],
    `/server/(?!(${escape(faces.extension)})(/|$))`,
    'extension/ is a client: it may import only the pure stages and the API client.',
  ),
  forbid(
    ['webview/**/*.ts'],
    `/server/(?!(${escape(faces.webview)})(/|$))|^node:|^vscode$|/extension/`,
    'webview/ runs in a browser: it may import only protocol and spec.',
  ),
];
