import { copyFromRepo, originOf, shellWord } from '../run-tool';
import type { Renderers } from './shared';
import { run } from './shared';

type ContentOp = 'apt-install' | 'copy-files' | 'copy-repo' | 'run-post-build';

/** What every buildpack shares: Debian packages, the repository's files, its script. */
export const contentRenderers: Renderers<ContentOp> = {
  'apt-install': (step, context) => [run(step, context, ['apt-install', ...step.packages], { cache: 'apt' })],
  'copy-files': (step, { options, plan }) =>
    step.files.map((file) => copyFromRepo(file, `\${REPO_DIR}/${file}`, step, options, plan.layout)),
  'copy-repo': (step, { options, plan }) => [copyFromRepo('', '${REPO_DIR}/', step, options, plan.layout)],
  'run-post-build': (step) => {
    const file = `./${step.file}`;
    const text = `RUN umask 002 && chmod +x ${shellWord(file)} && ${shellWord(file)}`;
    return [{ text, origin: originOf(step), user: step.user }];
  },
};
