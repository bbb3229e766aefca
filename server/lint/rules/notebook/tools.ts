import type { TextSpan } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { aptNames, addToApt } from '../requirements/apt-edits';
import { isCopy } from './cells';
import { argumentOf, callsOf, codeFacts, lastParts } from './code';
import type { NamedCall } from './code';
import { isInstalled } from './declared';
import { tools } from './tool-names';

/** Calls that run a program, by their full names; the first argument says which. */
const runners = new Set([
  'subprocess.run',
  'subprocess.call',
  'subprocess.check_call',
  'subprocess.check_output',
  'subprocess.Popen',
  'subprocess.getoutput',
  'os.system',
  'os.popen',
]);

const lasts = lastParts(runners);

const fixCode = 'nb-shell-tool-missing.fix';

export function* checkTools(model: RepositoryModel, path: string): Iterable<Report> {
  const { buildpack } = model.reading().environment;
  if (isCopy(path) || buildpack === undefined || buildpack === 'dockerfile' || buildpack === 'nix') return;
  const seen = new Set<string>();
  for (const { text: name, range } of [...shellTools(model, path), ...calledTools(model, path)]) {
    const tool = tools.get(name);
    if (tool === undefined || seen.has(name) || isProvided(model, name, [tool.apt, ...(tool.packages ?? [])]))
      continue;
    seen.add(name);
    const edits = addToApt(model, [tool.apt]);
    yield {
      file: path,
      range,
      args: { name, package: tool.apt },
      fixes: edits.length === 0 ? [] : [{ code: fixCode, args: { package: tool.apt }, safe: true, edits }],
    };
  }
}

/** First words of shell lines and shell cells. */
function shellTools(model: RepositoryModel, path: string): TextSpan[] {
  return model.shell(path).flatMap(({ commands }) =>
    commands.flatMap(({ words, guarded }) => {
      const [first, second] = words;
      const program = first?.text === 'sudo' || first?.text === 'time' ? second : first;
      return program === undefined || guarded ? [] : [program];
    }),
  );
}

function calledTools(model: RepositoryModel, path: string): TextSpan[] {
  return callsOf(codeFacts(model, path), lasts).flatMap((call) => programOf(call) ?? []);
}

/** `['ffmpeg', '-i', …]` and `'ffmpeg -i …'`. */
function programOf(call: NamedCall): TextSpan | undefined {
  const argument = runners.has(call.name) ? argumentOf(call, 0, 'args') : undefined;
  if (argument === undefined) return undefined;
  const text = argument.string?.text ?? /^[[(]\s*["']([\w.+-]+)["']/.exec(argument.written.text)?.[1];
  const program = /^[\w.+-]+/.exec(text ?? '')?.[0];
  return program === undefined ? undefined : { text: program, range: argument.written.range };
}

/** A package that the build installs brings it, or a script or this repository speaks of it. */
function isProvided(model: RepositoryModel, name: string, packages: readonly string[]): boolean {
  const { postBuild, start } = model.reading().readers;
  const apt = aptNames(model);
  if (
    packages.some((each) => apt.includes(each)) ||
    apt.some((each) => each.startsWith('texlive') && name.includes('tex'))
  )
    return true;
  if (packages.some((each) => isInstalled(model, each))) return true;
  return [postBuild, start].some((script) =>
    packages.concat(name).some((word) => script?.source?.text.includes(word) === true),
  );
}
