import type { RulePage, SkippedRule } from './page';

const project = '[project]\nname = "survey"\nversion = "1.0"\n';
const build = '\n[build-system]\nrequires = ["setuptools>=61"]\nbuild-backend = "setuptools.build_meta"\n';
const setup = 'from setuptools import setup\n\nsetup(name="survey", version="1.0"';

const notebook =
  '{"cells": [{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": ["import matplotlib"]}], "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}, "nbformat": 4, "nbformat_minor": 4}\n';

export const pyprojectPages: readonly RulePage[] = [
  {
    id: 'pyproj-not-installed',
    what: 'Dependencies in a pyproject.toml that is not installed: `[project]` without `[build-system]`, or `[tool.poetry]` without `[project]`.',
    why: 'The builder takes a repository for a package only where both `[project]` and `[build-system]` are there. Otherwise it says nothing, and none of the dependencies is installed.',
    bad: { 'pyproject.toml': `${project}dependencies = ["numpy"]\n` },
    good: { 'pyproject.toml': `${project}dependencies = ["numpy"]\n${build}` },
    limits:
      'A warning where a list of packages is installed, and silent where that has all of the dependencies. Poetry’s notation has no fix: its versions (`^1.2`) and groups are not those of `[project]`. Beside `environment.yml` or a Pipfile see `repo-setup-ignored`.',
  },
  {
    id: 'pyproj-toml-syntax',
    what: 'A pyproject.toml that is not TOML.',
    why: 'The builder reads it to find out whether the repository is a package, and stops.',
    bad: { 'pyproject.toml': '[project]\nname = survey\n' },
    good: { 'pyproject.toml': `${project}${build}` },
    limits: 'Silent where the builder does not read the file.',
  },
  {
    id: 'pyproj-runtime-conflict',
    what: 'A Python in runtime.txt that `requires-python` rules out, or a `requires-python` that no Python fulfils.',
    why: 'The builder compares the two and stops where they disagree.',
    bad: {
      'pyproject.toml': `${project}requires-python = ">=3.11"\n${build}`,
      'runtime.txt': 'python-3.9\n',
    },
    good: {
      'pyproject.toml': `${project}requires-python = ">=3.11"\n${build}`,
      'runtime.txt': 'python-3.11\n',
    },
  },
  {
    id: 'pyproj-python-resolves-high',
    what: 'A lower bound in `requires-python` that rules out the default Python, with nothing else to say which one is wanted.',
    why: 'The builder then takes the newest Python that it has. Packages often have no wheels for it yet, and next year it is another one.',
    bad: { 'pyproject.toml': `${project}requires-python = ">=3.12"\n${build}` },
    good: {
      'pyproject.toml': `${project}requires-python = ">=3.12"\n${build}`,
      'runtime.txt': 'python-3.12\n',
    },
    limits: 'Silent where an upper bound keeps the newest Python away.',
  },
  {
    id: 'pyproj-invalid-pep508',
    what: 'A requirement of the package, of one of its extras or of its build that pip cannot read.',
    why: 'The installation of the repository stops at it.',
    bad: { 'pyproject.toml': `${project}dependencies = ["numpy=1.26.4"]\n${build}` },
    good: { 'pyproject.toml': `${project}dependencies = ["numpy==1.26.4"]\n${build}` },
    limits: 'Silent where the repository is not installed.',
  },
  {
    id: 'pyproj-flat-layout',
    what: 'Several folders (or, without folders, several modules) at the root of a package that setuptools builds and that does not say what belongs to it.',
    why: 'setuptools looks for the package by itself and refuses to choose: “Multiple top-level packages discovered in a flat-layout”. A `data` or `notebooks` folder beside the package is enough.',
    bad: { 'pyproject.toml': project + build, 'survey/__init__.py': '', 'data/stations.csv': 'id\n' },
    good: {
      'pyproject.toml': `${project}${build}\n[tool.setuptools.packages.find]\ninclude = ["survey", "survey.*"]\n`,
      'survey/__init__.py': '',
      'data/stations.csv': 'id\n',
    },
    limits:
      'Folders are taken and left out as setuptools 84 does. Silent with a `setup.py`, a `setup.cfg` or a `src` folder. Where no folder is clearly the package, the fix packages nothing and only has the dependencies installed.',
  },
  {
    id: 'pyproj-extras-only',
    what: 'Notebooks import what only an extra of the package asks for.',
    why: 'The builder runs `pip install .`, which leaves the extras out.',
    bad: {
      'pyproject.toml': `${project}\n[project.optional-dependencies]\nplots = ["matplotlib"]\n${build}`,
      'survey.ipynb': notebook,
    },
    good: {
      'pyproject.toml': `${project}\n[project.optional-dependencies]\nplots = ["matplotlib"]\n${build}`,
      'requirements.txt': '.[plots]\n',
      'survey.ipynb': notebook,
    },
    limits: 'Only modules whose package is known, and imports that nothing guards.',
  },
  {
    id: 'setup-py-reads-missing-file',
    what: 'A file that setup.py reads, such as README.rst, and that is not in the repository.',
    why: 'setup.py stops, and with it the installation of the repository.',
    bad: { 'setup.py': `${setup}, long_description=open("README.rst").read())\n` },
    good: { 'README.rst': 'Survey\n', 'setup.py': `${setup}, long_description=open("README.rst").read())\n` },
    limits:
      'Only paths that stand in the call, or are joined to the folder of setup.py there. Reads in a `try` or under a condition may be meant to fail.',
  },
  {
    id: 'setup-py-imports-deps',
    what: 'A package that setup.py imports and that pyproject.toml does not name as a requirement of the build; `pkg_resources` too, which setuptools had until its release 82.',
    why: 'pip builds a package apart from what is installed, with setuptools alone where nothing else is asked for: the import fails.',
    bad: { 'setup.py': `import numpy\n${setup}, include_dirs=[numpy.get_include()])\n` },
    good: {
      'setup.py': `import numpy\n${setup}, include_dirs=[numpy.get_include()])\n`,
      'pyproject.toml':
        '[build-system]\nrequires = ["setuptools", "numpy"]\nbuild-backend = "setuptools.build_meta:__legacy__"\n',
    },
    limits:
      'A warning where a list of packages has it and there is no pyproject.toml: older pips then build with what is installed. Modules that are anywhere in the repository are taken for local.',
  },
];

export const pyprojectSkipped: readonly SkippedRule[] = [];
