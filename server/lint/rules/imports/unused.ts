import { modulesOf, normalName, packagesWith } from '../../../environment/names/python';
import type { FileEdit } from '../../../protocol';
import { deleteLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { condaFile, condaPackagesOf } from '../env/conda-file';
import { deleteEntries } from '../env/yaml-edits';
import { commandLines } from '../repo/evidence';
import { declaredIn } from '../repo/declared';
import type { Declared } from '../repo/declared';
import { pipEntries, removeLines } from '../requirements/lists';
import { skippedFolders } from './folders';

/** More packages than this are what an environment holds, written down by a tool, rather than what somebody chose. */
const maxDeclared = 40;

/**
 * Packages that are asked for and that nothing imports: only those whose modules are known, and that are of no use
 * without being imported.
 */
export function* checkUnused(model: RepositoryModel): Iterable<Report> {
  const { buildpack, files } = model.reading().environment;
  if (buildpack === undefined || ['dockerfile', 'nix'].includes(buildpack) || isPartlyRead(model)) return;
  const declared = files
    .filter(({ role }) => role === 'used')
    .flatMap(({ path }) => declaredIn(model, path) ?? [])
    .filter(({ key }) => !key.startsWith('apt:'));
  if (declared.length > maxDeclared) return;
  const used = usedWords(model);
  if (used.size === 0) return;
  for (const each of declared) {
    if (!isIdle(each, declared, used)) continue;
    yield {
      file: each.file,
      range: each.name.range,
      args: { name: each.name.text },
      fixes: removal(model, each).map((edits) => ({
        code: 'nb-declared-unused.fix',
        args: { name: each.name.text },
        safe: false,
        edits,
      })),
    };
  }
}

/** Used by other packages once they are there, run as programs, or parts of Jupyter: nobody imports them. */
const quiet =
  /^(?:jupyter.*|nb.*|ipy.*|.*-kernel|xeus.*|notebook|voila.*|rise|appmode|jupytext|papermill|pytest.*|flake8.*|black|isort|mypy.*|pylint|tox|nox|pre-commit|hypothesis|coverage|codecov|sphinx.*|.*-sphinx.*|mkdocs.*|myst-.*|numpydoc|docutils|types-.*|.*-stubs|setuptools.*|wheel|pip|build|twine|cython|pybind11|ninja|six|future|typing-extensions|.*-plugin|.*-theme|pyviz-comms|.*-extension|.*labextension.*|snakemake.*|dvc.*|datalad|kaggle|gdown|wget|awscli|pooch|requests|certifi|line-profiler|memory-profiler|snakeviz|watermark|tqdm|ipympl|widgetsnbextension)$/;

/** Engines and back ends: pandas, xarray, matplotlib, plotly and others call them by themselves. */
const engines = new Set(
  `openpyxl xlrd xlwt xlsxwriter odfpy pyarrow fastparquet tables numexpr bottleneck lxml html5lib beautifulsoup4 sqlalchemy
  psycopg2 psycopg2-binary pymysql mysqlclient pyodbc pyxlsb tabulate jinja2 netcdf4 h5netcdf h5py zarr cfgrib eccodes pydap rasterio rioxarray
  pynio scipy dask distributed cftime nc-time-axis numbagg flox sparse s3fs gcsfs adlfs fsspec aiohttp boto3 botocore google-cloud-storage
  pyproj shapely fiona pyogrio rtree pygeos descartes mapclassify contextily folium geopandas libpysal cartopy geoviews datashader
  hvplot holoviews bokeh panel param kaleido plotly nbformat pillow imageio imageio-ffmpeg ffmpeg-python opencv-python
  opencv-python-headless av tifffile graphviz pydot pydotplus pygraphviz numba llvmlite torch torchvision torchaudio tensorflow jax jaxlib
  keras tf-keras sentencepiece protobuf accelerate safetensors tokenizers datasets huggingface-hub tensorboard xformers
  matplotlib python-dateutil pytz tzdata numpy pandas statsmodels patsy scikit-learn joblib threadpoolctl networkx sympy mpmath
  gdal pyqt5 pyqt6 pyside2 pyside6 vtk trame itkwidgets pythreejs selenium playwright pyepsg mpi4py petsc4py pyyaml toml tomli markdown
  ruamel-yaml python-dotenv cmdstanpy pystan blas osqp scs ecos cvxopt glpk uvicorn gunicorn cloudpickle cffi psutil dill httpx pydantic geopy highspy cyipopt pyfftw gmsh meshio igraph leidenalg louvain`.split(
    /\s+/,
  ),
);

function isIdle({ key }: Declared, declared: readonly Declared[], used: ReadonlySet<string>): boolean {
  const modules = modulesOf(key);
  if (modules.length === 0 || quiet.test(key) || engines.has(key)) return false;
  if ([...modules, key, key.replaceAll('-', '_')].some((name) => used.has(name.split('.')[0] ?? name)))
    return false;
  // What another package needs may be asked for to choose its version.
  return !declared.some((other) => other.key !== key && packagesWith(other.key).has(key));
}

/** Modules, and every word that a text, a magic or a command says. */
function usedWords(model: RepositoryModel): ReadonlySet<string> {
  return model.once('imports:used words', () => {
    const paths = [...model.filesOf('notebook'), ...model.filesOf('python')];
    const used = new Set(
      paths.filter((each) => !skippedFolders.test(each)).flatMap((path) => wordsIn(model, path)),
    );
    if (used.size === 0) return used;
    for (const line of commandLines(model)) addWords(line, used);
    return new Set([...used].flatMap((word) => [word, normalName(word)]));
  });
}

function wordsIn(model: RepositoryModel, path: string): readonly string[] {
  return model.once(`imports:words:${path}`, () => {
    const words = new Set<string>();
    for (const { imports, strings, magics } of model.python(path)) {
      for (const { module } of imports) addWords(module.text, words);
      for (const { text, alone } of strings) if (!alone && text.length < 80) addWords(text, words);
      for (const { name, rest } of magics) addWords(`${name} ${rest.text}`, words);
    }
    return [...words];
  });
}

function addWords(text: string, words: Set<string>): void {
  for (const [word] of text.slice(0, 500).matchAll(/[A-Za-z_][\w-]*/g)) words.add(word);
}

/** True where some code is not read: other notations of notebooks, Python in documents, files that cannot be read. */
function isPartlyRead(model: RepositoryModel): boolean {
  return model.once('imports:partly read', () => {
    if (model.filesOf('notebook').some((path) => model.notebook(path)?.fault !== undefined)) return true;
    if (
      model.files().some(({ path }) => /(?:\.(?:qmd|pyx|smk|ipynb\.txt)|(?:^|\/)Snakefile)$/.test(path)) ||
      model.has('.gitmodules')
    )
      return true;
    const documents = [...model.filesOf('markdown'), ...model.filesOf('r')].filter((path) =>
      /\.(?:md|rmd)$/i.test(path),
    );
    return documents.some((path) =>
      /\{code-cell\}|```\{?python|^jupytext:|reticulate/m.test(model.text(path)?.text ?? ''),
    );
  });
}

/** By whole lines, and never the last of a list. */
function removal(model: RepositoryModel, { file, name }: Declared): FileEdit[][] {
  const conda = condaFile(model);
  if (conda?.source.path === file) {
    const packages = condaPackagesOf(conda);
    const own = packages.find(({ spec }) => spec.name.range.start.offset === name.range.start.offset);
    const edits = own && deleteEntries(conda.source, [own.written], packages.length);
    if (edits !== undefined) return [edits];
  }
  const entry = pipEntries(model).find(
    ({ list, requirement }) =>
      list.source.path === file && requirement.name.range.start.offset === name.range.start.offset,
  );
  if (entry === undefined) return [];
  const edits = entry.list.conda
    ? removeLines(entry.list, [entry.line])
    : [deleteLines(entry.list.source, entry.line.range)];
  return edits === undefined ? [] : [edits];
}
