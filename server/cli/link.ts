import type { RepoRef } from '../protocol';
import type { BadgeFormat, LaunchLinkOptions } from '../spec/launch-link';
import { badge, launchLink } from '../spec/launch-link';
import type { Context, Input } from './command';
import { exitCodes } from './command';
import { usage } from './parse';
import { currentCommit, publicRepo } from './remote-of';
import { repoOperand } from './repo-operand';

const formats: readonly BadgeFormat[] = ['markdown', 'html', 'rest'];

/** `bindery link`: what to paste so that others launch the repository. For a local folder, its git remote counts. */
export async function run(input: Input, context: Context): Promise<number> {
  const named = repoOperand(input, context);
  const repo = await publicRepo(named, context);
  const link = launchLink(repo, await linkOptions(named, repo, input, context));
  print(link, input.values.get('format'), context);
  return exitCodes.success;
}

async function linkOptions(
  named: RepoRef,
  repo: RepoRef,
  input: Input,
  context: Context,
): Promise<LaunchLinkOptions> {
  const labpath = input.values.get('path');
  const ref = input.flags.has('pin') ? await currentCommit(named, repo, context) : undefined;
  return {
    base: parseHub(input.values.get('hub') ?? 'https://mybinder.org'),
    ...(labpath !== undefined && { labpath }),
    ...(ref !== undefined && { ref }),
  };
}

function parseHub(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return text.replace(/\/+$/, '');
  throw usage('link', `--hub is a http or https address, not ${text}.`);
}

function print(link: string, format: string | undefined, { output }: Context): void {
  const snippets = Object.fromEntries(formats.map((name) => [name, badge(link, name)]));
  const all: Record<string, string> = { url: link, ...snippets };
  output.record(format === undefined ? all : { [format]: all[format] });
  if (output.json) return;
  if (format !== undefined) output.result(all[format] ?? link);
  else for (const [name, text] of Object.entries(all)) output.result(`${name}:\n${text}\n`);
}
