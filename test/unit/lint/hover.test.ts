import assert from 'node:assert/strict';
import type { HoverText } from '../../../server/lint/hover';
import { hoverAt } from '../../../server/lint/hover';
import { createLinter } from '../../../server/lint/linter';
import { memoryView } from '../../support/memory-view';

/** The hover at the `|` of the first file, beside the others. */
function hover(
  path: string,
  marked: string,
  others: Readonly<Record<string, string>> = {},
): HoverText | undefined {
  const offset = marked.indexOf('|');
  const entries = { ...others, [path]: marked.replace('|', '') };
  const files = Object.keys(entries)
    .sort()
    .map((name) => ({ path: name, size: 0 }));
  const { model } = createLinter({ view: memoryView(entries), files: () => files }, []);
  return hoverAt(model, path, offset);
}

const place = (...args: Parameters<typeof hover>): string[] =>
  hover(...args)?.place.map(({ message }) => message) ?? [];
const file = (...args: Parameters<typeof hover>): string[] =>
  hover(...args)?.file.map(({ message }) => message) ?? [];

describe('what a hover says of a configuration file', () => {
  it('is that it is used, how, and what results', () => {
    assert.deepEqual(file('environment.yml', 'dep|endencies:\n  - python=3.12\n'), [
      'Used by Binder, with the buildpack conda.',
      'conda updates the environment with it before the repository is copied; Python 3.12 is used.',
    ]);
    assert.deepEqual(
      file('binder/apt.txt', 'cu|rl', { 'binder/environment.yml': 'dependencies: [python=3.12]' }),
      [
        'Used by Binder, with the buildpack conda.',
        'Packages that apt-get installs: 1.',
        'The session has Python 3.12.',
      ],
    );
  });

  it('is that it is ignored, and why; nothing is said of its lines', () => {
    const others = { 'environment.yml': 'dependencies: []' };
    assert.deepEqual(file('requirements.txt', 'num|py', others).slice(0, 2), [
      'Ignored by Binder.',
      'The conda buildpack does not read it.',
    ]);
    assert.deepEqual(place('requirements.txt', 'num|py', others), []);
  });

  it('is why nothing can be built, where no buildpack can be chosen', () => {
    const lines = file('binder/apt.txt', 'cu|rl', { '.binder/start': '' });
    assert.match(lines.join(' '), /^Binder cannot build this repository\. Both/);
  });

  it('is nothing for other files', () => {
    assert.equal(hover('src/a.py', 'x|', { 'requirements.txt': '' }), undefined);
  });
});

describe('what a hover says of a line', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['environment.yml', 'dependencies:\n  - pyth|on=3.11', /decides that Python 3\.11 is used/],
    [
      'environment.yml',
      'dependencies:\n  - python|>=3.11,<3.13',
      /would take Python 3\.10; conda then .* Python 3\.12/,
    ],
    ['environment.yml', 'dependencies:\n  - python|', /makes the environment with Python 3\.10/],
    ['environment.yml', 'dependencies:\n  - num|py', /newest numpy that fits the other packages/],
    ['environment.yml', 'dependencies:\n  - num|py=1.26', /newest numpy 1\.26 that there is/],
    ['environment.yml', 'dependencies:\n  - num|py=1.26.4=py311h', /exactly this version of numpy/],
    ['environment.yml', 'dependencies:\n  - num|py>=1.20', /newest numpy that >=1\.20 allows/],
    [
      'environment.yml',
      'dependencies:\n  - pip:\n    - tqdm|==4.0',
      /pip installs exactly this version of tqdm/,
    ],
    ['environment.yml', 'dependencies:\n  - p|ip:\n    - tqdm', /after the packages of conda/],
    ['environment.yml', 'name: my|env\ndependencies: []', /name has no effect/],
    ['environment.yml', 'channels: [conda-forge, bio|conda]\ndependencies: []', /2 of 2/],
    ['requirements.txt', 'num|py', /newest numpy that fits/],
    ['requirements.txt', 'num|py>=1,<2', /newest numpy that >=1,<2 allows/],
    ['requirements.txt', 'num|py==1.*', /newest numpy that ==1\.\* allows/],
    ['requirements.txt', 'num|py==1.26.4', /exactly this version/],
    ['requirements.txt', "pywin32|; sys_platform == 'win32'", /pip passes it over/],
    ['requirements.txt', '-r |dev.txt', /what dev\.txt lists as well/],
    ['requirements.txt', '--extra-index-url |https://index.example/simple', /index\.example.* too/],
    ['requirements.txt', '-e |.', /as a link to it/],
    ['requirements.txt', 'x @ https|://files.example/x.whl', /pip installs x from https/],
    ['requirements.txt', '== |1', /cannot read this line/],
    ['apt.txt', 'cu|rl', /installs curl as root/],
    ['apt.txt', 'Cu|rl', /no name of a Debian package/],
    ['runtime.txt', 'r-4.3-2024|-01-15', /as CRAN had them on 2024-01-15/],
    ['postBuild', '#!/bin/bash\njup|yter lab build', /once, at the end of the build/],
    ['start', 'ex|ec "$@"', /each time that a session starts/],
    ['Dockerfile', 'FROM quay|.io/jupyter/base-notebook:2024-01-15', /has to bring Jupyter/],
    ['Pipfile', '[packages]\nnum|py = "*"\n', /pipenv installs the newest numpy/],
    [
      'Project.toml',
      '[deps]\nPlo|ts = "91a5bcdd-55d7-5caf-9e0b-520d859cae80"\n',
      /Pkg installs the newest Plots/,
    ],
  ];
  for (const [path, marked, expected] of cases) {
    it(`${JSON.stringify(marked)} of ${path}`, () => {
      assert.match(place(path, marked).join(' '), expected);
    });
  }

  it('is of an included file, too', () => {
    assert.match(
      place('deps/dev.txt', 'num|py', { 'requirements.txt': '-r deps/dev.txt' })[0] ?? '',
      /numpy/,
    );
  });

  it('is nothing on blank lines and comments', () => {
    assert.deepEqual(place('requirements.txt', 'numpy\n|\n'), []);
    assert.deepEqual(place('apt.txt', 'curl\n# no|te'), []);
  });

  it('names the piece that it speaks of', () => {
    const found = hover('requirements.txt', 'tqdm\nnum|py==1.26.4  # why');
    assert.deepEqual(
      [found?.range?.start, found?.range?.end],
      [
        { offset: 5, line: 1, column: 0 },
        { offset: 18, line: 1, column: 13 },
      ],
    );
  });
});
