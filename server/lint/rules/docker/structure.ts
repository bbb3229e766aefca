import type { DockerInstruction } from '../../../environment/dockerfile';
import { excerpt, rangeAt } from '../../../environment/text';
import type { Range } from '../../../protocol';
import { insertLinesAfter, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { nearestName } from '../nearest';
import type { UsedDockerfile } from './file';
import { usedDockerfile } from './file';
import { flagValue, piecesOf } from './pieces';

const keywords = [
  ...['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL'],
  ...['MAINTAINER', 'ONBUILD', 'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'],
];

/** What BuildKit stops at while it reads the file. */
export function* checkSyntax(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  if (docker === undefined) return;
  const { path, file } = docker;
  if (!file.instructions.some(({ keyword }) => keyword === 'FROM'))
    yield { file: path, code: 'docker-syntax.no-from' };
  for (const instruction of file.instructions) {
    const { keyword } = instruction;
    const range = keywordRange(docker, instruction);
    const code = faultOf(docker, instruction);
    if (code === undefined) continue;
    const args = { keyword: excerpt(keyword, 40) };
    const near = code === 'docker-syntax' ? nearestName(keyword.slice(0, 20), keywords) : undefined;
    const fixes: ReportFix[] =
      near === undefined
        ? []
        : [
            {
              code: 'docker-syntax.fix',
              args: { near },
              safe: false,
              edits: [replaceSpan(file.source, { range }, near)],
            },
          ];
    yield { file: path, range, code, args, fixes };
  }
}

function faultOf(docker: UsedDockerfile, instruction: DockerInstruction) {
  const { keyword, arguments: held, open, heredocs } = instruction;
  if (!keywords.includes(keyword)) return 'docker-syntax' as const;
  if (open) return 'docker-syntax.open' as const;
  if (held === undefined) return 'docker-syntax.empty' as const;
  if (keyword !== 'COPY' && keyword !== 'ADD') return undefined;
  const { words } = piecesOf(docker, instruction);
  return words.length < 2 && heredocs.length === 0 ? ('docker-syntax.target' as const) : undefined;
}

function keywordRange({ file }: UsedDockerfile, { keyword, written }: DockerInstruction): Range {
  const { offset } = written.range.start;
  return rangeAt(file.source, offset, offset + keyword.length);
}

/** What may stand before FROM, and variables that are set there and asked for behind it. */
export function* checkOrder(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  const { instructions = [] } = docker?.file ?? {};
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  if (docker === undefined || first === -1) return;
  const before = instructions.slice(0, first);
  for (const instruction of before) {
    const { keyword } = instruction;
    if (keyword === 'ARG' || !keywords.includes(keyword)) continue;
    yield { file: docker.path, range: keywordRange(docker, instruction), args: { keyword } };
  }
  yield* lostVariables(docker, before);
}

function* lostVariables(docker: UsedDockerfile, before: readonly DockerInstruction[]): Iterable<Report> {
  const { file, path, stages } = docker;
  const names = before
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap((instruction) =>
      piecesOf(docker, instruction).words.map(({ text }) => /^\w+/.exec(text)?.[0] ?? ''),
    )
    .filter((name) => name !== '' && name.length < 100);
  for (const name of names.slice(0, 20)) {
    for (const stage of stages) {
      if (stage.instructions.some((each) => sets(docker, each, name)) || stage.base !== undefined) continue;
      const use = stage.instructions
        .map((each) => useOf(docker, each, name))
        .find((each) => each !== undefined);
      if (use === undefined) continue;
      const { line } = stage.from.range.end;
      const edits = [insertLinesAfter(file.source, line, [`ARG ${name}`])];
      yield {
        file: path,
        range: use,
        code: 'docker-arg-before-from-order.lost',
        severity: 'warning',
        args: { name },
        fixes: [{ code: 'docker-arg-before-from-order.fix', args: { name }, safe: true, edits }],
      };
      break;
    }
  }
}

/** True where a stage sets the variable itself: by ARG or ENV, or in a script of its own. */
function sets(docker: UsedDockerfile, instruction: DockerInstruction, name: string): boolean {
  const { keyword, written } = instruction;
  if (keyword === 'ARG' || keyword === 'ENV')
    return piecesOf(docker, instruction).words.some(
      ({ text }) => text === name || text.startsWith(`${name}=`),
    );
  return (
    keyword === 'RUN' &&
    new RegExp(`(?:^|[\\s;])(?:export\\s+)?${name}=|\\bread\\s+${name}\\b|for\\s+${name}\\s+in`).test(
      written.text,
    )
  );
}

function useOf(
  docker: UsedDockerfile,
  { arguments: held, keyword }: DockerInstruction,
  name: string,
): Range | undefined {
  if (held === undefined || !['RUN', 'ENV', 'COPY', 'ADD', 'LABEL', 'WORKDIR', 'USER'].includes(keyword))
    return undefined;
  const found = new RegExp(`(?<!\\\\)\\$(?:${name}\\b|\\{${name}\\})`).exec(held.text);
  const start = held.range.start.offset + (found?.index ?? 0);
  return found === null ? undefined : rangeAt(docker.file.source, start, start + found[0].length);
}

export function* checkMaintainer(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  for (const instruction of docker?.file.instructions ?? []) {
    const { keyword, arguments: held, written } = instruction;
    if (docker === undefined || keyword !== 'MAINTAINER' || held === undefined) continue;
    const name = held.text.replace(/^["']|["']$/g, '');
    const label = `LABEL org.opencontainers.image.authors=${JSON.stringify(name)}`;
    const edits = [replaceSpan(docker.file.source, written, label)];
    const range = keywordRange(docker, instruction);
    const fixes = name.includes('\n') ? [] : [{ code: 'docker-maintainer.fix' as const, safe: true, edits }];
    yield { file: docker.path, range, fixes };
  }
}

const secretName = /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?)$/i;

/** A literal value of a variable that is named like a secret. */
export function* checkSecrets(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  for (const instruction of docker?.file.instructions ?? []) {
    if (docker === undefined || !['ENV', 'ARG'].includes(instruction.keyword)) continue;
    const { words } = piecesOf(docker, instruction);
    const [first, second] = words;
    const pairs =
      instruction.keyword === 'ENV' && first !== undefined && !first.text.includes('=')
        ? [{ name: first.text, value: second?.text ?? '', range: first.range }]
        : words.map(({ text, range }) => ({
            name: text.split('=', 1)[0] ?? '',
            value: text.slice(text.indexOf('=') + 1),
            range,
          }));
    for (const { name, value, range } of pairs) {
      if (!secretName.test(name) || value === '' || value === name || value.includes('$')) continue;
      const { offset } = range.start;
      yield {
        file: docker.path,
        range: rangeAt(docker.file.source, offset, offset + name.length),
        args: { name: excerpt(name) },
      };
    }
  }
}

/** ADD of what a server answers, unless a checksum or a commit fixes it. */
export function* checkAddress(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  for (const instruction of docker?.file.instructions ?? []) {
    if (docker === undefined || instruction.keyword !== 'ADD') continue;
    const pieces = piecesOf(docker, instruction);
    if (flagValue(pieces, '--checksum') !== undefined) continue;
    for (const { text, range } of pieces.words.slice(0, -1)) {
      if (!/^https?:\/\//i.test(text) || /#[0-9a-f]{7,40}$|\/[0-9a-f]{40}\//.test(text)) continue;
      yield { file: docker.path, range, args: { address: excerpt(text) } };
    }
  }
}
