import { notebookCodePages } from './notebook-code';
import type { RulePage, SkippedRule } from './page';

export const notebookPages: readonly RulePage[] = [
  {
    id: 'nb-invalid',
    what: 'A notebook that cannot be read: no JSON, marks of a merge in it, JSON of something else, fields that its format requires and that are missing. A pointer of Git LFS or git-annex is named as such, as information.',
    why: 'Jupyter answers with an error instead of the notebook. Marks of a merge are what `git merge` leaves in both versions of a cell; metadata of widgets without `state` are what Colab writes, and GitHub and nbconvert then refuse the whole notebook.',
    bad: {
      'analysis.ipynb':
        '<<<<<<< HEAD\n   "execution_count": 1,\n=======\n   "execution_count": 4,\n>>>>>>> results\n',
    },
    good: { 'analysis.ipynb': '   "execution_count": 1,\n' },
    limits:
      'Of the format, only the fields are checked that every cell must have. A notebook of more than 24 MB is not read.',
  },
  {
    id: 'nb-old-format',
    what: 'A notebook in nbformat 3 or older.',
    why: 'Format 4 came in 2014. Jupyter still converts older notebooks when it opens them; viewers, linters and most other programs do not, and nothing of the notebook is looked into here.',
    bad: { 'spectra.ipynb': '{ "nbformat": 3, "worksheets": [] }\n' },
    good: { 'spectra.ipynb': '{ "nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [] }\n' },
    limits:
      'There is no fix: how outputs are converted is for nbformat to say, which `jupyter nbconvert --to notebook --inplace` runs.',
  },
  {
    id: 'nb-out-of-order',
    what: 'A cell that was run before the one above it, by the numbers that Jupyter stored.',
    why: 'What was computed then is not what a run from top to bottom computes: names may not exist yet, or hold something else. Of published notebooks that were run, 23 % are out of order (measured 2026 on 137 repositories); of 936 notebooks that ran, 27 % gave their stored results again from top to bottom, 82 % with cells reordered and seeds set (Wang et al., ASE 2020).',
    bad: { 'analysis.ipynb': '# [7]\nrain = pd.read_csv("rain.csv")\n# [5]\nrain = rain.dropna()\n' },
    good: { 'analysis.ipynb': '# [1]\nrain = pd.read_csv("rain.csv")\n# [2]\nrain = rain.dropna()\n' },
    limits:
      'Only the first such cell is told: restarting the kernel and running all cells mends all of them. That is a run, and no change of text, so there is no fix.',
  },
  {
    id: 'nb-repeat-count',
    what: 'Two neighbouring cells that were run under the same number.',
    why: 'Numbers begin anew with the kernel: the notebook holds outputs of two runs, which may not fit each other.',
    bad: { 'analysis.ipynb': '# [2]\nb = 2\n# [2]\nc = 3\n' },
    good: { 'analysis.ipynb': '# [1]\nb = 2\n# [2]\nc = 3\n' },
    limits:
      'Silent where all cells have one number, as some programs export them, and where the cells are out of order, which says more.',
  },
  {
    id: 'nb-count-gap',
    what: 'Numbers of cells that rise down the page and leave some out.',
    why: 'A cell was run and deleted, or changed and run again. If it defined something, the notebook does not run without it.',
    bad: { 'analysis.ipynb': '# [2]\nb = 2\n# [6]\nc = 3\n' },
    good: { 'analysis.ipynb': '# [2]\nb = 2\n# [3]\nc = 3\n' },
    limits: 'Mostly harmless, so information. Only the first gap is told.',
  },
  {
    id: 'nb-not-from-1',
    what: 'A notebook whose first cell was not the first that its kernel ran.',
    why: 'The kernel knew something before: the notebook may need it.',
    bad: { 'analysis.ipynb': '# [12]\na = 1\n# [13]\nb = 2\n' },
    good: { 'analysis.ipynb': '# [1]\na = 1\n# [2]\nb = 2\n' },
    limits: 'Told only where the numbers are in order and without gaps otherwise.',
  },
  {
    id: 'nb-unexecuted-cell',
    what: 'A cell with code that was not run in a notebook whose other cells were.',
    why: 'The outputs below were made without it, or with what it held before.',
    bad: { 'analysis.ipynb': '# [1]\na = 1\n# [ ]\na = 2 * a\n# [2]\nprint(a)\n' },
    good: { 'analysis.ipynb': '# [1]\na = 1\n# [2]\na = 2 * a\n# [3]\nprint(a)\n' },
    limits:
      'Cells of comments alone count as text. Cells with the tag `skip-execution` are left out on purpose. Where only the last cells were not run, or most of them, it is information.',
  },
  {
    id: 'nb-outputs-missing',
    what: 'A notebook with code, without any stored output and without a sign that it was ever run.',
    why: 'Readers see no results, and a run elsewhere has nothing to be compared with. 40 % of published notebooks are stored like this, many of them on purpose.',
    bad: { 'analysis.ipynb': '# [ ]\nrain.describe()\n' },
    good: { 'analysis.ipynb': '# [1]\nrain.describe()\n# count  365\n' },
    limits:
      'Information: a notebook that is run during the build of a book, or by its readers, is rightly stored so.',
  },
  {
    id: 'nb-error-output',
    what: 'A stored output that is an exception.',
    why: 'The cell failed when the author ran it last. It will fail again, and a run of the whole notebook stops there. 5 % of published notebooks hold one.',
    bad: { 'analysis.ipynb': "np.mean(rain)\n# NameError: name 'rain' is not defined\n" },
    good: { 'analysis.ipynb': 'np.mean(rain)\n# 12.3\n' },
    limits:
      'Silent where the cell has the tag `raises-exception`, by which nbclient and Jupyter Book let it pass.',
  },
  {
    id: 'nb-huge-output',
    what: 'Outputs of a cell of more than 1 MB, or a notebook of more than 20 MB.',
    why: 'Editors and viewers become slow or refuse it, and git keeps every version that was ever committed.',
    bad: { 'maps.ipynb': 'heatmap(rain)  # 12 MB of an interactive figure\n' },
    good: { 'maps.ipynb': 'heatmap(rain.resample("D").mean())\n' },
    limits:
      'Sizes are those of the texts in the file. The fix clears the outputs of the one cell and leaves its number.',
  },
  {
    id: 'nb-widget-no-state',
    what: 'An output that is a widget in a notebook that stores no state of widgets.',
    why: 'On GitHub, in nbviewer and in a book nothing is drawn there until someone runs the notebook.',
    bad: { 'explore.ipynb': 'interact(plot, year=(1990, 2020))\n' },
    good: {
      'explore.ipynb': 'interact(plot, year=(1990, 2020))\n# saved with “Save Widget State Automatically”\n',
    },
    limits: 'Bars of progress are passed over. One cell is told.',
  },
  {
    id: 'nb-kernel-unknown',
    what: 'A kernel that the image which the build makes will not have.',
    why: 'Kernels named after an environment (`conda-env-rainfall-py`, `venv`) exist on the author’s computer only. 13 % of published notebooks name one. JupyterLab takes the only kernel of the same language when it finds no such name; nbclient, papermill and all that runs notebooks without a person stop with NoSuchKernel.',
    bad: { 'analysis.ipynb': '"kernelspec": { "name": "conda-env-rainfall-py" }\n' },
    good: { 'analysis.ipynb': '"kernelspec": { "name": "python3" }\n' },
    limits:
      'The kernels are those of the buildpack, of packages that are known to bring one, of `kernel.json` files in the repository and of installations in `postBuild` and `start`; where these install one without saying its name, and for Dockerfiles and nix, nothing is said. On the author’s computer the fix may choose another environment, which is why it asks. Another Julia of the same series is information.',
  },
  {
    id: 'nb-language-version',
    what: 'A notebook that was run last with another minor version of Python than the build has.',
    why: 'Packages are resolved for another Python, so that versions and results may differ. It holds for 70 % of published notebooks, most of which run nevertheless: a hint.',
    bad: { 'runtime.txt': 'python-3.10\n', 'analysis.ipynb': '"language_info": { "version": "3.7.4" }\n' },
    good: { 'runtime.txt': 'python-3.10\n', 'analysis.ipynb': '"language_info": { "version": "3.10.12" }\n' },
    limits: 'There is no fix: which of the two is to follow the other only the author knows.',
  },
  {
    id: 'nb-python2',
    what: 'Syntax of Python 2 (`print x`, `except A, e`) where the build has Python 3; or, as a warning, a notebook that Python 2 ran last.',
    why: 'Python 3 refuses the whole cell with a SyntaxError.',
    bad: { 'analysis.ipynb': 'print "rain", total\n' },
    good: { 'analysis.ipynb': 'print("rain", total)\n' },
    limits: 'Told once for a notebook. Silent where the build has Python 2.',
  },
  {
    id: 'nb-filename',
    what: 'A name that does not say anything (`Untitled3`), is that of a copy, or has characters that have to be quoted; and Jupyter’s own copies in `.ipynb_checkpoints`.',
    why: 'Links, commands and programs on Windows stumble over such names, and readers cannot tell which of several copies counts (checked by julynter, Pimentel et al. 2019).',
    bad: { 'Figure 1 - maps-Copy1.ipynb': '…\n' },
    good: { 'figure-1_maps.ipynb': '…\n' },
    limits:
      'The fix renames the file and asks, because links to it may stand elsewhere. For `Untitled` and for copies only the author knows a name.',
  },
  ...notebookCodePages,
  {
    id: 'nb-secret',
    what: 'A token, key or password in code, text or the beginning of an output: by the forms that services document (GitHub, GitLab, AWS, OpenAI, Slack, Google, Hugging Face, PyPI, SendGrid, Mapbox, Kaggle, private keys), by a password in an address, or by a name such as `ACCESS_TOKEN`.',
    why: 'Once published it is used by others within minutes, and deleting it later does not take it out of git’s history. It has to be revoked.',
    bad: { 'download.ipynb': 'ACCESS_TOKEN = "k3J9…"\n' },
    good: { 'download.ipynb': 'import os\n\nACCESS_TOKEN = os.environ["ZENODO_TOKEN"]\n' },
    limits:
      'Placeholders and words are passed over, and so are secrets that look like words. Of each output the first 4,000 characters are read. The message shows no more than the first four characters.',
  },
];

export const notebookSkipped: readonly SkippedRule[] = [
  {
    id: 'nb-absolute-widget-state',
    reason: 'Another name of the same check as nb-widget-no-state.',
  },
];
