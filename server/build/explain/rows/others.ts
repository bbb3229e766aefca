import type { CauseRow } from '../types';

/** What Julia's Pkg says. */
export const juliaRows: readonly CauseRow[] = [
  {
    kind: 'julia-conflict',
    family: 'julia',
    place: 'name',
    signs: [
      /Unsatisfiable requirements detected for package (?<package>[\w.]{1,100}) \[[0-9a-f]{8}\](?::[^]{0,3000}?(?<detail>restricted (?:to versions|by)[^\n—]{1,200}) — no versions left)?/,
    ],
  },
  {
    kind: 'julia-package-not-found',
    family: 'julia',
    place: 'name',
    signs: [
      /The following package names could not be resolved:\n \* (?<package>[\w.]{1,100}) \(not found in/,
      /expected package `(?<package>[\w.]{1,100}) \[[0-9a-f]{8}\]` to be registered/,
    ],
  },
];

/** What nix says when it evaluates an expression. */
export const nixRows: readonly CauseRow[] = [
  {
    kind: 'nix-path',
    family: 'nix',
    place: 'told',
    signs: [
      /error: file '(?<name>[^'\n]{1,100})' was not found in the Nix search path[^\n]{0,100}\n\s{0,10}(?:at (?<file>\/[^\s:]{1,300}):(?<line>\d+):\d+)?/,
    ],
  },
  {
    kind: 'nix-evaluation',
    family: 'nix',
    place: 'told',
    signs: [
      /^[ \t]{0,8}error: (?<detail>[^\n]{1,300})\n\s{0,10}at (?<file>\/[^\s:]{1,300}):(?<line>\d+):\d+:/m,
    ],
  },
];

/** What a container engine says of a Dockerfile. */
export const engineRows: readonly CauseRow[] = [
  {
    kind: 'dockerfile-syntax',
    family: 'engine',
    place: 'told',
    signs: [/dockerfile parse error (?:on )?line (?<line>\d+): (?<detail>[^\n]{1,300})/i],
  },
  {
    kind: 'copy-missing',
    family: 'engine',
    place: 'command',
    signs: [
      /failed to (?:compute cache key|calculate checksum of ref \S{1,200}): "\/?(?<path>[^"\n]{1,300})"(?: not found)?: not found/,
      /COPY failed: file not found in build context or excluded by \.dockerignore: stat (?<path>[^\s:]{1,300}):/,
    ],
  },
  {
    kind: 'base-denied',
    family: 'engine',
    place: 'command',
    signs: [
      /pull access denied for (?<image>[^\s,]{1,200})/,
      /LLB definition: (?<image>\S{1,200}): not found/,
      /failed to resolve source metadata for (?<image>\S{1,200}): [^\n]{0,300}(?:not found|authorization failed|denied)/,
      /pulling from host (?<image>\S{1,200}) failed with status code \[manifests [^\]\n]{1,100}\]: 40[13]/,
      /: FROM (?<image>\S{1,200})\nmanifest unknown/,
      /(?<image>\S{1,200}): (?:manifest unknown|not found: manifest)/,
      /manifest for (?<image>\S{1,200}) not found/,
      /no match for platform in manifest[^\n]{0,100}?(?<image>\S{1,200}): not found/,
    ],
  },
];

/** Configuration files that a tool cannot read. */
export const configRows: readonly CauseRow[] = [
  {
    kind: 'config-syntax',
    family: 'any',
    place: 'told',
    signs: [
      /Invalid `(?<file>pyproject\.toml)`[^]{0,100}?TOML parse error at line (?<line>\d+), column \d+(?:\n[^\n]{0,300}){3}\n\s{0,20}(?<detail>[^\n]{1,200})/,
      /TOML parse error at line (?<line>\d+), column \d+(?:\n[^\n]{0,300}){3}\n\s{0,20}(?<detail>[^\n]{1,200})/,
      /^bindery-conda: (?<file>\S{1,200}) cannot be read: (?<detail>[^\n]{1,400}) in "[^"\n]{1,200}", line (?<line>\d+), column \d+$/m,
      /TOMLDecodeError: (?<detail>[^\n]{1,200}) \(at line (?<line>\d+), column \d+\)/,
      /yaml\.\w{1,20}\.(?:Parser|Scanner|Composer|Constructor)Error: [^]{0,300}?\n(?<detail>[^\s][^\n]{1,200})\n {2}in "(?<file>[^"\n]{1,300})", line (?<line>\d+), column \d+(?!\n[^\s])/,
    ],
  },
];
