import type { EnvironmentProblem } from '../protocol';
import type { JuliaProjectFile } from './julia-project';
import { defaultJuliaCompat, newestJulia, parseJuliaCompat } from './julia-version';
import type { JuliaConstraint } from './julia-version';
import { excerpt, rangeAt } from './text';
import { faultProblem, planProblemAt } from './version-problems';

/** The Julia that results; what stops the plan; neither where the released versions are not known. */
export type JuliaChoice =
  { readonly version: string } | { readonly problem: EnvironmentProblem } | { readonly open: true };

/** The newest released Julia that the project allows (contracts/repo2docker.md section 4, "Julia"). */
export function chooseJulia(project: JuliaProjectFile, released: readonly string[] | undefined): JuliaChoice {
  const { source, syntaxError, julia } = project;
  if (syntaxError !== undefined) return { problem: faultProblem(source, syntaxError) };
  const constraint = constraintOf(project);
  const range = julia?.range ?? rangeAt(source, 0, 0);
  const content = excerpt(julia?.text ?? defaultJuliaCompat);
  if (constraint === undefined)
    return { problem: planProblemAt(source, range, 'unparsable-julia-compat', { content }) };
  if (released === undefined) return { open: true };
  const version = newestJulia(constraint, released);
  return version === undefined
    ? { problem: planProblemAt(source, range, 'no-matching-julia', { content }) }
    : { version };
}

function constraintOf({ julia }: JuliaProjectFile): JuliaConstraint | undefined {
  if (julia?.isText === false) return undefined;
  const constraint = parseJuliaCompat(julia?.text ?? defaultJuliaCompat);
  return constraint?.kind === 'never' ? undefined : constraint;
}
