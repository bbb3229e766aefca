import type * as vscode from 'vscode';
import type { Environment, Severity } from '../../server/protocol';
import { severities } from '../../server/protocol';
import { commandIds } from '../platform/commands';
import type { Disposable } from '../platform/emitter';
import type { Translate, Vs } from '../platform/vs';
import type { LintRun } from './engine';
import type { LintedFolder } from './linted-folder';
import type { LintService } from './service';

/** What the status of a configuration file says. */
export interface EnvironmentStatus {
  readonly text: string;
  readonly detail: string;
  /** The worst of the findings. */
  readonly severity: Severity | undefined;
}

/** Buildpack and versions that will result, and how bad the worst finding is. */
export function environmentStatus(
  { reading, findings }: Pick<LintRun, 'reading' | 'findings'>,
  versions: readonly string[],
  t: Translate,
): EnvironmentStatus {
  const { environment, decidedBy } = reading;
  const severity = severities.find((each) => findings.some((finding) => finding.severity === each));
  const { buildpack } = environment;
  if (buildpack === undefined) {
    const [problem] = environment.problems;
    return { text: t('Cannot be built'), detail: problem?.error.message ?? '', severity: 'error' };
  }
  const counted = countText(findings, t);
  const source = decidedBy ?? t('no configuration file');
  return { text: [buildpack, ...versions].join(' · '), detail: `${source} · ${counted}`, severity };
}

/** How many findings there are, in words. */
export function countText(findings: readonly unknown[], t: Translate): string {
  if (findings.length === 0) return t('nothing found');
  return findings.length === 1 ? t('1 finding') : t('{0} findings', findings.length);
}

/** Files in which the status shows, wherever they stand in the folder. */
const statusFiles =
  '**/{environment.yml,environment.yaml,requirements*.txt,runtime.txt,apt.txt,postBuild,start,Dockerfile,Pipfile,Pipfile.lock,pyproject.toml,setup.py,install.R,DESCRIPTION,Project.toml,JuliaProject.toml,Manifest.toml,default.nix,.bindery.yml}';

export interface StatusDeps {
  readonly service: Pick<LintService, 'onDidLint' | 'onDidForget'>;
  readonly versions: (environment: Environment) => readonly string[];
}

/** One item for each folder, beside the language of its configuration files. */
export function createStatusItems(
  vs: Pick<Vs, 'languages' | 'LanguageStatusSeverity' | 'RelativePattern' | 'l10n'>,
  { service, versions }: StatusDeps,
): Disposable {
  const items = new Map<LintedFolder, vscode.LanguageStatusItem>();
  const create = (folder: LintedFolder): vscode.LanguageStatusItem => {
    const pattern = new vs.RelativePattern(folder.root, statusFiles);
    const item = vs.languages.createLanguageStatusItem(`bindery.environment.${folder.root.toString()}`, {
      pattern,
    });
    item.name = 'Bindery';
    item.command = {
      title: vs.l10n.t('Show'),
      command: commandIds.showEnvironment,
      arguments: [folder.root.toString()],
    };
    items.set(folder, item);
    return item;
  };
  const listeners = [
    service.onDidLint.listen(({ folder, run }) => {
      const item = items.get(folder) ?? create(folder);
      const status = environmentStatus(run, versions(run.reading.environment), vs.l10n.t);
      item.text = status.text;
      item.detail = status.detail;
      item.severity = severityOf(vs, status.severity);
    }),
    service.onDidForget.listen((folder) => {
      items.get(folder)?.dispose();
      items.delete(folder);
    }),
  ];
  return {
    dispose: () => {
      for (const each of [...listeners, ...items.values()]) each.dispose();
      items.clear();
    },
  };
}

function severityOf(
  { LanguageStatusSeverity }: Pick<Vs, 'LanguageStatusSeverity'>,
  severity: Severity | undefined,
): vscode.LanguageStatusSeverity {
  if (severity === 'error') return LanguageStatusSeverity.Error;
  return severity === 'warning' ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
}
