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

/** Debian packages by what of them is missed: a header, a pkg-config module, a library to link with, a program. */
const debianPackages: readonly (readonly [RegExp, string])[] = [
  [/^python\.h$/i, 'python3-dev'],
  [/^(?:libxml\/.*|libxml-2\.0|libxml2?|xml2|xml2-config)$/i, 'libxml2-dev'],
  [/^(?:libxslt\/.*|libe?xslt|xslt|xslt-config)$/i, 'libxslt1-dev'],
  [/^(?:curl\/.*|libcurl|curl|curl-config)$/i, 'libcurl4-openssl-dev'],
  [/^(?:openssl\/.*|openssl|libssl|libcrypto|ssl|crypto)$/i, 'libssl-dev'],
  [/^(?:libpq-fe\.h|postgres\.h|libpq|pq|pg_config)$/i, 'libpq-dev'],
  [
    /^(?:mysql\.h|mysql\/.*|mysqlclient|mariadb|libmariadb|mysql_config|mariadb_config)$/i,
    'default-libmysqlclient-dev',
  ],
  [/^(?:gdal\.h|gdal_priv\.h|gdal|gdal-config|cpl_.*\.h|ogr_.*\.h)$/i, 'libgdal-dev'],
  [/^(?:proj\.h|proj_api\.h|proj)$/i, 'libproj-dev'],
  [/^(?:geos_c\.h|geos|geos_c|geos-config)$/i, 'libgeos-dev'],
  [/^(?:udunits2?\.h|udunits2?)$/i, 'libudunits2-dev'],
  [/^(?:hdf5\.h|hdf5|h5cc)$/i, 'libhdf5-dev'],
  [/^(?:netcdf\.h|netcdf|nc-config)$/i, 'libnetcdf-dev'],
  [/^(?:ffi\.h|libffi|ffi)$/i, 'libffi-dev'],
  [/^(?:zlib\.h|zlib|z)$/i, 'zlib1g-dev'],
  [/^(?:bzlib\.h|bzip2|bz2)$/i, 'libbz2-dev'],
  [/^(?:lzma\.h|liblzma|lzma)$/i, 'liblzma-dev'],
  [/^(?:sqlite3\.h|sqlite3)$/i, 'libsqlite3-dev'],
  [/^(?:graphviz\/.*|libcgraph|cgraph|libgvc|gvc)$/i, 'libgraphviz-dev'],
  [/^(?:cairo\.h|cairo\/.*|cairo|py3?cairo)$/i, 'libcairo2-dev'],
  [/^(?:pango\/.*|pango|pangocairo)$/i, 'libpango1.0-dev'],
  [/^(?:freetype2|freetype\/.*|ft2build\.h|freetype)$/i, 'libfreetype-dev'],
  [/^(?:fontconfig\/.*|fontconfig)$/i, 'libfontconfig1-dev'],
  [/^(?:harfbuzz|hb\.h|hb-.*\.h)$/i, 'libharfbuzz-dev'],
  [/^(?:fribidi|fribidi\.h)$/i, 'libfribidi-dev'],
  [/^(?:png\.h|libpng(?:16)?|png)$/i, 'libpng-dev'],
  [/^(?:jpeglib\.h|libjpeg|jpeg)$/i, 'libjpeg-dev'],
  [/^(?:tiff\.h|tiffio\.h|libtiff(?:-4)?|tiff)$/i, 'libtiff-dev'],
  [/^(?:magick\+\+\.h|magick\+\+)$/i, 'libmagick++-dev'],
  [/^(?:poppler-cpp|poppler\/.*)$/i, 'libpoppler-cpp-dev'],
  [/^(?:gsl\/.*|gsl|gsl-config)$/i, 'libgsl-dev'],
  [/^(?:gmp\.h|gmp)$/i, 'libgmp-dev'],
  [/^(?:mpfr\.h|mpfr)$/i, 'libmpfr-dev'],
  [/^(?:fftw3\.h|fftw3?)$/i, 'libfftw3-dev'],
  [/^(?:glpk\.h|glpk)$/i, 'libglpk-dev'],
  [/^(?:cblas\.h|openblas|blas|cblas)$/i, 'libopenblas-dev'],
  [/^(?:lapacke?\.h|lapack)$/i, 'liblapack-dev'],
  [/^(?:sodium\.h|libsodium|sodium)$/i, 'libsodium-dev'],
  [/^(?:v8\.h|v8)$/i, 'libnode-dev'],
  [/^(?:git2\.h|libgit2|git2)$/i, 'libgit2-dev'],
  [/^(?:libssh2?|libssh2?\.h|ssh2)$/i, 'libssh2-1-dev'],
  [/^(?:zmq\.h|libzmq|zmq)$/i, 'libzmq3-dev'],
  [/^(?:sndfile\.h|sndfile)$/i, 'libsndfile1-dev'],
  [/^(?:portaudio\.h|portaudio(?:-2\.0)?)$/i, 'portaudio19-dev'],
  [/^(?:sasl\/.*|sasl2)$/i, 'libsasl2-dev'],
  [/^(?:ldap\.h|lber\.h|ldap|lber)$/i, 'libldap-dev'],
  [/^(?:krb5\.h|krb5|krb5-config|gssapi\/.*)$/i, 'libkrb5-dev'],
  [/^(?:sql\.h|sqlext\.h|odbc)$/i, 'unixodbc-dev'],
  [/^(?:protobuf|google\/protobuf\/.*|protoc)$/i, 'libprotobuf-dev'],
  [/^(?:gl\/.*|gl)$/i, 'libgl-dev'],
  [/^(?:glu|gl\/glu\.h)$/i, 'libglu1-mesa-dev'],
  [/^(?:x11|x11\/.*)$/i, 'libx11-dev'],
  [/^(?:yaml\.h|yaml-0\.1)$/i, 'libyaml-dev'],
  [/^(?:readline\/.*|readline)$/i, 'libreadline-dev'],
  [/^(?:(?:[\w]+-linux-gnu-)?(?:gcc|g\+\+|cc|c\+\+|make)(?:-[\d.]+)?)$/, 'build-essential'],
  [/^(?:(?:[\w]+-linux-gnu-)?gfortran(?:-[\d.]+)?)$/, 'gfortran'],
  [/^(?:cargo|rustc)$/, 'cargo'],
  [/^clang(?:\+\+)?(?:-[\d.]+)?$/, 'clang'],
  [/^cmake$/, 'cmake'],
  [/^(?:ninja)$/, 'ninja-build'],
  [/^(?:pkg-config|pkgconf)$/, 'pkg-config'],
  [/^swig$/, 'swig'],
  [/^(?:autoreconf|autoconf)$/, 'autoconf'],
];

/** The Debian package that has the header, pkg-config module, library or program `name`. Undefined where it is not known here. */
export function debianPackageFor(name: string): string | undefined {
  return debianPackages.find(([pattern]) => pattern.test(name))?.[1];
}
