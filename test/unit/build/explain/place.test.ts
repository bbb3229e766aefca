import assert from 'node:assert/strict';
import { findCause } from '../../../../server/build/explain/explain';
import type { CausePlace } from '../../../../server/build/explain/place';
import type { Plan, Step } from '../../../../server/protocol';
import { memoryView } from '../../../support/memory-view';

const plan = {
  buildpack: 'python',
  configDir: '',

  platform: 'linux/amd64',
  layout: { repoDir: '/home/jovyan' },
  toolchains: [],
} as unknown as Plan;

const steps = {
  requirements: { op: 'pip-install-requirements', file: 'requirements.txt', inputs: ['requirements.txt'] },
  apt: { op: 'apt-install', file: 'apt.txt', inputs: ['apt.txt'] },
  conda: { op: 'conda-env-update', file: 'environment.yml', inputs: ['environment.yml'] },
  r: { op: 'run-install-R', file: 'install.R', inputs: ['install.R'] },
  postBuild: { op: 'run-post-build', file: 'postBuild', inputs: ['postBuild'] },
  docker: { op: 'build-dockerfile', file: 'Dockerfile', inputs: ['Dockerfile'] },
  julia: { op: 'julia-instantiate', project: '.', inputs: ['Project.toml'] },
  nix: { op: 'nix-shell', file: 'default.nix', inputs: ['default.nix'] },
  jupyter: { op: 'install-jupyter', inputs: [] },
} as unknown as Readonly<Record<string, Step>>;

type Files = Readonly<Record<string, string>>;

function placeFor(step: string, line: string, files: Files, command?: string): CausePlace | undefined {
  const found = findCause(line.split('\n'), 1, {
    plan,
    view: memoryView(files),
    step: steps[step]!,
    ...(command === undefined ? {} : { command }),
  });
  assert.ok(found, 'a cause is recognised');
  return found.place;
}

interface Case {
  readonly title: string;
  readonly step: string;
  readonly log: string;
  /** The instruction that the engine says failed. */
  readonly command?: string;
  readonly files: Files;
  /** File, line from 1 and what is written there; or the file alone; or nothing. */
  readonly at: readonly [string, number, string] | readonly [string] | undefined;
}

const condaFile = 'name: x\ndependencies:\n  - python=3.11\n  - nosuch=1.0 # a typo\n  - pip:\n    - six\n';
const xtrace = '#!/bin/bash\nset -ex\nmkdir out\ncp "data/a b.csv" out/\n';

