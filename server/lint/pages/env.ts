import type { RulePage, SkippedRule } from './page';

const file = (text: string): Readonly<Record<string, string>> => ({ 'environment.yml': text });

/** A file in which nothing but its packages matters. */
const packages = (...entries: readonly string[]): Readonly<Record<string, string>> =>
  file(`channels:\n  - conda-forge\ndependencies:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`);

/** The same with a list for pip behind the packages. */
const withPip = (entries: readonly string[], ...lines: readonly string[]): Readonly<Record<string, string>> =>
  packages('python=3.12', ...entries, `pip:\n${lines.map((line) => `      - ${line}`).join('\n')}`);

/** A file in which nothing but its channels matters. */
const channels = (...names: readonly string[]): Readonly<Record<string, string>> =>
  file(`channels:\n${names.map((name) => `  - ${name}\n`).join('')}dependencies:\n  - python=3.12\n`);

const named = 'name: rivers\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.12\n';

export const envPages: readonly RulePage[] = [
  {
    id: 'env-yaml-syntax',
    what: 'An `environment.yml` that is not YAML: tabs, entries that are indented differently, a key that stands twice, a quote that is never closed.',
    why: 'The builder reads the file before it does anything, and stops at it. A key that stands twice is refused too, since one of the two would be lost.',
    bad: file('channels:\n  - conda-forge\ndependencies:\n  - python=3.12\n - numpy=1.26\n'),
    good: packages('python=3.12', 'numpy=1.26'),
    limits:
      'What the author meant is not guessed: there is no fix. Files beyond 64 KiB are not read, and told as such.',
  },
  {
    id: 'env-not-mapping',
    what: 'A file that is a list or a text, a key `dependencies` with nothing below it, or with a text in place of a list.',
    why: 'The builder wants keys and stops at a list, a text or an empty `dependencies`. Where `dependencies` holds a text, its conda passes over it without a word.',
    bad: file('- python=3.12\n- numpy=1.26\n'),
    good: packages('python=3.12', 'numpy=1.26'),
    limits:
      'An empty file counts as an empty mapping. The fix is for lists that begin at the margin; what belongs below an empty `dependencies` only its author knows.',
  },
  {
    id: 'env-unknown-key',
    what: 'A key that nothing reads: a slip such as `dependancies`, a list for `pip` beside `dependencies`, one that is made up.',
    why: 'conda and the builder pass over keys that they do not know. With a slip in `dependencies`, the environment is empty and the build succeeds.',
    bad: file('channels:\n  - conda-forge\ndependancies:\n  - python=3.12\n'),
    good: packages('python=3.12'),
    limits:
      'Slips of up to two letters, and some words that are close (`packages`, `requirements`). Keys of conda-lock, and those that begin with `x-`, a dot or `_`, are left alone.',
  },
  {
    id: 'env-dep-invalid-spec',
    what: 'An entry that conda cannot read as a package with a version, or reads as another one: `numpy=>1.20`, `numpy>=1.20 <2`, two packages on a line, a line for pip, `numpy: 1.26`.',
    why: 'The solver stops at it, or does not find a package of that name. Keys with a value and lists inside the list are passed over without a word. Each form was tried with the parsers of mamba 2.8, conda 26.7 and rattler 0.28.',
    bad: packages('python=3.12', 'numpy=>1.20', 'pandas>=2.0 <3', 'xarray: 2024.6'),
    good: packages('python=3.12', 'numpy>=1.20', 'pandas>=2.0,<3', 'xarray=2024.6'),
    limits:
      'Whether a version exists is not asked. Extras and markers have no counterpart in conda: the fix takes them away and asks first. Lines for pip are not moved.',
  },
  {
    id: 'env-python-missing',
    what: 'No version of Python: `python` is not among the packages, or stands there bare.',
    why: 'The builder then takes its default, Python 3.10 today, and says itself that this will change. Of the used `environment.yml` of 137 published repositories 44 % had no `python` and 13 % a bare one.',
    bad: packages('numpy=1.26'),
    good: packages('python=3.12', 'numpy=1.26'),
    limits:
      'Beside R and Julia the Python of `environment.yml` counts for nothing, and the rule is silent. The first fix writes down what is built today; lists in brackets have none.',
  },
  {
    id: 'env-python-not-detected',
    what: 'A Python that is asked for in another way than `python=` or `python==`: a range, a channel before it, a blank in place of the `=`.',
    why: 'repo2docker looks for `python=X.Y` by a pattern and else makes the environment with its default, over which conda then installs another Python; the parts of the server that were there are rebuilt or lost. One in eight published files has such a range. Bindery takes the newest Python that fits.',
    bad: packages('python>=3.11', 'numpy=1.26'),
    good: packages('python=3.12', 'numpy=1.26'),
    limits:
      'Information where the default happens to fit. Of a range the newest is proposed, and asked for first; where one series was meant all the time, nothing is asked.',
  },
  {
    id: 'env-python-unsupported',
    what: 'A Python that the builder cannot make: one for which it has no base environment, or `python=3.*`.',
    why: 'It has environments for 2.7 and 3.5 to 3.14 (on 64-bit ARM from 3.7 on), and stops at any other version. `3.*` is read as far as the dot, and stops it too.',
    bad: packages('python=3.15'),
    good: packages('python=3.14'),
    limits: 'No fix proposes a Python that has no updates any more.',
  },
  {
    id: 'env-python-legacy',
    what: 'A Python before 3.7.',
    why: 'The server does not run on it: the builder makes a second environment for the packages, and the server has its own. There are base environments for Intel machines only.',
    bad: packages('python=3.6', 'numpy=1.19'),
    good: packages('python=3.12', 'numpy=1.26'),
    limits:
      'No fix: code and pinned packages have to go along. As a reproduction of old work it may be right as it is.',
  },
  {
    id: 'env-python-eol',
    what: 'A Python that gets no updates any more.',
    why: 'Scientific packages stop supporting a Python soon after that, so that whatever is not pinned gets older and older, or no longer installs.',
    bad: packages('python=3.8', 'numpy=1.24'),
    good: packages('python=3.12', 'numpy=1.26'),
    limits:
      'By a table of days, compared with the day of the run. No fix: another Python is another environment, which has to be tried. Below 3.7 `env-python-legacy` speaks.',
  },
  {
    id: 'env-build-string',
    what: 'Packages pinned to one build: `numpy=1.26.4=py311h64a7726_0`. One finding a file.',
    why: 'A build is made for one system, and channels drop builds when they are replaced. Then nothing fits (`ResolvePackageNotFound`). It is an error where the file was exported on Windows or macOS, as its `prefix` or its packages tell: Linux has none of those builds.',
    bad: packages('python=3.11.8=hab00c5b_0_cpython', 'numpy=1.26.4=py311h64a7726_0'),
    good: packages('python=3.11.8', 'numpy=1.26.4'),
    limits:
      'Builds that are made once for all systems and wildcards (`*mkl`) are not counted, but the fix drops the former too. `conda env export --no-builds` writes none to begin with.',
  },
  {
    id: 'env-platform-package',
    what: 'Packages of Windows or macOS: `vs2015_runtime`, `pywinpty`, `m2w64-…`, `pyobjc-…`.',
    why: 'An export lists what conda installed on that system, and the solver stops at what Linux has not.',
    bad: packages('python=3.12', 'vs2015_runtime=14.40', 'pywinpty=2.0.13'),
    good: packages('python=3.12'),
    limits:
      'Only names of which conda-forge’s recipes build nothing for Linux. `appnope`, `pywin32` and `win_inet_pton` can be installed there and do nothing (information, an error with a build of another system); `libcxx` is for Linux too. In the list for pip the rules for requirements look after them.',
  },
  {
    id: 'env-full-export',
    what: 'An environment exported whole: libraries beneath Python pinned one by one, or more than forty builds.',
    why: 'It is installable only as long as each of hundreds of packages is there in this version, and nobody sees what the code itself needs.',
    bad: packages(
      'python=3.12.2',
      'ca-certificates=2024.2.2',
      'libffi=3.4.2',
      'ncurses=6.4',
      'numpy=1.26.4',
      'openssl=3.2.1',
      'readline=8.2',
    ),
    good: packages('python=3.12', 'numpy=1.26'),
    limits:
      'No fix: what was asked for can be told only where the environment still is (`conda env export --from-history`). A lock file beside the short list keeps the exact versions.',
  },
  {
    id: 'env-prefix-key',
    what: 'The key `prefix` that `conda env export` writes.',
    why: 'It names a folder of somebody’s computer, often with their name in it. The builder ignores it.',
    bad: file(`${named}prefix: /Users/me/miniconda3/envs/rivers\n`),
    good: file(named),
  },
  {
    id: 'env-name-ignored',
    what: 'A `postBuild` or `start` that activates the environment by the `name` of `environment.yml`.',
    why: 'The builder updates an environment of its own, called `notebook`, and makes none of that name: the command fails. The packages are in the environment that is active anyway.',
    bad: {
      'environment.yml': named,
      postBuild: '#!/bin/bash\nset -e\nconda activate rivers\npython prepare.py\n',
    },
    good: {
      'environment.yml': named,
      postBuild: '#!/bin/bash\nset -e\npython prepare.py\n',
    },
    limits:
      'Silent where the script makes an environment itself. The fix is for activations that have a line to themselves.',
  },
  {
    id: 'env-channel-missing',
    what: 'No `channels`; or `channels` with something else than a list (an error).',
    why: 'The builder then takes conda-forge, since repo2docker dropped Anaconda’s channel in 2025; any other conda takes what it is set to, so the same file makes another environment. Where `channels` is a text or empty, the build stops.',
    bad: file('dependencies:\n  - python=3.12\n'),
    good: packages('python=3.12'),
    limits: 'Silent where every package names its channel.',
  },
  {
    id: 'env-channel-defaults',
    what: 'Anaconda’s own channels: `defaults`, `main`, `r`, `anaconda`, and their addresses.',
    why: 'The environment that the builder starts from is made of conda-forge’s packages, and binaries of both do not always fit. Anaconda’s terms ask larger organisations to pay, so some networks block the channel. repo2docker leaves it out unless a file names it.',
    bad: channels('defaults'),
    good: channels('conda-forge'),
    limits:
      'Information where conda-forge is named too. No fix where builds are pinned: they exist on the one channel only.',
  },
  {
    id: 'env-channel-order',
    what: 'conda-forge behind Anaconda’s channels or behind bioconda.',
    why: 'The first channel has precedence. bioconda’s packages are built upon conda-forge’s, as its documentation says; with Anaconda’s channel first, its packages replace those that are there.',
    bad: channels('bioconda', 'conda-forge'),
    good: channels('conda-forge', 'bioconda'),
    limits: 'Other channels (`pytorch`, `nvidia`) may stand before conda-forge with good reason.',
  },
  {
    id: 'env-channel-url-insecure',
    what: 'Channels read over `http://`, with a token or password in their address, or on the author’s computer.',
    why: 'Unencrypted packages can be exchanged on the way; a secret in a repository is no secret; a folder of one computer is not there where the build runs.',
    bad: channels('http://conda.example.org/conda-forge'),
    good: channels('https://conda.example.org/conda-forge'),
    limits:
      'The secret itself is never repeated. Whether a private server answers on https is not known: for those the fix asks first.',
  },
  {
    id: 'env-unpinned',
    what: 'Packages without a version, in the list for pip too. One finding a file.',
    why: 'Each build takes the newest of that day. In a study of 15,817 notebooks, 73.7 % of those with a list of dependencies could not have them installed any more. Pinning is all or nothing: of published files 59 % pin nothing, 13 % everything.',
    bad: packages('python=3.12', 'numpy', 'pandas'),
    good: packages('python=3.12', 'numpy=1.26', 'pandas=2.2'),
    limits:
      'For archiving only. Versions are proposed from `conda-lock.yml` or `pixi.lock` where one of them has all of the packages, and never from the network. Python has rules of its own.',
  },
  {
    id: 'env-only-lower-bound',
    what: 'Packages with no more than a lower bound: `numpy>=1.26`. One finding a file.',
    why: 'As without a version, each build takes the newest of that day.',
    bad: packages('python=3.12', 'numpy>=1.26'),
    good: packages('python=3.12', 'numpy>=1.26,<2'),
    limits: 'For archiving only; versions are proposed as for `env-unpinned`.',
  },
  {
    id: 'env-pip-without-pip',
    what: 'A list for pip, and no `pip` among the packages.',
    why: 'The builder has pip in any case. conda itself warns and may take one from outside of the environment.',
    bad: withPip([], 'pooch==1.8.2'),
    good: withPip(['pip'], 'pooch==1.8.2'),
  },
  {
    id: 'env-pip-dup',
    what: 'A package that both conda and pip are asked for, under whatever names: `pytables` and `tables`.',
    why: 'pip runs after conda and installs over it. Files of both versions may remain, and conda knows nothing of it.',
    bad: withPip(['pip', 'pandas=2.2'], 'pandas'),
    good: packages('python=3.12', 'pip', 'pandas=2.2'),
    limits:
      'Names are compared by what each package of conda-forge brings for pip. Which of the two is meant is asked; where pip’s says more, leaving it to pip comes first, as that is what counts today.',
  },
  {
    id: 'env-pip-not-last',
    what: 'Packages of conda behind the list for pip.',
    why: 'All of conda’s are installed first, wherever they stand. Who reads the file may expect otherwise.',
    bad: file(
      'channels:\n  - conda-forge\ndependencies:\n  - python=3.12\n  - pip\n  - pip:\n      - pooch==1.8.2\n  - numpy=1.26\n',
    ),
    good: withPip(['pip', 'numpy=1.26'], 'pooch==1.8.2'),
    limits: 'Lists in brackets are not moved.',
  },
  {
    id: 'env-pip-is-string',
    what: '`pip:` with a text behind it, with nothing below it, or without its colon.',
    why: 'The builder’s conda wants a list there, and stops. With the packages at the height of `pip` itself, they are conda’s, and without the colon all of it is one text.',
    bad: file('channels:\n  - conda-forge\ndependencies:\n  - python=3.12\n  - pip\n  - pip: pooch==1.8.2\n'),
    good: withPip(['pip'], 'pooch==1.8.2'),
    limits: 'Which entries belong below `pip` is guessed: all that follow. That fix asks first.',
  },
  {
    id: 'env-pip-local',
    what: 'Paths in the list for pip: the repository itself (information), and those that are not there (errors).',
    why: 'pip takes them from the folder in which `environment.yml` stands, so that in `binder/` the repository is `..`. The builder looks for a dot at the beginning to know that it must copy the repository first; then all packages are installed again for each commit.',
    bad: {
      'binder/environment.yml':
        'channels:\n  - conda-forge\ndependencies:\n  - python=3.12\n  - pip\n  - pip:\n      - -e .\n',
      'pyproject.toml':
        '[build-system]\nrequires = ["setuptools"]\n\n[project]\nname = "tides"\nversion = "1.0"\n',
    },
    good: {
      'binder/environment.yml': 'channels:\n  - conda-forge\ndependencies:\n  - python=3.12\n',
      'binder/postBuild': '#!/bin/bash\nset -e\npip install --no-deps .\n',
      'pyproject.toml':
        '[build-system]\nrequires = ["setuptools"]\n\n[project]\nname = "tides"\nversion = "1.0"\n',
    },
    limits: 'Requirements files that the list includes (`-r`) have rules of their own.',
  },
  {
    id: 'env-r-arch',
    what: 'Packages of R, on a machine that is not 64-bit Intel.',
    why: 'Any `r-…` brings R with RStudio, and RStudio’s server is made for that one platform: the builder stops on others, such as a Mac with an Apple processor.',
    bad: packages('python=3.12', 'r-base=4.3'),
    good: packages('python=3.12', 'rpy2=3.5'),
    limits: 'Found only where the linter is told that the platform is `linux/arm64`.',
  },
  {
    id: 'env-anaconda-metapackage',
    what: 'Whole distributions as one package: `anaconda`, `intelpython3_full`.',
    why: 'Hundreds of packages make an image of several gigabytes, which takes minutes to start, and pin each other so tightly that little can be added. conda-forge has no `anaconda` at all: without a channel that has it, the build stops.',
    bad: file('channels:\n  - defaults\ndependencies:\n  - python=3.12\n  - anaconda\n'),
    good: packages('python=3.12', 'pandas=2.2', 'matplotlib=3.9'),
    limits: 'No fix: which of its packages are used the notebooks tell.',
  },
  {
    id: 'env-pip-name-in-conda',
    what: 'Names that the Python package index has and conda-forge has not: `opencv-python` (there `opencv`), `torch` (`pytorch`), `tables` (`pytables`); names of modules (`sklearn`); packages that only pip can install.',
    why: 'The solver finds no package of that name and stops.',
    bad: packages('python=3.12', 'opencv-python=4.9.0.80', 'torch'),
    good: packages('python=3.12', 'opencv=4.9.0', 'pytorch'),
    limits:
      'A table of some eighty names that neither conda-forge nor bioconda had in August 2026. A warning where other channels are named, which may have them. Names that mean something else on conda-forge (`graphviz` is the program, not the Python package) are not reported.',
  },
  {
    id: 'env-conflict-notebook-stack',
    what: 'A version of Jupyter’s parts before the one that the environment has: `notebook<7`, `jupyterlab=3`, `jupyterhub<5`, `jupyter_server<2`.',
    why: 'The environment is there with Notebook 7, JupyterLab 4 and JupyterHub 5 before the file is read. conda takes these out again, and what they need with them; hubs are tested with what was there.',
    bad: packages('python=3.12', 'jupyterlab=3.6'),
    good: packages('python=3.12', 'jupyterlab'),
    limits:
      'Information beside extensions that need the old notebook. The list for pip is looked after by `req-notebook-stack-pin`. Silent for Python 3.7, which comes with older parts, and where Python has an environment of its own.',
  },
  {
    id: 'env-stdlib-in-pip',
    what: 'Modules of Python itself, such as `os`, `glob` or `json`, in the list for pip or among conda’s packages.',
    why: 'There is nothing to install under such a name; pip stops at it, and with it the whole build.',
    bad: withPip(['pip'], 'pooch==1.8.2', 'glob'),
    good: withPip(['pip'], 'pooch==1.8.2'),
    limits:
      'Backports under the same name (`dataclasses`, `typing`) do no harm and are passed over; projects of other people are a warning.',
  },
];

/** Every row of the catalogue is a rule. */
export const envSkipped: readonly SkippedRule[] = [];
