import type { RulePage, SkippedRule } from './page';

const citation =
  'cff-version: 1.2.0\nmessage: If you use this code, please cite it.\ntitle: Tides of the northern gauges\nauthors:\n  - family-names: Carberry\n    given-names: Josiah\n';
const hub = 'https://mybinder.org';
const link = (rest: string, base = hub): string =>
  `[![Binder](${base}/badge_logo.svg)](${base}/v2/gh/tides-lab/tides/${rest})\n`;
const archives = 'When a release is made, Zenodo reads this file from its tag';

export const metaPages: readonly RulePage[] = [
  {
    id: 'meta-license-missing',
    what: 'The repository has no text of a licence.',
    why: 'Without one nobody else may use what is here, and Zenodo publishes an archive of it under CC-BY-4.0, which is rarely meant for code. A third of 137 published repositories have none.',
    bad: { 'README.md': '# Tides\n' },
    good: { 'README.md': '# Tides\n', LICENSE: 'MIT License\n\nCopyright (c) 2024 …\n' },
    limits:
      'A licence that only CITATION.cff, .zenodo.json, DESCRIPTION or a heading of the README names makes it a piece of information. There is no fix: which licence it is, is for the author to say.',
  },
  {
    id: 'meta-cff-invalid',
    what: 'CITATION.cff is not as its format, version 1.2.0, asks for.',
    why: `GitHub shows no citation where it cannot read the file. ${archives}, and archives nothing where that fails.`,
    bad: { 'CITATION.cff': 'title: Tides\nlicence: MIT License\n' },
    good: { 'CITATION.cff': `${citation}license: MIT\n` },
    limits:
      'Checked by a table of the format’s keys, values and patterns; that items of a list differ from each other is not checked. Of files in an older version of the format only what is required is asked for. Unknown keys and values are warnings: most readers pass over them.',
  },
  {
    id: 'meta-cff-title-short',
    what: 'The title in CITATION.cff has fewer than three characters.',
    why: `${archives}; it refuses such a title, and with it the whole release.`,
    bad: { 'CITATION.cff': citation.replace('Tides of the northern gauges', 'T2') },
    good: { 'CITATION.cff': citation },
  },
  {
    id: 'meta-cff-orcid-invalid',
    what: 'An ORCID in CITATION.cff or .zenodo.json that is none, or that is not written as CITATION.cff asks for.',
    why: `${archives}; one ORCID that is wrong makes it refuse the whole release. The last digit follows from the others, so a slip shows.`,
    bad: { 'CITATION.cff': `${citation}    orcid: 0000-0002-1825-0079\n` },
    good: { 'CITATION.cff': `${citation}    orcid: https://orcid.org/0000-0002-1825-0097\n` },
    limits: 'Whether the ORCID is that of the person is not known.',
  },
  {
    id: 'meta-cff-ignored',
    what: 'CITATION.cff beside .zenodo.json.',
    why: 'Where there is a .zenodo.json, Zenodo passes over CITATION.cff completely. Where the two differ, GitHub and Zenodo say different things of one release.',
    bad: {
      'CITATION.cff': `${citation}version: 1.4.2\n`,
      '.zenodo.json': '{ "title": "Tides", "version": "1.4.1" }\n',
    },
    good: { 'CITATION.cff': `${citation}version: 1.4.2\n` },
    limits:
      'Titles, versions, licences and the number of authors are compared. Where they agree it is a hint: many keep both on purpose. There is no fix: which of the two is right is for the author to say.',
  },
  {
    id: 'meta-zenodojson-invalid',
    what: '.zenodo.json is no JSON, or has fields or values that Zenodo does not know.',
    why: `${archives}, and archives nothing where it cannot make metadata of it.`,
    bad: {
      '.zenodo.json': '{ "upload_type": "Software", "creators": [{ "orcid": "0000-0002-1825-0097" }] }\n',
    },
    good: { '.zenodo.json': '{ "upload_type": "software", "creators": [{ "name": "Carberry, Josiah" }] }\n' },
    limits:
      'Unknown fields are warnings: the schema that Zenodo has stored is older than what it accepts. Ids of licences, grants and communities are not looked up.',
  },
  {
    id: 'meta-zenodojson-no-license',
    what: '.zenodo.json of an open deposit names no licence.',
    why: 'Zenodo then takes the licence that GitHub has recognised in the repository, else CC-BY-4.0.',
    bad: { '.zenodo.json': '{ "title": "Tides" }\n' },
    good: { '.zenodo.json': '{ "title": "Tides", "license": "MIT" }\n' },
    limits: 'A hint where the repository states its licence elsewhere, which is then offered.',
  },
  {
    id: 'meta-badge-branch',
    what: 'A launch link of the README leads to a branch or to `HEAD`.',
    why: 'What a branch holds changes: the link of an archived README should show what was archived. 94 % of the launch links in 137 published repositories lead to a branch.',
    bad: { 'README.md': link('HEAD') },
    good: { 'README.md': link('v1.4.2') },
    limits:
      'One finding a file. Other names than the usual ones of branches are taken for branches only where the tags of the repository are known. Links of other repositories are left out.',
  },
  {
    id: 'meta-badge-wrong-repo',
    what: 'No launch link of the README leads to the repository that it is in.',
    why: 'Repositories are renamed, forked and copied, and the link goes on leading to the old one. Of the links in 137 published repositories 8 % lead elsewhere, some of them on purpose: hence only a piece of information.',
    bad: { 'README.md': link('HEAD').replaceAll('tides-lab/tides', 'tides-lab/tides-old') },
    good: { 'README.md': link('HEAD') },
    limits:
      'Needs to know where the repository lives: its remote `origin`. Silent where any launch link leads here, and for links that fetch this repository into another environment (nbgitpuller).',
  },
  {
    id: 'meta-badge-dead-hub',
    what: 'A launch link leads to a hub that is no more.',
    why: 'Members of the mybinder.org federation come and go (`gke`, `ovh` and `turing` are gone), and so do other hubs. About 9 % of the launch links in 137 published repositories lead to such a hub.',
    bad: { 'README.md': link('HEAD', 'https://gke.mybinder.org') },
    good: { 'README.md': link('HEAD') },
    limits:
      'Hubs are known by a list; none is asked. A fix is offered where mybinder.org serves the same link.',
  },
  {
    id: 'meta-badge-notebook-missing',
    what: 'A launch link opens a file that is not in the repository.',
    why: 'Files are moved and renamed, and links to them are forgotten. The session then shows an error. Names are case-sensitive.',
    bad: { 'README.md': link('HEAD?labpath=tides.ipynb'), 'notebooks/tides.ipynb': '{ "cells": [] }\n' },
    good: {
      'README.md': link('HEAD?labpath=notebooks/tides.ipynb'),
      'notebooks/tides.ipynb': '{ "cells": [] }\n',
    },
    limits:
      'Only links to the default branch are looked at. A piece of information where it is not known that the link leads to this repository, and where a Dockerfile may add files of its own.',
  },
  {
    id: 'meta-badge-urlpath-unencoded',
    what: 'A launch link has an `&` or a blank in a value that is not encoded.',
    why: 'An `&` ends the value: what follows never reaches the session, such as the branch for nbgitpuller. A blank ends the link in Markdown.',
    bad: {
      'README.md': `[start](${hub}/v2/gh/tides-lab/env/v2?urlpath=git-pull?repo=https://example.org/tides&branch=main)\n`,
    },
    good: {
      'README.md': `[start](${hub}/v2/gh/tides-lab/env/v2?urlpath=git-pull%3Frepo%3Dhttps%3A%2F%2Fexample.org%2Ftides%26branch%3Dmain)\n`,
    },
    limits: 'A `?` within the value works and is left alone.',
  },
  {
    id: 'meta-doi-badge-missing',
    what: 'The README names no DOI.',
    why: 'A reader cannot tell that there is an archived version, nor cite it. Four of five published repositories show none.',
    bad: { 'README.md': '# Tides\n' },
    good: {
      'README.md':
        '# Tides\n\n[![DOI](https://zenodo.org/badge/DOI/10.5281/zenodo.1234567.svg)](https://doi.org/10.5281/zenodo.1234567)\n',
    },
    limits: 'A fix is offered where CITATION.cff names a DOI.',
  },
  {
    id: 'meta-version-mismatch',
    what: 'CITATION.cff or .zenodo.json name another version than the package, or an older one than the newest tag.',
    why: 'The metadata of a release then name another release.',
    bad: {
      'CITATION.cff': `${citation}version: 1.4.1\n`,
      'pyproject.toml': '[project]\nname = "tides"\nversion = "1.4.2"\n',
    },
    good: {
      'CITATION.cff': `${citation}version: 1.4.2\n`,
      'pyproject.toml': '[project]\nname = "tides"\nversion = "1.4.2"\n',
    },
    limits:
      'The version of the package is that of pyproject.toml or DESCRIPTION; versions of development are left out, for they are ahead of the last release. Tags are asked only where there is no package. A version that is newer than all tags is about to be released.',
  },
  {
    id: 'meta-readme-run-instructions',
    what: 'Notebooks, and a README that says neither where nor how they are run.',
    why: 'A launch badge is the shortest way from reading to running.',
    bad: { 'README.md': '# Tides\n\nLevels of the northern gauges.\n' },
    good: { 'README.md': `# Tides\n\n${link('HEAD')}` },
    limits: 'Any mention of a tool that runs notebooks or installs packages counts.',
  },
  {
    id: 'meta-codemeta-stale',
    what: 'codemeta.json names another version, name or licence than CITATION.cff.',
    why: 'The file is made from others, and not made anew when they change.',
    bad: { 'CITATION.cff': `${citation}version: 1.4.2\n`, 'codemeta.json': '{ "version": "1.4.1" }\n' },
    good: { 'CITATION.cff': `${citation}version: 1.4.2\n`, 'codemeta.json': '{ "version": "1.4.2" }\n' },
    limits: 'There is no fix: the tool that made it makes it anew.',
  },
];

export const metaSkipped: readonly SkippedRule[] = [];
