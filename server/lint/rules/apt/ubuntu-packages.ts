/** The distribution of the base image (contracts/repo2docker.md section 6), and its release that the tables are of. */
export const baseRelease = 'Ubuntu 24.04';

/**
 * Packages that Ubuntu 24.04 does not have, and what has taken their place ('' for nothing). Known from build logs that
 * name the release (contracts/lint-rules.md section 2.5, and threads on `libgl1-mesa-glx`, `freeglut3`, `libgconf-2-4`,
 * `lsb-core`, `libtinfo5`, `python2.7`), or absent from the releases of Debian before and behind it, and of a kind that
 * Ubuntu takes from there unchanged.
 */
const removed: Readonly<Record<string, string>> = {
  // Mesa's transitional packages.
  'libgl1-mesa-glx': 'libgl1',
  'libegl1-mesa': 'libegl1',
  'libgles2-mesa': 'libgles2',
  freeglut3: 'libglut3.12',
  // Python 2 and what Python 3.12 has no more.
  python: 'python3',
  'python-dev': 'python3-dev',
  'python-all-dev': 'python3-all-dev',
  'python-minimal': 'python3-minimal',
  'python-pip': 'python3-pip',
  'python-setuptools': 'python3-setuptools',
  'python-tk': 'python3-tk',
  'python-numpy': 'python3-numpy',
  'python-scipy': 'python3-scipy',
  'python-matplotlib': 'python3-matplotlib',
  'python-opencv': 'python3-opencv',
  'python-gdal': 'python3-gdal',
  'python-qt4': '',
  'python3-pyqt4': 'python3-pyqt5',
  python2: '',
  'python2-dev': '',
  'python2-minimal': '',
  'python2.7': '',
  'python2.7-dev': '',
  'python2.7-minimal': '',
  'python3-distutils': 'python3-setuptools',
  // Versions of libraries that have gone with what needed them.
  libtinfo5: 'libtinfo6',
  libncurses5: 'libncurses6',
  libncursesw5: 'libncursesw6',
  libreadline6: 'libreadline8t64',
  libreadline7: 'libreadline8t64',
  'libssl1.0.0': 'libssl3t64',
  'libssl1.1': 'libssl3t64',
  'libssl1.0-dev': 'libssl-dev',
  libffi6: 'libffi8',
  libffi7: 'libffi8',
  libgfortran3: 'libgfortran5',
  libgfortran4: 'libgfortran5',
  'libpng12-0': 'libpng16-16t64',
  'libpng12-dev': 'libpng-dev',
  'libjasper-dev': '',
  libjasper1: '',
  libwebp6: 'libwebp7',
  libtiff5: 'libtiff6',
  libgdal20: 'libgdal34t64',
  libgdal26: 'libgdal34t64',
  libgdal30: 'libgdal34t64',
  libproj12: 'libproj25',
  libproj13: 'libproj25',
  libproj15: 'libproj25',
  libproj19: 'libproj25',
  libproj22: 'libproj25',
  'libhdf5-10': 'libhdf5-103-1t64',
  'libhdf5-100': 'libhdf5-103-1t64',
  libnetcdf11: 'libnetcdf19t64',
  libnetcdf13: 'libnetcdf19t64',
  libnetcdf15: 'libnetcdf19t64',
  libnetcdf18: 'libnetcdf19t64',
  'libopenblas-base': 'libopenblas0',
  'libvtk6-dev': 'libvtk9-dev',
  'libvtk7-dev': 'libvtk9-dev',
  'libwebkit2gtk-4.0-37': 'libwebkit2gtk-4.1-0',
  'libwebkit2gtk-4.0-dev': 'libwebkit2gtk-4.1-dev',
  'libgconf-2-4': '',
  gconf2: '',
  'qt4-default': '',
  'libqt4-dev': '',
  'qt5-default': 'qtbase5-dev',
  // Tools, fonts and TeX.
  'libav-tools': 'ffmpeg',
  'lsb-core': 'lsb-release',
  'multiarch-support': '',
  'openjdk-7-jdk': '',
  'openjdk-7-jre': '',
  'ttf-dejavu': 'fonts-dejavu',
  'ttf-freefont': 'fonts-freefont-ttf',
  'ttf-liberation': 'fonts-liberation',
  'texlive-generic-recommended': 'texlive-plain-generic',
  'texlive-generic-extra': 'texlive-plain-generic',
  'texlive-math-extra': 'texlive-science',
  'texlive-htmlxml': '',
  'texlive-latex3': 'texlive-latex-recommended',
};

/** Version of Python in it: packages of others, such as `python3.10-dev`, are not there. */
const systemPython = '3.12';

/** ICU's version in it; the name of the library has it. */
const systemIcu = '74';

/**
 * Names of libraries that moved to 64 bits for times and that apt does not find under the old name: nothing has it for
 * `libaio1`, and two packages have it for `libasound2`. Other libraries that moved are found under their old names.
 */
export const renamed: Readonly<Record<string, string>> = {
  libaio1: 'libaio1t64',
  libasound2: 'libasound2t64',
};

/** What stands for a package that is not there: '' where nothing does; undefined for one that may be there. */
export function replacementOf(name: string): string | undefined {
  if (Object.hasOwn(removed, name)) return removed[name];
  const python = /^(?:lib)?python(3\.\d+)(?:-(?:dev|venv|minimal|distutils|full|tk|lib2to3))?$/.exec(
    name,
  )?.[1];
  if (python !== undefined && python !== systemPython) return '';
  const icu = /^libicu(\d\d)$/.exec(name)?.[1];
  if (icu !== undefined && icu !== systemIcu) return `libicu${systemIcu}`;
  // GCC 9 to 14 are there.
  return /^(?:gcc|g\+\+|gfortran)-(?:4\.\d|[5-8])$/.test(name) ? name.replace(/-.*/, '') : undefined;
}
