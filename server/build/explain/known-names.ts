/** What code imports, and the package that has it: names that people write into requirements files by mistake. */
const packageOfImport: Readonly<Record<string, string>> = {
  bio: 'biopython',
  bs4: 'beautifulsoup4',
  cairo: 'pycairo',
  crypto: 'pycryptodome',
  cv2: 'opencv-python-headless',
  dateutil: 'python-dateutil',
  dotenv: 'python-dotenv',
  fitz: 'PyMuPDF',
  gi: 'PyGObject',
  github: 'PyGithub',
  googleapiclient: 'google-api-python-client',
  igraph: 'python-igraph',
  jwt: 'PyJWT',
  kafka: 'kafka-python',
  ldap: 'python-ldap',
  magic: 'python-magic',
  mpl_toolkits: 'matplotlib',
  mysqldb: 'mysqlclient',
  netcdf4: 'netCDF4',
  opencv: 'opencv-python-headless',
  openssl: 'pyOpenSSL',
  pil: 'Pillow',
  'pytorch-lightning': 'lightning',
  serial: 'pyserial',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  skopt: 'scikit-optimize',
  usb: 'pyusb',
  wx: 'wxPython',
  yaml: 'PyYAML',
  zmq: 'pyzmq',
};

/** The package that has what is imported as `name`. Undefined where the name is none of the well-known traps. */
export function packageForImport(name: string): string | undefined {
  const bare = (/^[A-Za-z0-9._-]+/.exec(name)?.[0] ?? name).toLowerCase();
  const key = bare.replace(/[-.]/g, '_');
  return Object.hasOwn(packageOfImport, bare)
    ? packageOfImport[bare]
    : Object.hasOwn(packageOfImport, key)
      ? packageOfImport[key]
      : undefined;
}
