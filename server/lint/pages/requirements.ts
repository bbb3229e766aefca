import type { RulePage, SkippedRule } from './page';

const file = (text: string): Readonly<Record<string, string>> => ({ 'requirements.txt': text });

const setup = 'from setuptools import setup\n\nsetup(name="survey", version="1.0")\n';

export const requirementsPages: readonly RulePage[] = [
  {
    id: 'req-syntax',
    what: 'A line that pip cannot read: a single `=`, `=>`, two ranges without a comma, versions such as `1.2.x` or `>=2.*`, several packages on a line, a conflict that a merge left behind.',
    why: 'pip reads the whole file before it installs anything: one such line, and nothing is installed. In a study of 15,817 notebooks, three of four that came with a list of dependencies failed while these were installed.',
    bad: file('numpy=1.26.4\npandas=>2.0\n'),
    good: file('numpy==1.26.4\npandas>=2.0\n'),
    limits:
      'A comma at the end of the versions is fine with pip and so here. Versions that PEP 440 does not know are reported from Python 3.8 on: the pip of older ones takes them. What an environment variable makes of a line is not known.',
  },
  {
    id: 'req-conda-syntax',
    what: 'A requirements file that `conda list --export` wrote: `name=version=build`.',
    why: 'pip cannot read such lines and installs nothing. Builds are of one platform, and many of the lines are no Python packages.',
    bad: file('# platform: linux-64\nnumpy=1.26.4=py310h5f9d8c6_0\nlibgcc-ng=11.2.0=h1234567_1\n'),
    good: file('numpy==1.26.4\n'),
    limits:
      'The fix keeps the versions and drops what it knows to be no Python package; whether the index has each version is for pip to say. For conda itself, the same list belongs into `environment.yml`.',
  },
  {
    id: 'req-local-file-url',
    what: 'Lines that install from a path of the computer on which they were written: `name @ file:///croot/…`, `/home/…`, `C:\\…`.',
    why: '`pip freeze` in a conda environment writes where conda built a package. The path is there only.',
    bad: file('numpy @ file:///croot/numpy_and_numpy_base_1682953417311/work\n'),
    good: file('numpy==1.24.3\n'),
    limits:
      'The version is seldom part of the path. Where it is not, the fix leaves it open: `pip list --format=freeze` tells it where the list was made. In `environment.yml` such lines belong to `env-pip-local`.',
  },
  {
    id: 'req-stdlib',
    what: 'Modules of Python itself in the list of packages: `os`, `json`, `sqlite3`.',
    why: 'The package index has nothing under most of these names and refuses to let anybody take them; pip then stops. Under some there are backports for old Pythons (information), under others projects of other people (warning).',
    bad: file('numpy==1.26.4\njson\nos\n'),
    good: file('numpy==1.26.4\n'),
    limits:
      'A backport counts only where the Python that is built has the module of its own. For the list in `environment.yml` see `env-stdlib-in-pip`.',
  },
  {
    id: 'req-import-name',
    what: 'What code imports, or what conda calls it, instead of the name of the package: `cv2`, `PIL`, `yaml`, `pytables`.',
    why: 'Under some of these names the index has nothing, under some an empty package, under some another project: pip stops, or installs the wrong thing.',
    bad: file('cv2\nPIL\nyaml\n'),
    good: file('opencv-python-headless\nPillow\nPyYAML\n'),
    limits:
      'Names that are packages for the same purpose are not reported, even where they are old. `cv2` becomes the package without windows, because nobody sees them on a server.',
  },
  {
    id: 'req-deprecated-name',
    what: 'Names that were given up, such as `sklearn` or `tensorflow-gpu`, and names that are no packages though `pip freeze` wrote them, such as `pkg-resources==0.0.0` or those of Ubuntu’s own packages.',
    why: 'The last releases of the former stop the installation on purpose, to make themselves known. The latter were never on the index.',
    bad: file('sklearn\npkg-resources==0.0.0\n'),
    good: file('scikit-learn\n'),
    limits: 'Releases that are real, such as `tensorflow-gpu==2.4.1`, are left alone.',
  },
  {
    id: 'req-python-itself',
    what: 'Python as a package: `python==3.11`.',
    why: 'The package index has no `python`, so pip stops. The Python of a repository with `requirements.txt` is stated in `runtime.txt`.',
    bad: file('python==3.11\nnumpy==1.26.4\n'),
    good: { 'requirements.txt': 'numpy==1.26.4\n', 'runtime.txt': 'python-3.11\n' },
    limits: '`pip` and `setuptools` are packages like others and may stand in the list.',
  },
  {
    id: 'req-platform-package',
    what: 'Packages that can be installed on Windows or macOS only, without a condition that says so.',
    why: 'Lists that were frozen on one system name them, and they cannot be installed in an image for Linux.',
    bad: file('pywin32==306\n'),
    good: file('pywin32==306; sys_platform == "win32"\n'),
    limits:
      'Only those that pip was seen to refuse on Linux; `appnope` or `pywin32-ctypes` can be installed everywhere.',
  },
  {
    id: 'req-unpinned',
    what: 'Packages without any version; one finding for each list.',
    why: 'A build takes the newest releases of its day, and what works now fails when one of them changes. Of 137 repositories, 48 % of the requirements files had no version at all.',
    bad: file('numpy\npandas\n'),
    good: file('numpy==1.26.4\npandas==2.2.2\n'),
    limits:
      'Versions in a file that `-c` names count. There is a fix where a lock file of another tool, such as `uv.lock`, has a version of each of them; else `pip freeze` tells those of the environment in which the work was done. For `environment.yml` see `env-unpinned`.',
  },
  {
    id: 'req-lower-bound-only',
    what: 'Packages that have a lower bound and nothing above it; one finding for each list.',
    why: 'Such a bound keeps old releases away and lets every new one in, so the environment changes like one without versions.',
    bad: file('pandas>=2.0\n'),
    good: file('pandas>=2.0,<3\n'),
    limits: 'As with `req-unpinned`, there is a fix where a lock file has the versions.',
  },
  {
    id: 'req-vcs-unpinned',
    what: 'An installation from a repository that names no commit or tag, or a branch; and archives of a branch.',
    why: 'What a branch holds changes from day to day, and with it what is built.',
    bad: file('git+https://github.com/survey-lab/plots.git\n'),
    good: file('git+https://github.com/survey-lab/plots.git@v1.2\n'),
    limits:
      'Only well-known names count as branches: any other may be a tag. Which commit was meant only the repository itself tells, so there is no fix.',
  },
  {
    id: 'req-vcs-ssh',
    what: 'An installation from a repository by ssh, or by git’s own protocol.',
    why: 'There is no key where the image is built, and the large forges have switched git’s own protocol off. A public repository is read by https.',
    bad: file('git+ssh://git@github.com/survey-lab/plots.git@v1.2\n'),
    good: file('git+https://github.com/survey-lab/plots.git@v1.2\n'),
    limits:
      'A repository that is not public cannot be read by https either: its package has to come along some other way.',
  },
  {
    id: 'req-editable-path',
    what: 'A folder to install from that is not there where pip looks: outside of the repository, on another computer, missing, or without `pyproject.toml` and `setup.py`.',
    why: 'pip is called in the root of the repository and takes paths from there, also those of a list in `binder/`. A path that does not begin with a dot is moreover not recognised as part of the repository, and installed before that is copied.',
    bad: { 'binder/requirements.txt': '-e ..\n', 'setup.py': setup },
    good: { 'binder/requirements.txt': '-e .\n', 'setup.py': setup },
    limits: 'Paths below `/home/jovyan`, where public hubs put the repository, are not judged.',
  },
  {
    id: 'req-include-missing',
    what: '`-r` or `-c` with a file that is not in the repository.',
    why: 'pip stops before it installs anything.',
    bad: file('-r requirements/base.txt\n'),
    good: { 'requirements.txt': '-r requirements/base.txt\n', 'requirements/base.txt': 'numpy==1.26.4\n' },
    limits: 'Addresses are not fetched, and paths with environment variables not judged.',
  },
  {
    id: 'req-index-private',
    what: 'A password or token in an address (error), an index that only a private network has, or an address that an environment variable completes (warning).',
    why: 'What is in a repository is public for good: a secret must be withdrawn, not only removed. The other two cannot be reached from where the image is built.',
    bad: file('--extra-index-url https://ann:secret@packages.example.org/simple\n'),
    good: file('--extra-index-url https://packages.example.org/simple\n'),
    limits: 'An index with a public name is taken for public. The message never repeats the secret.',
  },
  {
    id: 'req-duplicate',
    what: 'A package that is asked for twice with different versions, in one file or in one that it includes.',
    why: 'Two versions that exclude each other stop pip (error). Others leave readers to guess which one counts (information).',
    bad: file('numpy==1.26.4\nnumpy==1.24.0\n'),
    good: file('numpy==1.26.4\n'),
    limits:
      'Lines whose conditions leave only one of them in the image are fine, and so are equal lines and files that `-c` names.',
  },
  {
    id: 'req-encoding',
    what: 'A requirements file that is not UTF-8.',
    why: 'A redirection in PowerShell (`pip freeze > requirements.txt`) writes UTF-16. With its mark pip reads it, and many other tools do not (warning); without, and in old 8-bit encodings, pip stops (error).',
    bad: file('numpy==1.26.4\n'),
    good: file('numpy==1.26.4\n'),
    limits: 'Which 8-bit encoding it is can only be guessed: Windows-1252 is assumed.',
  },
  {
    id: 'req-hash-partial',
    what: 'Some packages with a digest (`--hash`) and some without, or one whose version is not exact.',
    why: 'As soon as one package has a digest, pip wants one of every package, and an exact version.',
    bad: file(
      'six==1.16.0 --hash=sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254\nidna==3.7\n',
    ),
    good: file(
      'six==1.16.0 --hash=sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254\n',
    ),
    limits:
      'There is no fix: the digests that are missing are the index’s to tell. `pip-compile --generate-hashes` writes them.',
  },
  {
    id: 'req-python-incompatible',
    what: 'A release that cannot be installed into the Python that is built, or only by compiling it though there are wheels for other Pythons. Asks the package index, where that is allowed.',
    why: 'A repository that states no Python gets 3.10, and old releases have no files for it: the installation fails, or compiles for a long time and then fails.',
    bad: file('psycopg2-binary==2.8.6\n'),
    good: { 'requirements.txt': 'psycopg2-binary==2.8.6\n', 'runtime.txt': 'python-3.9\n' },
    limits: 'Silent for lists that name an index of their own, and for packages that have no wheels at all.',
  },
  {
    id: 'req-yanked-or-missing',
    what: 'A package or a version that the package index does not have, or that was withdrawn. Asks the package index, where that is allowed.',
    why: 'pip stops at what it cannot find. A withdrawn version is still installed where it is asked for exactly, but its authors say that it is broken.',
    bad: file('netCDF4==1.7.0\n'),
    good: file('netCDF4==1.7.1\n'),
    limits: 'Silent for lists that name an index of their own, and for versions with a local label.',
  },
  {
    id: 'req-needs-system-lib',
    what: 'A package that needs a library or a program of the system which neither the base image nor `apt.txt` nor conda provides.',
    why: 'pip brings Python packages only. Those that are compiled fail during the build; others fail when they are imported, such as `opencv-python` without libGL.',
    bad: file('opencv-python==4.10.0.84\n'),
    good: file('opencv-python-headless==4.10.0.84\n'),
    limits:
      'The base image has compilers and the headers of PostgreSQL, MySQL, cairo and XML: `psycopg2`, `mysqlclient` and `pycairo` are built there. GDAL and rpy2 get no fix: the former must be of the system’s very version, the latter needs a whole R. Programs that are often named and seldom called (`graphviz`) are information.',
  },
  {
    id: 'req-gpu-wheel',
    what: 'Packages made for graphics cards of NVIDIA, by label (`+cu118`), index, extra or name; one finding for each list.',
    why: 'They are gigabytes large, slow every build and start, and public hubs have no such cards.',
    bad: file('--extra-index-url https://example.org/whl/cu118\ntorch==2.3.0+cu118\n'),
    good: file('--extra-index-url https://example.org/whl/cpu\ntorch==2.3.0+cpu\n'),
    limits:
      'Packages that bring CUDA without saying so in their name or version are not known. Where one of the lines has no counterpart for the processor there is no fix.',
  },
  {
    id: 'req-abi-numpy',
    what: 'A release that was compiled for numpy 1 while nothing keeps pip from installing numpy 2.',
    why: 'The release itself does not say that it cannot do with numpy 2, so pip chooses the newest numpy, and the import fails with “numpy.dtype size changed”.',
    bad: file('pandas==1.5.3\n'),
    good: file('pandas==1.5.3\nnumpy<2\n'),
    limits:
      'A table of releases that were tried, with those that keep numpy 2 away by themselves. Silent for the list in `environment.yml`, where conda has installed a numpy before, and for Pythons older than numpy 2.',
  },
  {
    id: 'req-notebook-stack-pin',
    what: 'Versions of JupyterLab, notebook, jupyter-server, jupyterhub and of what these stand on that are older than those of the image; one finding for each list.',
    why: 'pip puts them into the environment of the server, over what is there: the interface is another one than on other hubs, or the server does not start.',
    bad: file('notebook==6.4.12\nnumpy==1.26.4\n'),
    good: file('numpy==1.26.4\n'),
    limits:
      'Silent for Pythons whose image has an older server, or a server apart from the packages. In `environment.yml` there is no fix.',
  },
];

export const requirementsSkipped: readonly SkippedRule[] = [];
