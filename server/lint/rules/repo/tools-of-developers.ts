/** Packages that notebooks do not need: they check, test, document and release code. */
const names = new Set(
  (
    'autopep8 black build bump2version bumpversion codecov commitizen coverage coveralls cython-lint docformatter ' +
    'doc8 flake8 furo hatch hatchling hypothesis invoke isort jupyter-book mypy nbmake nbqa nbstripout nbval nox ' +
    'numpydoc poetry pre-commit pycodestyle pydocstyle pyflakes pylint pyright pytest pyupgrade recommonmark ruff ' +
    'setuptools-scm sphinx tox twine versioneer virtualenv yapf'
  ).split(' '),
);

const families = /^(?:flake8|mkdocs|mypy|pytest|sphinx|sphinxcontrib|types)-/;

/** True for a package (its name as names are compared) that is only of use to those who develop the repository. */
export function isToolOfDevelopers(key: string): boolean {
  return names.has(key) || families.test(key);
}
