import { condaPackages } from '../../../environment/environment-yml';
import {
  basePackages,
  bringsEverything,
  modulesOf,
  normalName,
  packagesWith,
  pipName,
} from '../../../environment/names/python';
import type { RequirementLine } from '../../../environment/requirement-line';
import { packageAtLocation } from '../../../environment/requirement-line';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';
import { commandedPackages } from '../repo/evidence';
import { pipEntries, pipLists } from '../requirements/lists';
import { projectDependencies } from './project';

/** What the build brings, as far as names tell. All names are normalised. */
export interface Brought {
  /** Packages of the index that something asks for by name, and the names of conda's that are no package of the index. */
  readonly direct: ReadonlySet<string>;
  /** The same and all that is known to come along, what every image has among it. */
  readonly packages: ReadonlySet<string>;
  /** Packages asked for of which no table tells what they bring: they may bring anything that others need too. */
  readonly unknown: ReadonlySet<string>;
  /** True where something is asked for by an address or a folder: what that needs, nobody can tell. */
  readonly located: boolean;
  /** True where names tell nothing: whatever is imported may be there. */
  readonly everything: boolean;
}

/** What the build brings. */
export function brought(model: RepositoryModel): Brought {
  return model.once('imports:brought', () => {
    const { names, commanded, conda, extras, unknown, everything } = askedFor(model);
    const direct = new Set([...names, ...conda, ...commanded]);
    const packages = new Set(basePackages());
    for (const name of [...direct, ...extras, ...conda.map((each) => `conda:${each}`)])
      for (const each of packagesWith(name)) packages.add(each);
    const untold = [...names, ...extras, ...unknown].filter(
      (name) => packagesWith(name).size === 1 && !isSmall(name),
    );
    return { direct, packages, unknown: new Set(untold), located: unknown.length > 0, everything };
  });
}

/** Packages that need nothing but Python: the tables say nothing of them because there is nothing to say. */
const small = new Set(
  `numpy tqdm pytz six toml tomli pyyaml ruamel-yaml attrs click joblib simpy pulp uncertainties polars graphviz tabulate
  openpyxl xlrd xlsxwriter lxml html5lib pillow cython ply pyparsing sortedcontainers toolz natsort colorama termcolor
  python-dotenv psutil pyserial redis pymongo sqlalchemy psycopg2-binary psycopg2 pymysql markdown pygments markupsafe
  packaging setuptools wheel pip certifi idna chardet urllib3 decorator future ipykernel ipython ipywidgets jupyter
  jupyterlab notebook nbconvert nbformat voila jupytext nbgitpuller rise ffmpeg-python imageio-ffmpeg pydot pygraphviz
  llvmlite mpmath unidecode regex emoji cffi pybind11 ninja protobuf msgpack simplejson ujson orjson`.split(
    /\s+/,
  ),
);

function isSmall(name: string): boolean {
  return small.has(name) || /^(?:jupyter|nb|ipy|types-|pytest)|-stubs$/.test(name);
}

/** Plain lists, which are compared: code that is edited seldom changes them. */
interface Asked {
  readonly names: readonly string[];
  /** Words of commands, names of packages among them. */
  readonly commanded: readonly string[];
  /** Of conda, as they are called there. */
  readonly conda: readonly string[];
  /** `name[extra]`. */
  readonly extras: readonly string[];
  /** Addresses and folders, whatever they hold. */
  readonly unknown: readonly string[];
  readonly everything: boolean;
}

function askedFor(model: RepositoryModel): Asked {
  return model.once('imports:asked', () => {
    const conda = condaNames(model);
    const lists = pipLists(model).filter(({ constraint }) => !constraint);
    const lines = lists.flatMap((list) => list.lines);
    const locations = lines.flatMap(locationName);
    const project = projectDependencies(model);
    const extras = pipEntries(model).flatMap(({ name, requirement }) =>
      requirement.extras.map((extra) => `${name}[${extra.text.toLowerCase()}]`),
    );
    return {
      names: [
        ...pipEntries(model).map(({ name }) => name),
        ...conda.flatMap((name) => pipName(name) ?? []),
        ...pipfileNames(model),
        ...locations,
        ...project.names,
      ],
      commanded: [...commandedPackages(model)].sort(),
      conda: conda.map(normalName),
      extras: [...extras, ...pipfileExtras(model)],
      unknown: [
        ...locations,
        ...pipEntries(model).flatMap(({ name, requirement }) => (requirement.url ? [name] : [])),
      ],
      everything:
        project.open ||
        isDecidedElsewhere(model) ||
        conda.some(bringsEverything) ||
        lines.some(({ kind }) => kind === 'invalid'),
    };
  });
}

