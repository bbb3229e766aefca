import type { Step, StepOp } from '../protocol';
import { renderMessage } from '../protocol';

/** What a step does, in a few words of the field. */
export function stepLabel(step: Step): string {
  const label = labels[step.op] as ((step: Step) => string) | undefined;
  return label?.(step) ?? renderMessage(`build.step.${step.op}`);
}

type Labels = { readonly [Op in StepOp]?: (step: Extract<Step, { op: Op }>) => string };

/** Steps that are best named by the command they run; the others have a sentence in l10n/messages.en.json. */
const labels: Labels = {
  'pip-install-requirements': ({ file }) => `pip install -r ${file}`,
  'pip-install-repo': () => 'pip install .',
  'run-post-build': ({ file }) => file,
  'install-lock': ({ file }) => file,
  'conda-env-update': ({ file }) => `conda env update -f ${file}`,
  'pipenv-install': ({ mode }) => (mode === 'lock' ? 'pipenv install --ignore-pipfile' : 'pipenv install'),
  'run-install-R': ({ file }) => `Rscript ${file}`,
  'run-install-R-if-not-done': ({ file }) => `Rscript ${file}`,
  'nix-shell': ({ file }) => `nix-shell ${file}`,
  'build-dockerfile': ({ file }) => file,
};
