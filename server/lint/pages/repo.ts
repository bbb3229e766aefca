import type { RulePage, SkippedRule } from './page';

const dependencies = 'channels:\n  - conda-forge\ndependencies:\n  - python=3.11\n  - numpy=1.26.4\n';

export const repoPages: readonly RulePage[] = [
  {
    id: 'repo-two-binder-dirs',
    what: 'Both `binder/` and `.binder/` exist.',
    why: 'Either one replaces the root as the place for configuration files. With both the builder stops before it looks at any file, even where one of them is empty.',
    bad: { 'binder/environment.yml': dependencies, '.binder/apt.txt': 'gdal-bin\n' },
    good: { 'binder/environment.yml': dependencies, 'binder/apt.txt': 'gdal-bin\n' },
    limits: 'No fix is offered where both folders have a file of the same name.',
  },
  {
    id: 'repo-shadowed-by-dockerfile',
    what: 'A configuration file beside a Dockerfile that does not use it.',
    why: 'A Dockerfile wins over every other configuration file: the repository is built from it alone, and `apt.txt`, `postBuild` and `start` are not honoured either.',
    bad: {
      Dockerfile: 'FROM quay.io/jupyter/minimal-notebook:2024-10-07\nRUN pip install scipy==1.14.1\n',
      'environment.yml': dependencies,
    },
    good: {
      Dockerfile:
        'FROM quay.io/jupyter/minimal-notebook:2024-10-07\nCOPY environment.yml /tmp/\nRUN mamba env update -n base -f /tmp/environment.yml\n',
      'environment.yml': dependencies,
    },
    limits:
      'Files that the Dockerfile names, or that a script names which it runs, are left out; of 137 published repositories half of the alarms would be wrong otherwise. So are all files where the base image reads them by itself (the `onbuild` images of Pangeo). Where the Dockerfile is nothing but the name of a finished image, the finding is only a piece of information. It is one, too, where the commands of the Dockerfile name all packages of the file.',
  },
  {
    id: 'nix-others-ignored',
    what: 'A configuration file beside `default.nix` that has no effect.',
    why: 'With `default.nix`, nix alone makes the environment. Of the other files only `apt.txt`, `postBuild` and `start` count.',
    bad: {
      'default.nix': 'pkgs.mkShell { packages = [ pkgs.python311 ]; }\n',
      'requirements.txt': 'numpy==1.26.4\n',
    },
    good: { 'default.nix': 'pkgs.mkShell { packages = [ pkgs.python311 pkgs.python311Packages.numpy ]; }\n' },
    limits: 'Files that a script of the build names are left out.',
  },
  {
    id: 'repo-binder-dir-shadows-root',
    what: 'A configuration file at the root that `binder/` or `.binder/` robs of its effect.',
    why: 'As soon as one of these folders exists, the root is not looked at, even where the folder holds nothing but `postBuild`. A `setup.py` or `pyproject.toml` at the root is then not installed.',
    bad: { 'binder/postBuild': '#!/bin/bash\nset -e\necho ready\n', 'requirements.txt': 'numpy==1.26.4\n' },
    good: {
      'binder/postBuild': '#!/bin/bash\nset -e\necho ready\n',
      'binder/requirements.txt': 'numpy==1.26.4\n',
    },
    limits:
      'Silent where something in the folder refers back (`-r ../requirements.txt`, `pip install .` in `postBuild`, a Dockerfile or script that names the file), where nothing would be missed because the folder asks for the same packages, and where the folder has a file of the same name for what is no list of packages. The severity says how much is lost: an error where nothing at all is installed or a notebook imports the package, a piece of information where the folder states an environment of its own. DESCRIPTION has a rule among those about R.',
  },
  {
    id: 'repo-requirements-ignored',
    what: 'A list of Python packages beside the file that wins: `requirements.txt` or `Pipfile` beside `environment.yml`, `environment.yaml` beside `environment.yml`.',
    why: 'With `environment.yml` conda makes the environment, and pip installs nothing but what stands in its own list there. One in nine repositories with an `environment.yml` has such a second list.',
    bad: { 'environment.yml': dependencies, 'requirements.txt': 'seaborn==0.13.2\n' },
    good: { 'environment.yml': `${dependencies}  - pip\n  - pip:\n    - seaborn==0.13.2\n` },
    limits:
      'Packages are compared by name, over the borders of conda and pip: what `environment.yml`, a script of the build or a notebook installs as well is not missed. Where nothing is, the finding is a hint. `requirements.txt` beside `Pipfile` has a rule of its own.',
  },
  {
    id: 'repo-setup-ignored',
    what: '`setup.py` or an installable `pyproject.toml` beside `environment.yml` or `Pipfile`.',
    why: 'Only the buildpacks for `requirements.txt`, R and Julia install the package of the repository. Beside `environment.yml` it is not installed, nor is what it depends on.',
    bad: {
      'environment.yml': dependencies,
      'setup.py': 'from setuptools import setup\nsetup(name="tides")\n',
    },
    good: {
      'environment.yml': dependencies,
      postBuild: '#!/bin/bash\nset -euo pipefail\npython -m pip install --no-cache-dir .\n',
      'setup.py': 'from setuptools import setup\nsetup(name="tides")\n',
    },
    limits:
      'Silent where a list for pip or a script installs the folder, or where a release of the package is asked for by name. An error only where a notebook or script imports the package; otherwise it may well be meant so.',
  },
  {
    id: 'repo-runtime-ignored',
    what: '`runtime.txt` beside `environment.yml` or `Pipfile`, which choose another Python.',
    why: '`environment.yml` and `Pipfile` choose the Python themselves; where they do not, it is Python 3.10. `runtime.txt` is then not read.',
    bad: { 'environment.yml': 'dependencies:\n  - numpy=1.26.4\n', 'runtime.txt': 'python-3.12\n' },
    good: { 'environment.yml': 'dependencies:\n  - python=3.12\n  - numpy=1.26.4\n' },
    limits:
      'Silent where both come to the same version. A fix is offered only where `environment.yml` leaves Python open.',
  },
  {
    id: 'repo-misnamed-env-file',
    what: 'A file that is meant to be a configuration file and has another name: `requirement.txt`, `Environment.yml`, `env.yml`, `postBuild.sh`, `Apt.txt`.',
    why: 'Names are exact and case-sensitive; what has another name is passed over without a word. On macOS and Windows the difference in case does not show.',
    bad: { 'requirement.txt': 'numpy==1.26.4\n' },
    good: { 'requirements.txt': 'numpy==1.26.4\n' },
    limits:
      'The content must be what the name promises. Silent where a script of the build names the file, where a file of the right name is there (the other one is a variant), and, but for differences in case, where another file has chosen the environment.',
  },
  {
    id: 'repo-lockfile-ignored',
    what: 'A lock file that no build reads and that no script of the build uses: `uv.lock`, `poetry.lock`, `pdm.lock`, `pylock.toml`, `pixi.lock`, `conda-lock.yml`, `renv.lock`, or a `Manifest.toml` without its `Project.toml`.',
    why: 'No buildpack knows these files. Without another list nothing is installed; beside one, its packages are installed in the versions of the day.',
    bad: { 'uv.lock': 'version = 1\n' },
    good: { 'uv.lock': 'version = 1\n', 'requirements.txt': 'numpy==1.26.4\n' },
    limits:
      'Silent where a script or the Dockerfile calls the tool, and where a list that is read states all versions: it is likely to be an export of the lock. Bindery itself installs these locks when it builds with `--dialect extended`. There is no fix: an export needs the tool. `renv.lock` of an R repository has a rule among those about R.',
  },
  {
    id: 'repo-no-env-file',
    what: 'Notebooks or scripts, and no file that chooses an environment.',
    why: 'Without one the image has Python 3.10 and no package besides Jupyter, and mybinder.org has refused such repositories since 2026. `apt.txt`, `postBuild` and `start` are honoured, but choose nothing. Nothing was detected in 14 % of 137 published repositories, a third of them with a launch badge.',
    bad: { 'analysis.py': 'import numpy\n' },
    good: { 'analysis.py': 'import numpy\n', 'requirements.txt': 'numpy==1.26.4\n' },
    limits:
      'Silent where a file that was meant for it stands there unread: the finding about that file says what to do. There is no fix: `bindery init` writes a file from what the code imports.',
  },
  {
    id: 'repo-nested-env-file',
    what: 'Configuration files in a folder, and none at the root.',
    why: 'Configuration files are looked up at the root, or in `binder/` or `.binder/`. Other folders count only where the launch names them as the folder to build.',
    bad: { 'work/environment.yml': dependencies },
    good: { 'environment.yml': dependencies },
    limits:
      'Silent where there are more than three, in folders of documentation, tests and services, and deeper than two folders.',
  },
  {
    id: 'repo-environment-yaml-old-builder',
    what: 'The file is called `environment.yaml`.',
    why: 'The builder reads this name only since January 2026 (repo2docker issue 1373). Hubs with an older builder pass over it and install nothing.',
    bad: { 'environment.yaml': dependencies },
    good: { 'environment.yml': dependencies },
  },
  {
    id: 'repo-python-version-conflict',
    what: 'A file that asks for another Python than the one that is installed: `.python-version`, or `requires-python` of a package that a list for pip installs.',
    why: '`.python-version` is read by pyenv and uv and by no builder. `requires-python` is not asked beside `environment.yml`, and pip then refuses to install the package.',
    bad: { '.python-version': '3.12\n', 'requirements.txt': 'numpy==1.26.4\n' },
    good: {
      '.python-version': '3.12\n',
      'runtime.txt': 'python-3.12\n',
      'requirements.txt': 'numpy==1.26.4\n',
    },
    limits:
      '`runtime.txt` has rules of its own, beside `environment.yml` and against `requires-python`; the Python that notebooks were saved with has one among those about notebooks.',
  },
  {
    id: 'repo-declared-in-two-files',
    what: 'Two files ask for the same package in versions that cannot both be right.',
    why: 'Only one of them counts: the one that the build reads, or where it reads both (beside R or Julia), the one that pip installs last.',
    bad: { 'environment.yml': dependencies, 'requirements.txt': 'numpy==2.1.3\n' },
    good: { 'environment.yml': dependencies, 'requirements.txt': 'numpy==1.26.4\n' },
    limits:
      'Only single versions are compared: `1.26` and `1.26.4` may agree. Silent where a file that is not read names packages that nothing else installs: the finding about that says more.',
  },
  {
    id: 'repo-dockerignore-drops-needed',
    what: 'A pattern of `.dockerignore` or `.containerignore` that keeps notebooks, or what the build needs, out of the image.',
    why: 'What a pattern names is not copied. A step whose file is missing fails, and a notebook that is missing cannot be opened.',
    bad: { '.dockerignore': '*.txt\n', 'requirements.txt': 'numpy==1.26.4\n' },
    good: { '.dockerignore': '*.txt\n!requirements.txt\n', 'requirements.txt': 'numpy==1.26.4\n' },
    limits:
      'Where other notebooks are copied the finding is only a piece of information. Silent where patterns have more than four wildcards, and with a Dockerfile, whose `COPY` has a rule of its own.',
  },
  {
    id: 'repo-large-file',
    what: 'A file of more than 50 MiB, or more than 1 GiB in all.',
    why: 'Every clone fetches such files with all their versions, and every build copies them. Public hubs give a session 1 to 2 GB of memory; a deposit holds 50 GB in 100 files.',
    bad: { 'load.py': 'data = open("levels-180-MB.nc", "rb").read()\n' },
    good: {
      'load.py':
        'import pooch\npath = pooch.retrieve("doi:10.5281/zenodo.1234567/levels.nc", known_hash="sha256:…")\n',
    },
    limits:
      'Files that git ignores do not count. There is no fix: where data belong is for their author to say.',
  },
  {
    id: 'repo-lfs-or-submodule',
    what: 'Submodules, and files in Git LFS.',
    why: 'The archive that GitHub makes of a release, which Zenodo takes, has an empty folder for a submodule, and pointers instead of the content of Git LFS unless the repository is set to include it.',
    bad: { '.gitmodules': '[submodule "models"]\n\tpath = models\n\turl = https://example.org/models.git\n' },
    good: {
      'README.md': 'The archive holds the models too: it was made with `git archive` and their folder.\n',
    },
    limits: 'A build is not concerned: it clones submodules, and Git LFS where that is installed.',
  },
];

export const repoSkipped: readonly SkippedRule[] = [];
