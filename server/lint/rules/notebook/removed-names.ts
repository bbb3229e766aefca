/** Something that a package no longer has. */
export interface Removed {
  /** Normalised; `python` for its own modules. */
  readonly package: string;
  /** The first version without it. */
  readonly since: string;
  /** The first version that has it again. */
  readonly until?: string;
  /** What does the same: a name of its own, or one beside it where it begins with a dot. */
  readonly instead?: string;
  /** True where that is the very same thing, so that nothing else changes. */
  readonly same?: true;
}

type Row = readonly [
  package_: string,
  module: string,
  since: string,
  /** With blanks between them. */
  names: string,
  /** `name=what does the same`, likewise. */
  instead?: string,
];

/**
 * Names by package, module and the release that took them away, as the packages' release notes say (known, not looked up;
 * where the notes of several releases could be meant, the latest of them). Curated: what notebooks were seen to use.
 */
const rows: readonly Row[] = [
  [
    'numpy',
    'numpy',
    '1.24',
    'float int object str complex',
    'float=float int=int object=object str=str complex=complex',
  ],
  [
    'numpy',
    'numpy',
    '2.0',
    'NaN Inf Infinity infty float_ complex_ string_ unicode_ PINF NINF product cumproduct sometrue alltrue msort round_ asfarray find_common_type cast issubclass_ mat',
    'NaN=.nan Inf=.inf Infinity=.inf infty=.inf float_=.float64 complex_=.complex128 string_=.bytes_ unicode_=.str_ PINF=.inf product=.prod cumproduct=.cumprod sometrue=.any alltrue=.all round_=.round mat=.asmatrix',
  ],
  ['numpy', 'numpy', '1.23', 'asscalar'],
  ['numpy', 'numpy', '1.18', 'rank'],
  [
    'pandas',
    'pandas',
    '1.0',
    'Panel rolling_mean rolling_std rolling_sum rolling_apply ewma scatter_matrix TimeGrouper match',
  ],
  [
    'pandas',
    'pandas',
    '2.0',
    'datetime np Int64Index Float64Index UInt64Index util.testing SparseSeries SparseDataFrame',
  ],
  ['pandas', 'pandas', '1.0', 'tools io.data io.wb tseries.plotting core.datetools'],
  ['scikit-learn', 'sklearn', '0.20', 'cross_validation grid_search learning_curve lda qda'],
  ['scikit-learn', 'sklearn', '0.22', 'preprocessing.Imputer datasets.fetch_mldata'],
  ['scikit-learn', 'sklearn', '0.23', 'externals.joblib externals.six metrics.jaccard_similarity_score'],
  ['scikit-learn', 'sklearn', '0.24', 'datasets.samples_generator utils.testing cluster.bicluster'],
  [
    'scikit-learn',
    'sklearn',
    '1.2',
    'datasets.load_boston metrics.plot_confusion_matrix metrics.plot_roc_curve metrics.plot_precision_recall_curve',
  ],
  [
    'scipy',
    'scipy.misc',
    '1.3',
    'imread imresize imsave imshow imrotate imfilter toimage fromimage bytescale factorial comb logsumexp pilutil',
  ],
  ['scipy', 'scipy.misc', '1.12', 'derivative face ascent electrocardiogram'],
  [
    'scipy',
    'scipy',
    '1.14',
    'integrate.simps integrate.trapz integrate.cumtrapz interpolate.interp2d',
    'integrate.simps=.simpson integrate.trapz=.trapezoid integrate.cumtrapz=.cumulative_trapezoid',
  ],
  ['scipy', 'scipy.interpolate', '1.3', 'spline spleval splmake'],
  ['scipy', 'scipy.signal', '1.13', 'hann hamming blackman bartlett gaussian kaiser tukey'],
  ['matplotlib', 'matplotlib', '2.2', 'finance'],
  [
    'matplotlib',
    'matplotlib',
    '3.1',
    'mlab.normpdf mlab.find mlab.bivariate_normal mlab.griddata mlab.movavg',
  ],
  ['matplotlib', 'matplotlib', '3.0', 'pyplot.hold pyplot.ishold'],
  [
    'matplotlib',
    'matplotlib',
    '3.9',
    'cm.get_cmap cm.register_cmap pyplot.cm.get_cmap pyplot.cm.register_cmap',
  ],
  [
    'tensorflow',
    'tensorflow',
    '2.0',
    'contrib placeholder Session InteractiveSession app flags ConfigProto global_variables_initializer get_variable variable_scope examples.tutorials layers.dense set_random_seed get_default_graph reset_default_graph',
  ],
  [
    'keras',
    'keras',
    '3.0',
    'utils.np_utils wrappers.scikit_learn layers.merge layers.core layers.convolutional layers.normalization layers.recurrent layers.advanced_activations',
  ],
  [
    'networkx',
    'networkx',
    '2.4',
    'connected_component_subgraphs from_pandas_dataframe weakly_connected_component_subgraphs',
  ],
  [
    'networkx',
    'networkx',
    '3.0',
    'read_gpickle write_gpickle info to_numpy_matrix from_numpy_matrix from_scipy_sparse_matrix to_scipy_sparse_matrix OrderedGraph',
  ],
  ['gensim', 'gensim', '4.0', 'summarization'],
  [
    'pillow',
    'PIL.Image',
    '10.0',
    'ANTIALIAS LINEAR CUBIC',
    'ANTIALIAS=.LANCZOS LINEAR=.BILINEAR CUBIC=.BICUBIC',
  ],
  [
    'scikit-image',
    'skimage',
    '0.18',
    'measure.compare_ssim measure.compare_psnr measure.compare_mse measure.structural_similarity',
  ],
  ['statsmodels', 'statsmodels', '0.13', 'tsa.arima_model'],
  ['geopandas', 'geopandas', '1.0', 'datasets'],
  ['plotly', 'plotly', '4.0', 'plotly'],
  ['bokeh', 'bokeh', '1.0', 'charts'],
  ['bokeh', 'bokeh', '3.0', 'models.Panel models.widgets.Panel models.widgets.Tabs'],
  [
    'python',
    'collections',
    '3.10',
    'Mapping MutableMapping Sequence MutableSequence Iterable Iterator Callable Hashable Sized Container Set MutableSet',
    'Mapping=.abc.Mapping MutableMapping=.abc.MutableMapping Sequence=.abc.Sequence MutableSequence=.abc.MutableSequence Iterable=.abc.Iterable Iterator=.abc.Iterator Callable=.abc.Callable Hashable=.abc.Hashable',
  ],
  ['python', 'time', '3.8', 'clock'],
  ['python', 'fractions', '3.9', 'gcd'],
  ['python', 'inspect', '3.11', 'getargspec formatargspec'],
  ['python', 'xml.etree', '3.9', 'cElementTree'],
];