/** An image of the repository's own; and builds that stop, for which something else is said. */
function isDecidedElsewhere(model: RepositoryModel): boolean {
  const { environment, readers } = model.reading();
  const { buildpack } = environment;
  if (buildpack === undefined || buildpack === 'dockerfile' || buildpack === 'nix') return true;
  const files = [readers.conda, readers.pipfile, readers.pyproject];
  return files.some((file) => file?.syntaxError !== undefined && !isIgnored(model, file.source.path));
}

function condaNames(model: RepositoryModel): string[] {
  const { conda } = model.reading().readers;
  if (conda === undefined || isIgnored(model, conda.source.path)) return [];
  return condaPackages(conda).map(({ name }) => name.text);
}

/** `name = { extras = ["plots"] }`. */
function pipfileExtras(model: RepositoryModel): string[] {
  const { pipfile } = model.reading().readers;
  if (pipfile === undefined || isIgnored(model, pipfile.source.path)) return [];
  return pipfile.packages.flatMap(({ name, value }) => {
    const list = /\bextras\s*=\s*\[([^\]]*)\]/.exec(value.text)?.[1] ?? '';
    return [...list.matchAll(/["']([\w.-]+)["']/g)].map(
      ([, extra = '']) => `${normalName(name.text)}[${extra.toLowerCase()}]`,
    );
  });
}

/** Both groups are installed; the lock counts where there is one. */
function pipfileNames(model: RepositoryModel): string[] {
  const { pipfile, pipfileLock } = model.reading().readers;
  const file = pipfileLock ?? pipfile;
  if (file === undefined || isIgnored(model, file.source.path)) return [];
  return [...file.packages, ...(pipfile?.packages ?? [])].map(({ name }) => normalName(name.text));
}

/** What stands at an address or in a folder, which may be anything. */
function locationName(line: RequirementLine): string[] {
  return line.kind === 'location' ? [normalName(packageAtLocation(line.location.text) ?? 'unknown')] : [];
}

/** How many packages of the tables need this one: what most need comes along with what no table knows. */
export function isOftenBrought(name: string): boolean {
  return often.has(normalName(name));
}

const often = new Set(
  `numpy scipy pandas matplotlib packaging requests tqdm pyyaml pillow scikit-learn networkx xarray dask joblib jinja2 h5py numba
  sympy setuptools python-dateutil pytz attrs click cloudpickle decorator fsspec psutil typing-extensions pydantic rich
  shapely pyproj geopandas astropy seaborn statsmodels netcdf4 lxml beautifulsoup4 plotly bokeh torch sqlalchemy imageio scikit-image
  protobuf toolz filelock platformdirs urllib3 certifi tabulate cython tornado six cycler pyparsing traitlets rasterio zarr aiohttp
  wrapt toml more-itertools pooch cftime ipywidgets ipython flask numexpr tables markdown termcolor colorama docutils sphinx pytest`.split(
    /\s+/,
  ),
);

/** True where a module of this package may be there: under its own name, or one that differs by what people add to names. */
export function mayBring(names: ReadonlySet<string>, module: string): boolean {
  const name = normalName(module);
  return [
    name,
    `python-${name}`,
    `py-${name}`,
    `py${name}`,
    `${name}-python`,
    `${name}-py`,
    `lib${name}`,
  ].some((each) => names.has(each));
}

/** Packages asked for of whose modules no table tells. */
export function unclaimed({ direct, unknown }: Brought): string[] {
  return [...unknown].filter((name) => direct.has(name) && modulesOf(name).length === 0);
}
