import type { RulePage, SkippedRule } from './page';

const notebook = (...lines: string[]): string => `${lines.join('\n')}\n`;

export const importPages: readonly RulePage[] = [
  {
    id: 'nb-import-undeclared',
    what: 'A notebook or a script imports a package that nothing brings: no configuration file that the build reads asks for it, it does not come along with a package that is asked for, and no image has it anyway. Modules of Python’s library that the build’s Python does not have are told too.',
    why: 'The first thing that people see is a `ModuleNotFoundError`. Of 1,939 published biomedical notebooks whose declared dependencies could be installed, 902 (46.5 %) still died of a missing module (Samuel and Mietchen, GigaScience 2024); of those that declared nothing, two thirds did. The name of a package often differs from that of its module: `cv2` is `opencv-python-headless` on the package index and `opencv` on conda-forge.',
    bad: { 'requirements.txt': 'numpy\n', 'index.ipynb': notebook('import cv2') },
    good: { 'requirements.txt': 'numpy\nopencv-python-headless\n', 'index.ipynb': notebook('import cv2') },
    limits:
      'An error in notebooks and a warning in scripts where every package that is asked for is known and none brings the module; less where packages are asked for of which the tables do not know what they need; information where no table knows the module and its own name is taken for the package’s. Scripts are told once for each package, tests, documentation and `setup.py` never. Nothing is said where an image decides (a Dockerfile, `default.nix`), where a distribution such as `anaconda` is asked for, and of packages that an ignored file or an extra asks for, of which other rules tell. The names of your own packages can be set in `.bindery.yml`; what was found in a built image counts before all tables. The fix adds the package without a version.',
  },
  {
    id: 'nb-import-optional',
    what: 'An import that may fail, in a `try` that catches ImportError or under a condition, and of which nothing brings the package.',
    why: 'The program goes on without the package, and does something else than it did for its author: slower, with fewer figures, or not at all for one of its functions.',
    bad: {
      'environment.yml': 'dependencies:\n  - numpy\n',
      'index.ipynb': notebook('try:', '    import numba', 'except ImportError:', '    numba = None'),
    },
    good: {
      'environment.yml': 'dependencies:\n  - numpy\n  - numba\n',
      'index.ipynb': notebook('try:', '    import numba', 'except ImportError:', '    numba = None'),
    },
    limits:
      'Only of packages that the tables know. Where one of several imports in a `try` is there, nothing is said; nor of imports under `TYPE_CHECKING`, which never run.',
  },
  {
    id: 'nb-import-dynamic',
    what: 'An import by a call, `importlib.import_module("seaborn")` or `__import__("seaborn")`, of a package that nothing brings.',
    why: 'It fails like any other import, only later.',
    bad: {
      'requirements.txt': 'numpy\n',
      'index.ipynb': notebook('import importlib', 'sns = importlib.import_module("seaborn")'),
    },
    good: {
      'requirements.txt': 'numpy\nseaborn\n',
      'index.ipynb': notebook('import importlib', 'sns = importlib.import_module("seaborn")'),
    },
    limits: 'Only of names that are written out, and of packages that the tables know.',
  },
  {
    id: 'nb-import-local-missing',
    what: 'An import of a module that should be a file of the repository and is not where it is looked for: it was not added, it is in another folder, its name differs by capitals, or a notebook imports with dots.',
    why: 'A file that is on the author’s computer and not in the repository is missed by everybody else. A notebook finds modules in its own folder and among what is installed, nowhere else. On macOS and Windows `import utils` finds `Utils.py`; in the image, which is Linux, it does not.',
    bad: { 'notebooks/model.ipynb': notebook('import utils'), 'code/utils.py': notebook('def load(): ...') },
    good: {
      'notebooks/model.ipynb': notebook('import utils'),
      'notebooks/utils.py': notebook('def load(): ...'),
    },
    limits:
      'A name that no table knows is taken for a file’s where it looks like one: `utils`, `helper_functions`, `my_model`. Silent where the notebook changes the path or its folder in a way that is not written out, clones or writes files itself, where the repository has submodules, and where a package is asked for whose modules nobody knows. Moving files is left to you.',
  },
  {
    id: 'nb-transitive-import',
    what: 'Packages that the code imports, that no file asks for, and that come only because another package needs them.',
    why: 'What a package needs changes with its version: the next release of the other one may come without it, or hold it to a version that the code does not work with.',
    bad: {
      'requirements.txt': 'seaborn\n',
      'index.ipynb': notebook('import numpy as np', 'import seaborn as sns'),
    },
    good: {
      'requirements.txt': 'seaborn\nnumpy\n',
      'index.ipynb': notebook('import numpy as np', 'import seaborn as sns'),
    },
    limits:
      'Told once for each package that brings others, in the profile for archiving. The Jupyter server, the kernel and what they need are never asked for. The fix is offered for one package at a time.',
  },
  {
    id: 'nb-declared-unused',
    what: 'A package that the build installs and that no code of the repository imports or names.',
    why: 'Each package makes the image larger and the build slower, and is one more that can stand in the way of the others.',
    bad: { 'requirements.txt': 'pandas\nseaborn\n', 'index.ipynb': notebook('import pandas as pd') },
    good: { 'requirements.txt': 'pandas\n', 'index.ipynb': notebook('import pandas as pd') },
    limits:
      'Only of packages whose modules the tables know. Silent about parts of Jupyter, tools for tests and documentation, engines that other packages call by themselves (`openpyxl`, `pyarrow`, `netcdf4`), and packages that another one needs; about files with more than forty packages; and where some of the code is not read: other notations of notebooks, Python in documents, submodules.',
  },
];

export const importSkipped: readonly SkippedRule[] = [];
