import type { RulePage, SkippedRule } from './page';

const csv = 'CSV = "336ed68f-0bac-5ca0-87d4-7b16caf5d00b"\n';

export const juliaPages: readonly RulePage[] = [
  {
    id: 'julia-require-file',
    what: 'A `REQUIRE` without a `Project.toml`: the list of packages of Julia before 1.0.',
    why: 'The builder recognises the file and then ends, because the format was given up.',
    bad: { REQUIRE: 'julia 0.6\nCSV\n' },
    good: { 'Project.toml': `[deps]\n${csv}\n[compat]\njulia = "1.10"\n` },
    limits:
      'The fix is offered where the identifier of each package is in a table of the better known ones. It takes packages in their versions of today.',
  },
  {
    id: 'julia-compat-invalid',
    what: 'An entry for `julia` in `[compat]` by which the builder finds no version: a number instead of a text, a list with commas, a range with a hyphen, words, a version that was never released.',
    why: 'The builder reads the entry to choose Julia, and stops where it cannot, before anything is installed. It understands less than Julia, whose package manager takes lists and ranges too.',
    bad: { 'Project.toml': `[deps]\n${csv}\n[compat]\njulia = 1.10\n` },
    good: { 'Project.toml': `[deps]\n${csv}\n[compat]\njulia = "1.10"\n` },
    limits:
      'Whether a version was released is told only where the list of releases is known. The fix puts quotes around a number; what else was meant is for its author to say.',
  },
  {
    id: 'julia-using-undeclared',
    what: 'A package that code loads by `using` or `import`, and that `Project.toml` does not name. Each package is told once.',
    why: 'Julia loads what the project names, and nothing that is only needed by one of its packages: the code ends there.',
    bad: {
      'Project.toml': `[deps]\n${csv}\n[compat]\njulia = "1.10"\n`,
      'read.jl': 'using CSV, DataFrames\n',
    },
    good: {
      'Project.toml': `[deps]\n${csv}DataFrames = "a93c6f00-e57d-5684-b7b6-d8193f3e46c0"\n\n[compat]\njulia = "1.10"\n`,
      'read.jl': 'using CSV, DataFrames\n',
    },
    limits:
      'Only where the build is one of Julia. The standard library, modules that the repository defines and packages that a command of the build names count as there. Passed over: notebooks of Pluto, code that activates an environment, tests, documentation and folders with a project of their own. The fix needs the identifier of the package, from `Manifest.toml` or from a table of the better known ones; beside a manifest without the package there is none, because Julia would refuse the manifest.',
  },
  {
    id: 'julia-no-compat',
    what: '`Project.toml` without an entry for `julia` in `[compat]`.',
    why: 'The builder then takes the newest Julia 1 of the day. Packages that were chosen for an older one may be resolved anew, or not at all.',
    bad: { 'Project.toml': `[deps]\n${csv}` },
    good: { 'Project.toml': `[deps]\n${csv}\n[compat]\njulia = "~1.10"\n` },
    limits:
      'Any entry counts, also one that leaves much open: `"1.6"` allows every Julia 1 from there on. The fix needs to know a version, from `Manifest.toml` or from the list of releases.',
  },
  {
    id: 'julia-manifest-version',
    what: '`Manifest.toml` was made with another minor version of Julia than the one that is installed.',
    why: 'A manifest holds for the Julia that made it: with another one packages of the standard library have other versions, so that Pkg has to choose anew or gives up.',
    bad: {
      'Project.toml': `[deps]\n${csv}\n[compat]\njulia = "~1.10"\n`,
      'Manifest.toml': 'julia_version = "1.8.5"\nmanifest_format = "2.0"\n',
    },
    good: {
      'Project.toml': `[deps]\n${csv}\n[compat]\njulia = "~1.8"\n`,
      'Manifest.toml': 'julia_version = "1.8.5"\nmanifest_format = "2.0"\n',
    },
    limits:
      'Without the list of released versions only manifests are told that the project’s own `[compat]` rules out. Where `[compat]` has no entry for `julia` that is said instead.',
  },
  {
    id: 'julia-no-manifest',
    what: '`Project.toml` with packages, and no `Manifest.toml` in the repository.',
    why: 'The project names packages and at best ranges of versions. Only the manifest says which versions the results were made with; without it each build chooses the newest.',
    bad: { 'Project.toml': `[deps]\n${csv}\n[compat]\njulia = "~1.10"\n` },
    good: {
      'Project.toml': `[deps]\n${csv}\n[compat]\njulia = "~1.10"\n`,
      'Manifest.toml': 'julia_version = "1.10.4"\nmanifest_format = "2.0"\n',
    },
    limits:
      'No fix: the manifest is made by `Pkg.resolve()` where Julia is. A manifest that git ignores does not count.',
  },
];

export const juliaSkipped: readonly SkippedRule[] = [];
