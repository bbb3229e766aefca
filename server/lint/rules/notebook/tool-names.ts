/** Where a program comes from. */
export interface Tool {
  /** Package of Debian and Ubuntu. */
  readonly apt: string;
  /** Packages of conda-forge or of the index that bring the program, normalised. */
  readonly packages?: readonly string[];
}

/**
 * Programs that notebooks call and that the base image (buildpack-deps 24.04 and the server's environment) does not
 * have, with the packages of Ubuntu 24.04 and of conda-forge that bring them (known).
 */
export const tools: ReadonlyMap<string, Tool> = new Map(
  Object.entries<Tool>({
    bcftools: { apt: 'bcftools', packages: ['bcftools'] },
    bedtools: { apt: 'bedtools', packages: ['bedtools'] },
    blastn: { apt: 'ncbi-blast+', packages: ['blast'] },
    blastp: { apt: 'ncbi-blast+', packages: ['blast'] },
    bowtie2: { apt: 'bowtie2', packages: ['bowtie2'] },
    bwa: { apt: 'bwa', packages: ['bwa'] },
    cdo: { apt: 'cdo', packages: ['cdo', 'python-cdo'] },
    clustalo: { apt: 'clustalo', packages: ['clustalo'] },
    dot: { apt: 'graphviz', packages: ['graphviz', 'python-graphviz', 'pygraphviz'] },
    exiftool: { apt: 'libimage-exiftool-perl', packages: ['exiftool', 'perl-image-exiftool'] },
    fastqc: { apt: 'fastqc', packages: ['fastqc'] },
    ffmpeg: { apt: 'ffmpeg', packages: ['ffmpeg', 'imageio-ffmpeg', 'ffmpeg-static', 'moviepy'] },
    ffprobe: { apt: 'ffmpeg', packages: ['ffmpeg'] },
    gdal_translate: {
      apt: 'gdal-bin',
      packages: ['gdal', 'libgdal-core', 'libgdal', 'rasterio', 'geopandas', 'fiona'],
    },
    gdalinfo: {
      apt: 'gdal-bin',
      packages: ['gdal', 'libgdal-core', 'libgdal', 'rasterio', 'geopandas', 'fiona'],
    },
    gdalwarp: {
      apt: 'gdal-bin',
      packages: ['gdal', 'libgdal-core', 'libgdal', 'rasterio', 'geopandas', 'fiona'],
    },
    gfortran: {
      apt: 'gfortran',
      packages: ['gfortran', 'fortran-compiler', 'compilers', 'gfortran-linux-64', 'gcc'],
    },
    gnuplot: { apt: 'gnuplot-nox', packages: ['gnuplot'] },
    gs: { apt: 'ghostscript', packages: ['ghostscript'] },
    hmmsearch: { apt: 'hmmer', packages: ['hmmer'] },
    htop: { apt: 'htop', packages: ['htop'] },
    java: { apt: 'default-jre-headless', packages: ['openjdk', 'java-jdk', 'pyspark', 'install-jdk'] },
    javac: { apt: 'default-jdk-headless', packages: ['openjdk', 'java-jdk'] },
    jq: { apt: 'jq', packages: ['jq'] },
    latex: { apt: 'texlive-latex-base', packages: ['texlive-core', 'texlive'] },
    latexmk: { apt: 'latexmk', packages: ['latexmk', 'texlive-core'] },
    mafft: { apt: 'mafft', packages: ['mafft'] },
    mpirun: { apt: 'openmpi-bin', packages: ['openmpi', 'mpich', 'mpi4py'] },
    mpiexec: { apt: 'openmpi-bin', packages: ['openmpi', 'mpich', 'mpi4py'] },
    muscle: { apt: 'muscle', packages: ['muscle'] },
    ncdump: { apt: 'netcdf-bin', packages: ['netcdf4', 'libnetcdf', 'netcdf-c', 'xarray'] },
    ncks: { apt: 'nco', packages: ['nco', 'pynco'] },
    ncrcat: { apt: 'nco', packages: ['nco', 'pynco'] },
    obabel: { apt: 'openbabel', packages: ['openbabel'] },
    ogr2ogr: { apt: 'gdal-bin', packages: ['gdal', 'libgdal-core', 'libgdal', 'geopandas', 'fiona'] },
    optipng: { apt: 'optipng', packages: ['optipng'] },
    pdflatex: { apt: 'texlive-latex-base', packages: ['texlive-core', 'texlive'] },
    pdftoppm: { apt: 'poppler-utils', packages: ['poppler', 'pdf2image'] },
    pdftotext: { apt: 'poppler-utils', packages: ['poppler', 'pdftotext'] },
    povray: { apt: 'povray', packages: ['povray', 'vapory'] },
    rsync: { apt: 'rsync', packages: ['rsync'] },
    samtools: { apt: 'samtools', packages: ['samtools', 'pysam'] },
    sox: { apt: 'sox', packages: ['sox', 'pysox'] },
    sqlite3: { apt: 'sqlite3', packages: ['sqlite'] },
    tabix: { apt: 'tabix', packages: ['htslib', 'tabix', 'pysam'] },
    tesseract: { apt: 'tesseract-ocr', packages: ['tesseract', 'pytesseract'] },
    tree: { apt: 'tree', packages: ['tree'] },
    xelatex: { apt: 'texlive-xetex', packages: ['texlive-core', 'texlive'] },
    'xvfb-run': { apt: 'xvfb', packages: ['xvfbwrapper', 'pyvirtualdisplay', 'xorg-xvfb'] },
    zip: { apt: 'zip', packages: ['zip'] },
    '7z': { apt: 'p7zip-full', packages: ['p7zip', '7zip'] },
  }),
);