const cases: readonly Case[] = [
  {
    title: 'a requirement, in UTF-16 columns behind characters outside of the basic plane',
    step: 'requirements',
    log: 'ERROR: Could not find a version that satisfies the requirement no-such (from versions: none)',
    files: { 'requirements.txt': '# 😀\nsix\n  No_Such[extra] >= 1 ; python_version > "3"  # why\n' },
    at: ['requirements.txt', 3, 'No_Such[extra] >= 1 ; python_version > "3"'],
  },
  {
    title: 'a requirement by the address of its repository',
    step: 'requirements',
    log: "fatal: repository 'https://git.example.org/a/b.git/' not found",
    files: { 'requirements.txt': 'six\ngit+https://git.example.org/a/b.git/\n' },
    at: ['requirements.txt', 2, 'https://git.example.org/a/b.git/'],
  },
  {
    title: 'the first of two requirements that exclude each other',
    step: 'requirements',
    log: 'ERROR: Cannot install click==7.0 and flask==2.0.0 because these package versions have conflicting dependencies.',
    files: { 'requirements.txt': 'flask==2.0.0\nclick==7.0\n' },
    at: ['requirements.txt', 2, 'click==7.0'],
  },
  {
    title: 'a Debian package',
    step: 'apt',
    log: 'E: Unable to locate package lib-nothing',
    files: { 'apt.txt': '# lib-nothing is old\ngit\nlib-nothing-dev\n  lib-nothing\n' },
    at: ['apt.txt', 4, 'lib-nothing'],
  },
  {
    title: 'a conda package',
    step: 'conda',
    log: 'SolverError: Cannot solve the request because of: No candidates were found for nosuch 1.0.*.',
    files: { 'environment.yml': condaFile },
    at: ['environment.yml', 4, 'nosuch=1.0'],
  },
  {
    title: 'a conda package, not the environment of the same name',
    step: 'conda',
    log: 'No candidates were found for nosuch *.',
    files: { 'environment.yml': 'name: nosuch\ndependencies:\n  - nosuch\n' },
    at: ['environment.yml', 3, 'nosuch'],
  },
  {
    title: 'a requirement in the list for pip of a conda environment',
    step: 'conda',
    log: 'ERROR: Could not find a version that satisfies the requirement six (from versions: none)',
    files: { 'environment.yml': condaFile },
    at: ['environment.yml', 6, 'six'],
  },
  {
    title: 'a conda channel',
    step: 'conda',
    log: "could not find subdir 'noarch' in channel 'https://conda.example.org/mine/'",
    files: { 'environment.yml': 'channels:\n  - other\n  - mine\ndependencies:\n  - mine\n' },
    at: ['environment.yml', 3, 'mine'],
  },
  {
    title: 'only the file where no entry is named',
    step: 'conda',
    log: 'No candidates were found for deeper *.',
    files: { 'environment.yml': condaFile },
    at: ['environment.yml'],
  },
  {
    title: 'an R package that install.R names',
    step: 'r',
    log: 'package ‘notthere’ is not available for this version of R\nError in library(notthere) : no package\nExecution halted',
    files: { 'install.R': 'install.packages("fine")\ninstall.packages("notthere")\n' },
    at: ['install.R', 2, 'notthere'],
  },
  {
    title: 'the line that R told, where the package is only needed by another',
    step: 'r',
    log: 'ERROR: dependency ‘absent’ is not available for package ‘deep’\nERROR: dependency ‘deep’ is not available for package ‘needy’\nError in f(needy) : no\nbindery: install.R, line 2: f(needy)',
    files: { 'install.R': 'n <- 1\nf(needy)\n' },
    at: ['install.R', 2, 'f(needy)'],
  },
  {
    title: 'a command that is not there',
    step: 'postBuild',
    log: '/state/prefixes/k/1/content/postBuild: line 3: nosuch: command not found',
    files: { postBuild: '#!/bin/bash\nset -e\n  nosuch --now\n' },
    at: ['postBuild', 3, 'nosuch --now'],
  },
  {
    title: 'a command that the shell traced, whatever its quotes',
    step: 'postBuild',
    log: "+ mkdir out\n+ cp 'data/a b.csv' out/\ncp: cannot stat 'data/a b.csv': No such file or directory",
    files: { postBuild: xtrace },
    at: ['postBuild', 4, 'cp "data/a b.csv" out/'],
  },
  {
    title: 'the one line that a complaint can be about',
    step: 'postBuild',
    log: "cp: cannot stat 'data/x.csv': No such file or directory",
    files: { postBuild: '#!/bin/bash\nset -e\ncp data/x.csv .\ncp data/y.csv .\n' },
    at: ['postBuild', 3, 'cp data/x.csv .'],
  },
  {
    title: 'only the script where the complaint can be about two lines',
    step: 'postBuild',
    log: "cp: cannot stat 'data/x.csv': No such file or directory",
    files: { postBuild: '#!/bin/bash\nset -e\ncp data/x.csv .\ncp data/x.csv out\n' },
    at: ['postBuild'],
  },
  {
    title: 'the last frame of a traceback that is in a file of the repository',
    step: 'postBuild',
    log: 'Traceback (most recent call last):\n  File "/home/jovyan/tools/get.py", line 2, in <module>\n    load()\n  File "/usr/lib/python3.11/json/decoder.py", line 353, in load\nValueError: no data',
    files: { postBuild: '', 'tools/get.py': 'import json\nload()\n', 'decoder.py': '' },
    at: ['tools/get.py', 2, 'load()'],
  },
  {
    title: 'no file of the repository that only has the name of one elsewhere',
    step: 'postBuild',
    log: 'Traceback (most recent call last):\n  File "/opt/x/lib/python3.11/site-packages/a/setup.py", line 1, in b\nValueError: c',
    files: { postBuild: '', 'setup.py': 'x\n' },
    at: ['postBuild'],
  },
  {
    title: 'a line of the Dockerfile',
    step: 'docker',
    log: 'dockerfile parse error line 2: unknown instruction: RUNN',
    files: { Dockerfile: 'FROM a\nRUNN true\n' },
    at: ['Dockerfile', 2, 'RUNN true'],
  },
  {
    title: 'the instruction that failed, over several lines, where the cause names none',
    step: 'docker',
    log: 'E: Unable to locate package nothing-qq',
    command: 'apt-get update && apt-get install -y nothing-q',
    files: { Dockerfile: 'FROM a\nRUN apt-get update \\\n && apt-get install -y nothing-q*\nRUN true\n' },
    at: ['Dockerfile', 2, 'RUN apt-get update \\\n && apt-get install -y nothing-q*'],
  },
  {
    title: 'the instruction that copies what is not there',
    step: 'docker',
    log: 'COPY failed: file not found in build context or excluded by .dockerignore: stat nothing.txt: file does not exist',
    files: { Dockerfile: 'FROM a\nCOPY nothing.txt /\n' },
    at: ['Dockerfile', 2, 'COPY nothing.txt /'],
  },
  {
    title: 'a dependency in Project.toml',
    step: 'julia',
    log: 'ERROR: The following package names could not be resolved:\n * Nothing (not found in project, manifest or registry)',
    files: { 'Project.toml': '[deps]\nJSON = "1"\nNothing = "2"\n' },
    at: ['Project.toml', 3, 'Nothing'],
  },
  {
    title: 'a line of a nix expression',
    step: 'nix',
    log: "error: undefined variable 'b'\n\n       at /home/jovyan/default.nix:2:3:\n",
    files: { 'default.nix': 'let a = 1;\nin b\n' },
    at: ['default.nix', 2, 'in b'],
  },
  {
    title: 'no file where the network is at fault',
    step: 'requirements',
    log: '  cause: dns error',
    files: { 'requirements.txt': 'six\n' },
    at: undefined,
  },
  {
    title: 'no file where a step of our own failed',
    step: 'jupyter',
    log: 'Because six was not found in the package registry and so on',
    files: { 'requirements.txt': 'six\n' },
    at: undefined,
  },
];

describe('the place of a cause', () => {
  for (const { title, step, log, files, at, command } of cases) {
    it(`is ${title}`, () => {
      const place = placeFor(step, log, files, command);
      if (at === undefined) {
        assert.equal(place, undefined);
        return;
      }
      assert.equal(place?.file, at[0]);
      const range = place.range;
      if (at.length === 1) {
        assert.equal(range, undefined);
        return;
      }
      assert.ok(range, 'a line is known');
      assert.equal(range.start.line + 1, at[1]);
      assert.equal(files[at[0]]?.slice(range.start.offset, range.end.offset), at[2]);
    });
  }
});