/** Modules of Python itself, and the version without them. */
const modules: Readonly<Record<string, string>> = {
  imp: '3.12',
  asyncore: '3.12',
  asynchat: '3.12',
  telnetlib: '3.13',
  crypt: '3.13',
  cgi: '3.13',
  pipes: '3.13',
  imghdr: '3.13',
  sndhdr: '3.13',
};

/** Those that are another name of the same thing. */
const same = new Set(
  'numpy.float numpy.int numpy.object numpy.str numpy.complex numpy.NaN numpy.Inf numpy.infty numpy.PINF numpy.float_ numpy.complex_ PIL.Image.ANTIALIAS'.split(
    ' ',
  ),
);

const numpyBool: Removed = { package: 'numpy', since: '1.24', until: '2.0', instead: 'bool', same: true };

function removedIn([package_, module, since, names, instead = '']: Row): [string, Removed][] {
  const others = new Map(instead.split(' ').map((pair) => pair.split('=') as [string, string]));
  return names.split(' ').map((name) => {
    const full = `${module}.${name}`;
    const other = others.get(name);
    return [
      full,
      {
        package: package_,
        since,
        ...(other !== undefined && { instead: other }),
        ...(same.has(full) && { same: true }),
      },
    ];
  });
}

/** By full name. */
export const removedNames: ReadonlyMap<string, Removed> = new Map([
  ...rows.flatMap(removedIn),
  ['numpy.bool', numpyBool],
  ...Object.entries(modules).map(([name, since]): [string, Removed] => [name, { package: 'python', since }]),
]);

/** A method, told by its name alone, that counts where something of `module` is imported. */
export interface RemovedMethod extends Removed {
  readonly module: string;
  /** Only with this argument: a list has `append`, too, and no `ignore_index`. */
  readonly only?: string;
}

export const removedMethods: ReadonlyMap<string, RemovedMethod> = new Map([
  ['append', { package: 'pandas', module: 'pandas', since: '2.0', only: 'ignore_index' }],
  ['iteritems', { package: 'pandas', module: 'pandas', since: '2.0' }],
  ['as_matrix', { package: 'pandas', module: 'pandas', since: '1.0' }],
  ['ix', { package: 'pandas', module: 'pandas', since: '1.0' }],
  ['get_feature_names', { package: 'scikit-learn', module: 'sklearn', since: '1.2' }],
]);

/** An argument that some calls, by their full names, no longer take. */
export interface RemovedArgument extends Removed {
  readonly call: RegExp;
}

export const removedArguments: ReadonlyMap<string, RemovedArgument> = new Map([
  ['error_bad_lines', { call: /^pandas\.read_(?:csv|table)$/, package: 'pandas', since: '2.0' }],
  ['warn_bad_lines', { call: /^pandas\.read_(?:csv|table)$/, package: 'pandas', since: '2.0' }],
  ['squeeze', { call: /^pandas\.read_(?:csv|table|excel)$/, package: 'pandas', since: '2.0' }],
  ['sparse', { call: /(?:^|\.)OneHotEncoder$/, package: 'scikit-learn', since: '1.4' }],
  ['plot_width', { call: /^bokeh\.plotting\.figure$/, package: 'bokeh', since: '3.0' }],
  ['plot_height', { call: /^bokeh\.plotting\.figure$/, package: 'bokeh', since: '3.0' }],
  ['projection', { call: /(?:^|\.)gca$/, package: 'matplotlib', since: '3.7' }],
]);

/** Last parts of these calls. */
export const callsThatLost = 'read_csv read_table read_excel OneHotEncoder figure gca'.split(' ');

/** Styles of seaborn have the version in their names since then. */
export const seabornStyles: Removed = { package: 'matplotlib', since: '3.8' };
