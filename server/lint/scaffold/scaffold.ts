import { supportedPythons } from '../../environment/pythons';
import type { FileEdit } from '../../protocol';
import type { RepositoryModel } from '../model';
import { citationEdit } from './citation';
import type { CitationFacts } from './citation';
import type { EnvironmentChoices } from './environment-files';
import { environmentFiles } from './environment-files';
import type { Needs } from './needs';
import { badgeEdit } from './readme-badge';

/** What a person asks `bindery init` for. */
export interface ScaffoldRequest {
  readonly environment: EnvironmentChoices;
  readonly citation?: CitationFacts;
  readonly badge?: { readonly title: string; readonly link: string };
}

/** The Python of a repository that shows no other: wheels of nearly everything exist for it. */
export const scaffoldPython = '3.12';

/** The file that states the environment already; undefined where none does. */
export function statedBy(model: RepositoryModel): string | undefined {
  return model.reading().decidedBy;
}

/** The Python to ask for: what the person says, what the notebooks were run with, that of the active environment. */
export function choosePython(asked: string | undefined, needs: Needs, active: string | undefined): string {
  const buildable = supportedPythons('linux/amd64');
  const candidates = [asked, needs.pythonVersion, active];
  return candidates.find((each) => each !== undefined && buildable.includes(each)) ?? scaffoldPython;
}

/** The files that a repository lacks. None of the environment where one states it already. */
export function scaffold(model: RepositoryModel, needs: Needs, request: ScaffoldRequest): FileEdit[] {
  const { environment, citation, badge } = request;
  const files = statedBy(model) === undefined ? environmentFiles(needs, environment) : [];
  const edits = [
    ...files.filter(({ file }) => !model.has(file)),
    citation && citationEdit(model, citation),
    badge && badgeEdit(model, badge.title, badge.link),
  ];
  return edits.filter((edit) => edit !== undefined);
}
