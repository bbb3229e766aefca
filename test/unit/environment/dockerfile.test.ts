import assert from 'node:assert/strict';
import type { Grammars } from '../../../server/environment/code/grammars';
import type { DockerfileFile } from '../../../server/environment/dockerfile';
import { readDockerfile } from '../../../server/environment/dockerfile';
import { dockerRuns } from '../../../server/environment/dockerfile-run';
import { dockerStages, instructionsOf, rootStage } from '../../../server/environment/dockerfile-stages';
import { dockerArguments } from '../../../server/environment/dockerfile-words';
import { parseImage, shortName } from '../../../server/environment/image-reference';
import { sourceText } from '../../../server/environment/text';
import { testGrammars } from '../../support/grammars';

const read = (text: string): DockerfileFile => readDockerfile(sourceText('Dockerfile', text));

function argumentsOf(text: string): { flags: string[]; words: string[]; json: boolean; written: string[] } {
  const file = read(text);
  const [instruction] = file.instructions;
  assert(instruction);
  const { flags, words, json } = dockerArguments(file, instruction);
  return {
    flags: flags.map((flag) => flag.text),
    words: words.map((word) => word.text),
    json,
    written: words.map(({ range }) => text.slice(range.start.offset, range.end.offset)),
  };
}

describe('dockerArguments', () => {
  it('takes flags, words and quotes apart', () => {
    assert.deepEqual(argumentsOf('COPY --from=a --chown=1000:100 "x y" z\\ w ./\n'), {
      flags: ['--from=a', '--chown=1000:100'],
      words: ['x y', 'z\\', 'w', './'],
      json: false,
      written: ['"x y"', 'z\\', 'w', './'],
    });
    assert.deepEqual(argumentsOf('ENV A=1 B=\'2 3\' C="4\\"5"').words, ['A=1', 'B=2 3', 'C=4"5']);
  });

  it('passes over comments between lines, blank lines and what continues a line', () => {
    const { words } = argumentsOf('COPY a \\\n  # no\n\n  b \\  \r\n c\n');
    assert.deepEqual(words, ['a', 'b', 'c']);
    assert.deepEqual(argumentsOf('# escape=`\nCOPY a `\n b\n').words, ['a', 'b']);
  });

  it('reads the form of a list', () => {
    const { words, json, written } = argumentsOf('CMD ["jupyter", \\\n "lab", "a\\"b"]');
    assert(json);
    assert.deepEqual(words, ['jupyter', 'lab', 'a"b']);
    assert.deepEqual(written, ['"jupyter"', '"lab"', '"a\\"b"']);
    assert(!argumentsOf("CMD ['jupyter']").json);
  });
});

describe('dockerStages', () => {
  const stages = (text: string) => dockerStages(read(text));

  it('puts defaults of variables in', () => {
    const images = (text: string): (string | undefined)[] => stages(text).map(({ image }) => image);
    assert.deepEqual(images('ARG V=3.11\nARG B=python:$V\nFROM ${B}-slim\n'), ['python:3.11-slim']);
    assert.deepEqual(images('ARG V\nFROM a:$V\nFROM b:${V:-2}\nFROM $MISSING\n'), [
      undefined,
      'b:2',
      undefined,
    ]);
  });

  it('follows stages to the image that they begin with', () => {
    const all = stages('FROM a AS one\nRUN a\nFROM b AS two\nFROM ONE\nUSER x\n');
    const last = all.at(-1);
    assert(last);
    assert.equal(last.image, undefined);
    assert.equal(rootStage(last).image, 'a');
    assert.deepEqual(
      instructionsOf(last).map(({ keyword }) => keyword),
      ['RUN', 'USER'],
    );
  });
});

describe('dockerRuns', () => {
  let grammars: Grammars;
  before(async () => (grammars = await testGrammars()));
  const runs = (text: string) => {
    const file = read(text);
    return dockerRuns(file, file.instructions, grammars.bash).map(({ code, program, pipefail, flags }) => ({
      commands: code?.commands.map(({ words }) => words.map((word) => word.text).join(' ')),
      places: code?.commands.map(({ range }) => text.slice(range.start.offset, range.end.offset)),
      error: code?.error,
      program: program?.map((word) => word.text),
      pipefail,
      flags: flags.length,
    }));
  };

  it('reads shell code over several lines, with comments and blank lines between', () => {
    const [run] = runs(
      'RUN --mount=type=cache,target=/c apt-get update \\\n # then & now\n\n && apt-get install \\ \n  curl\n',
    );
    assert.deepEqual(run?.commands, ['apt-get update', 'apt-get install curl']);
    assert.equal(run.places?.[0], 'apt-get update');
    assert.equal(run.error, undefined);
    assert.equal(run.flags, 1);
  });

  it('reads heredocs: scripts, and what programs are fed', () => {
    assert.deepEqual(runs('RUN <<EOF\npip install a\n# b\npip install c\nEOF\n')[0]?.commands, [
      'pip install a',
      'pip install c',
    ]);
    assert.deepEqual(runs('RUN python3 <<EOF && d\nimport b\nEOF\n')[0]?.commands, ['python3', 'd']);
    assert.deepEqual(runs('RUN <<EOF\n#!/usr/bin/env python3\nimport b\nEOF\n')[0]?.commands, []);
  });

  it('knows the form of a list, and other shells', () => {
    const text =
      'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN a | b\nRUN ["c", "d"]\nSHELL ["pwsh"]\nRUN e\n';
    assert.deepEqual(
      runs(text).map(({ commands, program, pipefail }) => [commands, program, pipefail]),
      [
        [['a', 'b'], undefined, true],
        [undefined, ['c', 'd'], true],
        [undefined, undefined, false],
      ],
    );
  });
});

describe('parseImage', () => {
  it('takes names apart', () => {
    assert.deepEqual(parseImage('localhost:5000/a/b'), { name: 'localhost:5000/a/b' });
    assert.deepEqual(parseImage('a:1@sha256:0'), { name: 'a', tag: '1', digest: 'sha256:0' });
    assert.equal(shortName('docker.io/library/Python'), 'python');
    assert.equal(shortName('quay.io/jupyter/base-notebook'), 'quay.io/jupyter/base-notebook');
  });
});
