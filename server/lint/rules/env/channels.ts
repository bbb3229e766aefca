import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import type { TextSpan } from '../../../environment/text';
import { rangeAt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { deleteLines, insertLinesBefore, lineBreak, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { condaFile, condaPackagesOf } from './conda-file';
import { allEdits, isAlone, replacePiece } from './yaml-edits';

/** Anaconda's own channels, by the names and addresses under which they can be written (conda's documentation). */
const anaconda =
  /^(?:pkgs\/)?(?:defaults|main|r|free|pro|msys2|anaconda)$|^https?:\/\/repo\.(?:anaconda\.com|continuum\.io)\b/;

/** The same for a channel with or without its address. */
const isForge = (text: string): boolean =>
  /^(?:https?:\/\/conda\.anaconda\.org\/)?conda-forge\/?$/.test(text);

/** No channel at all, or something else than a list of them. */
export function* checkMissing(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const { source, channels, channelsNotList, dependencies } = conda;
  const file = source.path;
  if (channelsNotList !== undefined) {
    const fixes = asList(conda, channelsNotList);
    yield {
      file,
      range: channelsNotList.range,
      code: 'env-channel-missing.not-list',
      severity: 'error',
      fixes,
    };
    return;
  }
  const unnamed = condaPackagesOf(conda).some(({ spec }) => spec.channel === undefined);
  if (channels.length > 0 || dependencies.length === 0 || !unnamed) return;
  const key = conda.keys.find((pair) => pair.key.text === 'channels');
  yield { file, ...(key && { range: key.key.range }), fixes: key === undefined ? added(conda) : [] };
}

/** The channel that is taken in any case is named. */
function added({ source, keys }: CondaEnvironmentFile): ReportFix[] {
  const dependencies = keys.find(({ key }) => key.text === 'dependencies')?.key.range;
  if (dependencies?.start.column !== 0 || source.text.trimStart().startsWith('{')) return [];
  const lines = ['channels:', '  - conda-forge'];
  const edit = insertLinesBefore(source, dependencies.start.line, lines);
  return [{ code: 'env-channel-missing.fix', safe: false, edits: [edit] }];
}

function asList({ source, keys }: CondaEnvironmentFile, { text }: TextSpan): ReportFix[] {
  const pair = keys.find(({ key }) => key.text === 'channels');
  if (pair?.key.range.start.column !== 0) return [];
  const { end } = pair.key.range;
  const code = 'env-channel-missing.fix-list';
  if (pair.holds === 'nothing') {
    const at = rangeAt(source, end.offset, end.offset + 1);
    const edits = [replaceSpan(source, { range: at }, `:${lineBreak(source)}  - conda-forge`)];
    return source.text.charAt(end.offset) === ':' ? [{ code, safe: true, edits }] : [];
  }
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  const { value } = pair;
  if (value === undefined || value.range.start.line !== value.range.end.line) return [];
  if (pair.holds !== 'value' || !names.every((name) => /^[\w./:-]+$/.test(name))) return [];
  const range = rangeAt(source, end.offset, value.range.end.offset);
  const list = `:${names.map((name) => `${lineBreak(source)}  - ${name}`).join('')}`;
  return [{ code, safe: true, edits: [replaceSpan(source, { range }, list)] }];
}

/** Anaconda's channel, of which the environment beneath has nothing. */
export function* checkDefaults(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  const first = conda?.channels.find(({ text }) => anaconda.test(text));
  if (conda === undefined || first === undefined) return;
  const beside = conda.channels.some(({ text }) => isForge(text));
  yield {
    file: conda.source.path,
    range: first.range,
    args: { channel: shortName(first.text) },
    ...(beside && { code: 'env-channel-defaults.beside', severity: 'information' }),
    fixes: replaced(conda, beside),
  };
}

/** Addresses may hold a token. */
function shortName(text: string): string {
  return text.replace(/^https?:\/\/(?:[^@/]*@)?/, '').replace(/\/t\/[^/]+/, '');
}

/** conda-forge takes the place; builds that are pinned are the other channel's own, and exist there only. */
function replaced(conda: CondaEnvironmentFile, beside: boolean): ReportFix[] {
  const { channels } = conda;
  if (condaPackagesOf(conda).some(({ spec }) => spec.build !== undefined)) return [];
  const gone = channels.filter(({ text }) => anaconda.test(text));
  const kept = channels.filter((channel) => !gone.includes(channel)).map(({ text }) => text);
  const wanted = beside ? kept : ['conda-forge', ...kept];
  const edits = rewritten(conda, wanted);
  return edits === undefined
    ? []
    : [{ code: beside ? 'env-channel-defaults.fix-delete' : 'env-channel-defaults.fix', safe: false, edits }];
}

/** The list with other names in their places; what it has too many goes line by line. */
function rewritten(
  { source, channels }: CondaEnvironmentFile,
  wanted: readonly string[],
): FileEdit[] | undefined {
  if (wanted.length === 0 || wanted.length > channels.length) return undefined;
  const changed = channels.map((channel, index) => ({ channel, text: wanted[index] }));
  const edits = changed
    .filter(({ channel, text }) => text !== channel.text)
    .map(({ channel, text }): FileEdit | undefined => {
      if (text !== undefined) return replacePiece(source, channel, text);
      return isAlone(source, channel) ? deleteLines(source, channel.range) : undefined;
    });
  return allEdits(edits) ? edits : undefined;
}

/** Channels of which a later one should go first. */
export function* checkOrder(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const { source, channels } = conda;
  const forge = channels.findIndex(({ text }) => isForge(text));
  const before = channels.slice(0, Math.max(0, forge));
  const own = before.find(({ text }) => anaconda.test(text));
  const bio = before.find(({ text }) => /^(?:https?:\/\/conda\.anaconda\.org\/)?bioconda\/?$/.test(text));
  const later = own ?? bio;
  const moved = channels[forge];
  if (later === undefined || moved === undefined) return;
  const wanted = [...channels];
  wanted.splice(forge, 1);
  wanted.splice(
    channels.findIndex((each) => each === own || each === bio),
    0,
    moved,
  );
  const edits = hasComments(source.text, channels)
    ? undefined
    : rewritten(
        conda,
        wanted.map(({ text }) => text),
      );
  yield {
    file: source.path,
    range: later.range,
    code: own === undefined ? 'env-channel-order.bioconda' : 'env-channel-order',
    args: { channel: shortName(later.text) },
    fixes: edits === undefined ? [] : [{ code: 'env-channel-order.fix', safe: false, edits }],
  };
}

/** A comment behind a channel would stand behind another one. */
function hasComments(text: string, channels: readonly TextSpan[]): boolean {
  return channels.some(({ range }) =>
    /^["']?[ \t]*#/.test(text.slice(range.end.offset, range.end.offset + 200)),
  );
}

/** Hosts of public channels, all of which answer on https. */
const publicHosts = /^http:\/\/(?:[\w-]+\.)?(?:anaconda\.org|anaconda\.com|continuum\.io|prefix\.dev)(?=\/)/;

/** Channels that are not what everybody else has: unencrypted, of this machine, or with a secret in their address. */
export function* checkAddresses(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const { source } = conda;
  const named = condaPackagesOf(conda).flatMap(({ spec }) =>
    spec.channel === undefined ? [] : [spec.channel],
  );
  for (const channel of [...conda.channels, ...named]) {
    const { text, range } = channel;
    const base = { file: source.path, range };
    if (/\/t\/[^/]+\/|^[a-z]+:\/\/[^/@]+@/.test(text))
      yield { ...base, code: 'env-channel-url-insecure.secret' };
    else if (/^(?:file:|[/~\\]|[A-Za-z]:[\\/])|^https?:\/\/(?:localhost|127\.0\.0\.1)\b/.test(text))
      yield { ...base, code: 'env-channel-url-insecure.local', severity: 'error' };
    else if (text.startsWith('http://')) {
      const edit = replacePiece(source, channel, text.replace(/^http:/, 'https:'));
      const safe = publicHosts.test(text);
      yield {
        ...base,
        fixes: edit === undefined ? [] : [{ code: 'env-channel-url-insecure.fix', safe, edits: [edit] }],
      };
    }
  }
}
