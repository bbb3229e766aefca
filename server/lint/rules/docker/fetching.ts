import { excerpt } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { isFixedAddress } from '../commands/addresses';
import { nameOf, wordsOf } from '../commands/words';
import { dockerCommands, usedDockerfile } from './file';

/** A pipe whose last command alone says whether it went well. */
export function* checkPipes(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  for (const { command, run } of dockerCommands(model)) {
    if (docker === undefined || run.pipefail || !command.piped || command.guarded) continue;
    if (!fallible.has(nameOf(command)) || /\bpipefail\b/.test(run.instruction.written.text)) continue;
    yield { file: docker.path, range: command.range };
  }
}

/** Commands whose failure matters: `echo x | …` does not fail. */
const fallible = new Set([
  'curl',
  'wget',
  'git',
  'tar',
  'unzip',
  'gunzip',
  'cat',
  'python',
  'python3',
  'conda',
  'pip',
  'npm',
]);

/** Downloads of what may be something else tomorrow. */
export function* checkDownloads(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  for (const { command, run } of dockerCommands(model)) {
    const name = nameOf(command);
    if (docker === undefined || (name !== 'curl' && name !== 'wget')) continue;
    if (/\b(?:sha\d*sum|shasum|md5sum|gpg)\b/.test(run.instruction.written.text)) continue;
    const address = wordsOf(command).find((word) => /^(?:https?|ftp):\/\//.test(word));
    if (address === undefined || isFixedAddress(address)) continue;
    yield { file: docker.path, range: command.range, args: { address: excerpt(address) } };
  }
}
