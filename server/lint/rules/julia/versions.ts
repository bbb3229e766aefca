import { meetsJulia, parseJuliaCompat } from '../../../environment/julia-version';
import { juliaUuid } from '../../../environment/names/julia';
import { isStandardJulia } from '../../../environment/names/julia';
import { excerpt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { inConfigDir } from '../../../environment/config-files';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { replaceSpan } from '../../edits';
import { minorOf, setJulia, usedManifest, usedProject } from './project';

/** Project.toml that leaves the version of Julia open. */
export function* checkCompat(model: RepositoryModel): Iterable<Report> {
  const project = usedProject(model);
  if (project === undefined || project.julia !== undefined) return;
  const locked = usedManifest(model)?.juliaVersion?.text;
  const { julia } = model.reading().environment.versions;
  const minor = minorOf(locked ?? julia ?? '');
  const file = project.source.path;
  const args = { file, locked: locked ?? '', julia: julia ?? '' };
  const fixes: ReportFix[] = [];
  if (minor !== undefined)
    fixes.push({
      code: 'julia-no-compat.fix',
      args: { version: minor },
      safe: locked !== undefined,
      edits: [setJulia(project, minor)],
    });
  yield {
    file,
    ...(project.tables.compat !== undefined && { range: project.tables.compat }),
    code:
      locked !== undefined
        ? 'julia-no-compat.locked'
        : julia === undefined
          ? 'julia-no-compat'
          : 'julia-no-compat.today',
    args,
    fixes,
  };
}

/** An entry by which the plan finds no Julia: the build ends before it has begun. */
export function* checkUnreadableCompat(model: RepositoryModel): Iterable<Report> {
  const project = usedProject(model);
  const { problems } = model.reading().environment;
  const problem = problems.find(({ error }) =>
    ['unparsable-julia-compat', 'no-matching-julia'].includes(error.code),
  );
  if (problem === undefined || project?.julia === undefined) return;
  const { julia, source } = project;
  const args = { written: excerpt(julia.text, 40) };
  const base = { file: source.path, range: julia.range, args };
  if (julia.isText) {
    const none = problem.error.code === 'no-matching-julia';
    yield { ...base, ...(none && { code: 'julia-compat-invalid.none' as const }) };
    return;
  }
  const quoted = `"${julia.text}"`;
  const isVersion = /^\d+(?:\.\d+)?$/.test(julia.text);
  yield {
    ...base,
    code: 'julia-compat-invalid.no-text',
    fixes: isVersion
      ? [
          {
            code: 'julia-compat-invalid.fix',
            args: { quoted },
            safe: true,
            edits: [replaceSpan(source, julia, quoted)],
          },
        ]
      : [],
  };
}

/** Project.toml with packages, and no Manifest.toml that says in which versions. */
export function* checkManifest(model: RepositoryModel): Iterable<Report> {
  const project = usedProject(model);
  if (project === undefined || project.dependencies.length === 0) return;
  const { configDir } = model.reading().environment;
  const prefix = configDir === '' ? '' : `${configDir}/`;
  // Since Julia 1.11 a manifest may be for one version: Manifest-v1.11.toml.
  const manifests = model
    .files()
    .filter(({ path }) => path.startsWith(prefix))
    .filter(({ path }) => /^(?:Julia)?Manifest(?:-v[\d.]+)?\.toml$/.test(path.slice(prefix.length)));
  if (manifests.length > 0) return;
  const file = project.source.path;
  yield { file, args: { file, manifest: `${prefix}Manifest.toml` } };
}

/** Manifest.toml that was made with another Julia than the one that is installed. */
export function* checkManifestVersion(model: RepositoryModel): Iterable<Report> {
  const project = usedProject(model);
  const manifest = usedManifest(model);
  const locked = manifest?.juliaVersion;
  // Where nothing is asked for, that is what has to be said.
  if (project?.julia === undefined || manifest === undefined || locked === undefined) return;
  const minor = minorOf(locked.text);
  const chosen = model.reading().environment.versions.julia;
  const constraint = parseJuliaCompat(project.julia.text);
  if (minor === undefined || constraint === undefined) return;
  const differs = chosen === undefined ? !meetsJulia(constraint, locked.text) : minorOf(chosen) !== minor;
  if (!differs) return;
  const args = {
    locked: excerpt(locked.text, 20),
    julia: chosen ?? '',
    compat: excerpt(project.julia.text, 40),
  };
  yield {
    file: manifest.source.path,
    range: locked.range,
    code: chosen === undefined ? 'julia-manifest-version.compat' : 'julia-manifest-version',
    args,
    fixes: [
      {
        code: 'julia-manifest-version.fix',
        args: { file: project.source.path, version: minor },
        safe: false,
        edits: [setJulia(project, minor)],
      },
    ],
  };
}

/** REQUIRE, which no build understands any more. */
export function* checkRequire(model: RepositoryModel): Iterable<Report> {
  const { environment, readers } = model.reading();
  const removed = environment.problems.find(({ error }) => error.code === 'julia-require-removed');
  const { juliaRequire } = readers;
  if (removed?.file === undefined) return;
  const names = (juliaRequire?.packages ?? [])
    .map(({ name }) => name.text)
    .filter((name) => name !== 'julia' && name !== 'IJulia' && !isStandardJulia(name));
  const deps = names.map((name) => [name, juliaUuid(name)] as const);
  const file = inConfigDir(environment.configDir, 'Project.toml');
  const unknown = deps.some(([, uuid]) => uuid === undefined);
  const lines = [
    '[deps]',
    ...deps.map(([name, uuid]) => `${name} = "${uuid ?? ''}"`),
    '',
    '[compat]',
    'julia = "1.10"',
  ];
  const edits: FileEdit[] = [
    { kind: 'create', file, text: lines.map((line) => `${line}\n`).join('') },
    { kind: 'delete', file: removed.file },
  ];
  yield {
    file: removed.file,
    args: { file: removed.file },
    fixes:
      unknown || names.length === 0
        ? []
        : [{ code: 'julia-require-file.fix', args: { file }, safe: false, edits }],
  };
}
