/**
 * Names that people write for a package and that are not its name: what the package index has under them, looked up on
 * 2026-11-27 and installed with pip 26.3 where a row says what happens.
 */
export interface WrongName {
  /** The package that is meant. Absent: the package index does not have it. */
  readonly pip?: string;
  readonly kind: WrongKind;
}

export type WrongKind =
  /** What code imports; the index has nothing of this name. */
  | 'import'
  /** What conda calls it; the index has nothing of this name. */
  | 'conda'
  /** Refuses to be installed. */
  | 'refuses'
  /** Another project than the one that is imported under this name. */
  | 'other'
  /** Empty, and asks for the right one. */
  | 'stub';

const imported = (pip: string): WrongName => ({ pip, kind: 'import' });
const conda = (pip?: string): WrongName => ({ kind: 'conda', ...(pip !== undefined && { pip }) });
const refuses = (pip: string): WrongName => ({ pip, kind: 'refuses' });
const other = (pip: string): WrongName => ({ pip, kind: 'other' });
const stub = (pip: string): WrongName => ({ pip, kind: 'stub' });

/** By normalised name. */
export const wrongNames: Readonly<Record<string, WrongName>> = {
  attr: other('attrs'),
  bedtools: conda(),
  blas: conda(),
  bs4: stub('beautifulsoup4'),
  'ca-certificates': conda(),
  cairo: imported('pycairo'),
  conda: conda(),
  crypto: other('pycryptodome'),
  cryptodome: imported('pycryptodomex'),
  cuda: conda(),
  cudatoolkit: conda(),
  cudnn: conda(),
  cv2: imported('opencv-python-headless'),
  dateutil: imported('python-dateutil'),
  dicom: other('pydicom'),
  docx: other('python-docx'),
  dolfin: conda(),
  dotenv: stub('python-dotenv'),
  esmf: conda(),
  esmpy: conda(),
  fitz: refuses('PyMuPDF'),
  git: imported('GitPython'),
  github: other('PyGithub'),
  googleapiclient: imported('google-api-python-client'),
  'graph-tool': conda(),
  grpc: refuses('grpcio'),
  gtda: imported('giotto-tda'),
  hdf5: conda('h5py'),
  htslib: conda(),
  imblearn: stub('imbalanced-learn'),
  'jupyter-notebook': imported('notebook'),
  jwt: other('PyJWT'),
  'keras-gpu': conda('keras'),
  libgcc: conda(),
  'libgcc-ng': conda(),
  'libstdcxx-ng': conda(),
  magic: imported('python-magic'),
  'matplotlib-pyplot': imported('matplotlib'),
  'mpl-toolkits': imported('matplotlib'),
  mysqldb: imported('mysqlclient'),
  opencv: conda('opencv-python-headless'),
  opencv2: imported('opencv-python-headless'),
  opengl: imported('PyOpenGL'),
  openssl: imported('pyOpenSSL'),
  osgeo: refuses('GDAL'),
  pil: imported('Pillow'),
  pptx: imported('python-pptx'),
  psi4: conda(),
  pymol: conda(),
  pyplot: imported('matplotlib'),
  pyqt: conda('PyQt5'),
  pytables: conda('tables'),
  'python-opencv': imported('opencv-python-headless'),
  pytorch: refuses('torch'),
  'pytorch-gpu': conda('torch'),
  pywt: imported('PyWavelets'),
  ruamel: imported('ruamel.yaml'),
  sage: conda(),
  samtools: conda(),
  scikitlearn: imported('scikit-learn'),
  'sci-kit-learn': imported('scikit-learn'),
  serial: other('pyserial'),
  skbio: imported('scikit-bio'),
  skcuda: imported('scikit-cuda'),
  skfda: imported('scikit-fda'),
  skfuzzy: imported('scikit-fuzzy'),
  skimage: refuses('scikit-image'),
  'sklearn-extra': imported('scikit-learn-extra'),
  skmisc: imported('scikit-misc'),
  skmultiflow: imported('scikit-multiflow'),
  sknetwork: imported('scikit-network'),
  skopt: imported('scikit-optimize'),
  skrf: imported('scikit-rf'),
  skspatial: imported('scikit-spatial'),
  sksurv: imported('scikit-survival'),
  skvideo: imported('scikit-video'),
  'speech-recognition': imported('SpeechRecognition'),
  telegram: other('python-telegram-bot'),
  tensorflow2: imported('tensorflow'),
  umap: imported('umap-learn'),
  usb: other('pyusb'),
  websocket: other('websocket-client'),
  wrf: imported('wrf-python'),
  wx: imported('wxPython'),
  yaml: imported('PyYAML'),
  zmq: stub('pyzmq'),
};
