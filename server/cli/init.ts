import { basename, dirname } from 'node:path';
import { applyEdits } from '../lint/apply-edits';
import { grammarsNeeded } from '../lint/grammars-needed';
import type { LintInput } from '../lint/input';
import { createLinter } from '../lint/linter';
import type { RepositoryModel } from '../lint/model';
import { withRepositoryOptions } from '../lint/options';
import { diffOf } from '../lint/report/diff';
import type { CitationFacts } from '../lint/scaffold/citation';
import type { Needs } from '../lint/scaffold/needs';
import { repositoryNeeds } from '../lint/scaffold/repository-needs';
import { choosePython, scaffold, statedBy } from '../lint/scaffold/scaffold';
import { grammarsIn, loadGrammarsOnce } from '../platform/grammars';
import { AppError } from '../protocol';
import { launchLink } from '../spec/launch-link';
import { diskView } from '../source/disk-view';
import { installedPackages } from '../source/installed-packages';
import { gitLines } from '../source/read-git';
import { repositoryFiles } from '../source/repository-files';
import { writeChanges } from '../source/write-changes';
import type { Context, Input } from './command';
import { exitCodes } from './command';
import { newestVersions } from './newest-versions';
import { usage } from './parse';
import { publicRepo } from './remote-of';
import { isDirectory, repoOperand } from './repo-operand';

/** `bindery init`: writes the configuration files that a repository lacks, after it has shown them. */
export async function run(input: Input, context: Context): Promise<number> {
  const repo = repoOperand(input, context);
  if (repo.provider !== 'local' || repo.ref !== undefined)
    throw usage('init', 'init works on a folder of this machine.');
  if (!isDirectory(repo.spec)) throw new AppError('unknown-repository', { repo: repo.spec });
  const dir = repo.spec;
  const { files } = await repositoryFiles(dir, context.env, context.interrupts.first);
  const target: LintInput = { view: diskView(dir), files: () => files };
  const model = await modelOf(target, context);
  const edits = scaffold(model, ...(await request(model, dir, input, context)));
  const changes = applyEdits(target.view, edits);
  if (changes.length === 0) return tellNothing(model, context);
  context.output.record({ diff: diffOf(target.view, changes), files: changes.map(({ path }) => path) });
  context.output.result(diffOf(target.view, changes));
  if (!(await isWanted(input, context))) return exitCodes.success;
  await writeChanges(dir, changes, (path) => target.view.read(path));
  context.output.say(`${changes.map(({ path }) => path).join(', ')}: written.`);
  return exitCodes.success;
}

async function modelOf(target: LintInput, { program }: Context): Promise<RepositoryModel> {
  const needed = grammarsNeeded(target.view, target.files());
  const grammars = await loadGrammarsOnce(needed, grammarsIn(dirname(program)));
  return createLinter(target, [], { ...withRepositoryOptions(target.view, {}), grammars }).model;
}

async function request(
  model: RepositoryModel,
  dir: string,
  input: Input,
  context: Context,
): Promise<[Needs, Parameters<typeof scaffold>[2]]> {
  const needs = repositoryNeeds(model);
  const active = await installedPackages(context.env, context.interrupts.first);
  const python = choosePython(pythonAsked(input), needs, active?.python);
  const names = needs.python.map(({ pip }) => pip);
  const versions = await newestVersions(names, python, active, input.flags.has('offline'), context);
  const { configDir } = model.reading().environment;
  const environment = {
    python,
    versions,
    conda: input.flags.has('conda'),
    today: new Date().toISOString().slice(0, 10),
    folder: configDir,
  };
  const title = await titleOf(dir, context);
  return [
    needs,
    {
      environment,
      ...(input.flags.has('citation') && { citation: await citationFacts(title, dir, input, context) }),
      ...(input.flags.has('badge') && { badge: { title, link: await linkOf(dir, context) } }),
    },
  ];
}

/** The name under which others know the repository, else that of its folder. */
async function titleOf(dir: string, context: Context): Promise<string> {
  const [url] = await gitLines(dir, ['remote', 'get-url', 'origin'], context);
  const name = url
    ?.replace(/\/+$|\.git$/g, '')
    .split(/[/:]/)
    .at(-1);
  return name === undefined || name === '' ? basename(dir) : name;
}

/** @throws AppError usage */
function pythonAsked(input: Input): string | undefined {
  const python = input.values.get('python');
  if (python !== undefined && !/^\d\.\d{1,2}$/.test(python))
    throw usage('init', `--python is a version such as 3.12, not ${python}.`);
  return python;
}

/** @throws AppError usage where nobody can be named */
async function citationFacts(
  title: string,
  dir: string,
  input: Input,
  context: Context,
): Promise<CitationFacts> {
  const named = input.lists.get('author') ?? [];
  const authors = named.length > 0 ? named : await gitAuthors(dir, context);
  if (authors.length === 0) throw usage('init', 'say who made the repository: --author "Given Family".');
  const [url] = await gitLines(dir, ['remote', 'get-url', 'origin'], context);
  const [tag] = await gitLines(dir, ['tag', '--sort=-version:refname', '--merged'], context);
  const home = url === undefined ? undefined : await publicAddress(dir, context);
  return {
    title,
    authors,
    ...(home !== undefined && { url: home }),
    ...(tag !== undefined && { version: tag.replace(/^v(?=\d)/, '') }),
  };
}

/** Those who made the most commits, at most five, without programs. */
async function gitAuthors(dir: string, context: Context): Promise<string[]> {
  const names = await gitLines(dir, ['log', '--format=%aN', '--max-count=1000'], context);
  const counts = new Map<string, number>();
  for (const name of names) if (!name.includes('[bot]')) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .slice(0, 5)
    .map(([name]) => name);
}

async function publicAddress(dir: string, context: Context): Promise<string | undefined> {
  const { provider, spec } = await publicRepo({ provider: 'local', spec: dir }, context);
  const hosts: Readonly<Record<string, string>> = { gh: 'https://github.com/', gl: 'https://gitlab.com/' };
  const host = hosts[provider];
  return host === undefined ? spec : `${host}${spec}`;
}

/** @throws AppError no-remote, no-launch-link */
async function linkOf(dir: string, context: Context): Promise<string> {
  const repo = await publicRepo({ provider: 'local', spec: dir }, context);
  return launchLink(repo, { base: 'https://mybinder.org' });
}

function tellNothing(model: RepositoryModel, { output }: Context): number {
  const file = statedBy(model);
  output.record({ files: [] });
  output.say(
    file === undefined
      ? 'Nothing is missing.'
      : `${file} states the environment already; bindery lint --fix mends what it lacks.`,
  );
  return exitCodes.success;
}

/** With `--yes`, or after a yes; where nobody can be asked the files are only shown. */
async function isWanted(input: Input, { confirm, output }: Context): Promise<boolean> {
  if (input.flags.has('yes')) return true;
  if (confirm !== undefined) return confirm('Write these files?');
  output.say('Nothing was written; --yes writes these files.');
  return false;
}
