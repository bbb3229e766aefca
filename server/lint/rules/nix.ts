import type { NixFile } from '../../environment/nix-file';
import { excerpt } from '../../environment/text';
import type { RepositoryModel } from '../model';
import type { Report, Rule } from '../rule';
import { isIgnored } from './ignored';

/** Names of what holds a version fast. */
const pinning = ['rev', 'sha256', 'hash', 'narHash', 'outputHash'];

/** default.nix that takes nixpkgs as it is on the day of the build. */
function* checkPins(model: RepositoryModel): Iterable<Report> {
  const { nix } = model.reading().readers;
  if (nix === undefined || isIgnored(model, nix.source.path) || isPinned(nix)) return;
  const file = nix.source.path;
  const channel = nix.searchPaths.find(({ text }) => /^nixpkgs(?:\/|$)/.test(text));
  const branch = nix.texts.find(({ text }) => isBranch(text));
  if (branch !== undefined)
    yield { file, range: branch.range, code: 'nix-unpinned.branch', args: { url: excerpt(branch.text) } };
  else if (channel !== undefined) yield { file, range: channel.range };
}

/** A file that names a revision or a hash anywhere uses the channel for no more than fetching what is pinned. */
function isPinned({ names, texts }: NixFile): boolean {
  return pinning.some((name) => names.has(name)) || texts.some(({ text }) => /\b[0-9a-f]{40}\b/.test(text));
}

/** An archive of nixpkgs by the name of a branch or a channel. */
function isBranch(text: string): boolean {
  return /^https?:\/\/(?:github\.com\/NixOS\/nixpkgs(?:-channels)?\/(?:archive|tarball)\/|(?:channels\.)?nixos\.org\/)/i.test(
    text,
  );
}

export const nixRules: readonly Rule[] = [
  { id: 'nix-unpinned', severity: 'warning', on: 'repository', check: checkPins },
];
