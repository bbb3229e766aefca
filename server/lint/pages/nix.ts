import type { RulePage, SkippedRule } from './page';

export const nixPages: readonly RulePage[] = [
  {
    id: 'nix-unpinned',
    what: '`default.nix` takes `<nixpkgs>`, or the archive of one of its branches.',
    why: 'The builder makes `<nixpkgs>` the channel nixpkgs-unstable: what it holds changes every few days, and with it the version of everything in the environment.',
    bad: {
      'default.nix': '{ pkgs ? import <nixpkgs> { } }:\npkgs.mkShell { packages = [ pkgs.octave ]; }\n',
    },
    good: {
      'default.nix':
        '{ pkgs ? import (fetchTarball {\n    url = "https://github.com/NixOS/nixpkgs/archive/0123456789abcdef0123456789abcdef01234567.tar.gz";\n    sha256 = "0000000000000000000000000000000000000000000000000000";\n  }) { } }:\npkgs.mkShell { packages = [ pkgs.octave ]; }\n',
    },
    limits:
      'Silent where the file names a revision or a hash of anything: many use the channel for no more than fetching what is pinned. No fix: revisions and their hashes are known only to the network.',
  },
];

export const nixSkipped: readonly SkippedRule[] = [];
