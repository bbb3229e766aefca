import type { RulePage, SkippedRule } from './page';

export const aptPages: readonly RulePage[] = [
  {
    id: 'apt-invalid-name',
    what: 'A word of `apt.txt` that cannot be the name of a Debian package: capitals, underscores, commas.',
    why: 'The builder refuses the whole file because of one such word. Names of Debian packages are lower case letters, digits, `+`, `-` and dots.',
    bad: { 'apt.txt': 'Curl\n' },
    good: { 'apt.txt': 'curl\n' },
    limits: 'Whether a well-formed name exists in the base image’s distribution is another question.',
  },
  {
    id: 'apt-command-line',
    what: 'A line of `apt.txt` that is a shell command, such as `sudo apt-get install -y curl`.',
    why: 'The file is a list of names. Each word of a command becomes one more name that apt is asked for, and the build fails.',
    bad: { 'apt.txt': 'sudo apt-get install -y curl git\n' },
    good: { 'apt.txt': 'curl git\n' },
  },
  {
    id: 'apt-shell-metachar',
    what: 'A sign in `apt.txt` that means something to a shell: `;`, `&`, `|`, `$`, a backtick, a redirection, a backslash.',
    why: 'The names become arguments of a command that root runs. repo2docker checks only how a word begins, so that `curl; id` reaches a root shell there; Bindery checks whole words and refuses the file. Either way the sign does not do what it would in a shell script.',
    bad: { 'apt.txt': 'curl; git\n' },
    good: { 'apt.txt': 'curl\ngit\n' },
    limits: 'Lines that are whole commands are told of by `apt-command-line` alone.',
  },
  {
    id: 'apt-removed-in-base',
    what: 'A package that Ubuntu 24.04 does not have, such as `libgl1-mesa-glx`, `freeglut3`, `python3-distutils`, `libssl1.1`, or Python, GCC and ICU in a version that it does not have.',
    why: 'Binder’s base image moved from Ubuntu 22.04 to 24.04 in January 2026. apt installs nothing at all when it does not find one of the names: “has no installation candidate”, “Unable to locate package”.',
    bad: { 'apt.txt': 'libgl1-mesa-glx\n' },
    good: { 'apt.txt': 'libgl1\n' },
    limits:
      'The list holds names that are known to be gone; many others are. The fix asks first, because the successor of a library may have another interface, and programs built elsewhere may still look for the old one.',
  },
  {
    id: 'apt-renamed-t64',
    what: '`libasound2` and `libaio1`: libraries that Ubuntu 24.04 has under a new name, and does not find under the old one.',
    why: 'Hundreds of libraries got names that end in `t64` when they moved to 64 bits for times. apt finds nearly all of them under their old names as well, because the new package says that it stands for the old one. Two packages say so for `libasound2`, and apt refuses to choose; none does for `libaio1`.',
    bad: { 'apt.txt': 'libasound2\n' },
    good: { 'apt.txt': 'libasound2t64\n' },
    limits:
      'Silent on `libglib2.0-0`, `libgtk-3-0` and all others that are still found under their old names.',
  },
  {
    id: 'apt-version-pin',
    what: 'A version in `apt.txt`: `gdal-bin=3.8.4+dfsg-3ubuntu3`.',
    why: 'Ubuntu’s archive keeps the latest version of a package for each release and removes the one before. A pinned version works until the next security update, and then the build fails. What fixes the versions is the release of the base image.',
    bad: { 'apt.txt': 'gdal-bin=3.8.4+dfsg-3ubuntu3\n' },
    good: { 'apt.txt': 'gdal-bin\n' },
  },
  {
    id: 'apt-duplicate',
    what: 'A package that stands in `apt.txt` twice.',
    why: 'It does no harm, but whoever removes one of the two believes that the package is gone.',
    bad: { 'apt.txt': 'curl\ngit\ncurl\n' },
    good: { 'apt.txt': 'curl\ngit\n' },
  },
  {
    id: 'apt-python-r-packages',
    what: 'Packages for the Python or the R of Ubuntu: `python3-numpy`, `jupyter-notebook`, `r-cran-dplyr`.',
    why: 'Notebooks run in an environment of their own, below `/srv/conda`, and R in `/opt/R`. Neither looks into the folders that apt installs to, so that `import numpy` fails all the same.',
    bad: { 'apt.txt': 'python3-shapely\n', 'requirements.txt': 'numpy\n' },
    good: { 'requirements.txt': 'numpy\nshapely\n' },
    limits:
      'Silent on `python3-dev`, `python3-pip` and the like, which do no harm, and on `r-base` where the build installs no R: the notebooks may call that one.',
  },
];

export const aptSkipped: readonly SkippedRule[] = [
  {
    id: 'apt-unsorted',
    reason: 'The order has no effect: the build sorts the names.',
  },
  {
    id: 'apt-crlf',
    reason: 'Carriage returns have no effect: both builders take them for blanks.',
  },
];
