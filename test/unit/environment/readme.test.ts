import assert from 'node:assert/strict';
import type { LaunchLink } from '../../../server/environment/readme';
import { readReadme } from '../../../server/environment/readme';
import { sourceText } from '../../../server/environment/text';

const links = (text: string, name = 'README.md'): readonly LaunchLink[] =>
  readReadme(sourceText(name, text)).launchLinks;

describe('launch links of a README', () => {
  const hub = 'https://mybinder.org/v2/gh/lab/tides';
  const cases: readonly (readonly [string, string, string])[] = [
    ['a badge of Markdown', `[![Binder](https://mybinder.org/badge_logo.svg)](${hub}/v1)`, `${hub}/v1`],
    ['a Markdown link with a title', `[run](${hub}/v1 "run it")`, `${hub}/v1`],
    ['a Markdown link with a blank', `[run](${hub}/v1?labpath=a b.ipynb)`, `${hub}/v1?labpath=a b.ipynb`],
    [
      'a Markdown link with parentheses',
      `[run](${hub}/v1?labpath=a(1).ipynb) (here)`,
      `${hub}/v1?labpath=a(1).ipynb`,
    ],
    ['a reference of Markdown', `[run]: ${hub}/v1`, `${hub}/v1`],
    ['HTML', `<a href="${hub}/v1?urlpath=lab&amp;x">run</a>`, `${hub}/v1?urlpath=lab&amp;x`],
    ['reStructuredText', `   :target: ${hub}/v1`, `${hub}/v1`],
    ['angle brackets', `\`run <${hub}/v1>\`__`, `${hub}/v1`],
  ];
  for (const [name, text, expected] of cases) {
    it(`are found in ${name}`, () => {
      const [link, ...others] = links(`# Tides\n${text}\n`);
      assert.equal(link?.written.text, expected);
      assert.deepEqual(others, []);
      assert.deepEqual(
        [link.repo.spec, link.ref?.text, link.hub.text],
        ['lab/tides', 'v1', 'https://mybinder.org'],
      );
    });
  }

  it('are not those of code blocks, of examples and of other sites', () => {
    assert.deepEqual(links(`\`\`\`\n${hub}/v1\n\`\`\`\n`), []);
    assert.deepEqual(links(`Write \`${hub}/v1\`.\n`), []);
    assert.deepEqual(links('https://mybinder.org/v2/gh/<owner>/<name>/HEAD\n'), []);
    assert.deepEqual(links('https://example.org/api/v2/users/1\n'), []);
  });
  it('name repositories of GitLab and of any git, and refs with slashes', () => {
    const [gitlab, git, slashes] = links(
      [
        'https://mybinder.org/v2/gl/group%2Fsub%2Ftides/main',
        'https://example.org/binder/v2/git/https%3A%2F%2Fexample.org%2Ftides.git/0f1d3a8',
        `${hub}/feature/tides?urlpath=rstudio`,
      ].join('\n'),
    );
    assert.deepEqual(
      [gitlab?.repo.provider, gitlab?.repo.spec, gitlab?.ref?.text],
      ['gl', 'group/sub/tides', 'main'],
    );
    assert.deepEqual([git?.hub.text, git?.ref?.text], ['https://example.org/binder', '0f1d3a8']);
    assert.equal(slashes?.ref?.text, 'feature/tides');
  });
  it('have their parameters as they are written', () => {
    const [link] = links(`[run](${hub}/v1?urlpath=git-pull?repo=x&branch=y&amp;labpath=a%20b)`);
    assert.deepEqual(
      link?.query.map(({ name, value }) => [name, value.text]),
      [
        ['urlpath', 'git-pull?repo=x'],
        ['branch', 'y'],
        ['labpath', 'a%20b'],
      ],
    );
  });
});

describe('what else a README says', () => {
  it('has DOIs, without the end of their sentence and of their badge', () => {
    const text =
      'See https://doi.org/10.5281/zenodo.12, or (10.1234/a.b).\n![x](https://zenodo.org/badge/DOI/10.5281/zenodo.12.svg)\n';
    assert.deepEqual(
      readReadme(sourceText('README.md', text)).dois.map((doi) => doi.text),
      ['10.5281/zenodo.12', '10.1234/a.b', '10.5281/zenodo.12'],
    );
  });
  const titles: readonly (readonly [string, string, number, string[]])[] = [
    ['README.md', '# Tides\n\ntext\n## License\n', 1, ['Tides', 'License']],
    ['README.md', 'Tides\n=====\ntext\n', 2, ['Tides']],
    ['README.rst', 'Tides\n=====\n\nLicense\n-------\n', 2, ['Tides', 'License']],
    ['README.txt', 'Tides\n', 0, []],
  ];
  for (const [name, text, line, headings] of titles) {
    it(`has headings: ${JSON.stringify(text)}`, () => {
      const readme = readReadme(sourceText(name, text));
      assert.deepEqual([readme.badgeLine, readme.headings], [line, headings]);
    });
  }
});
