/**
 * Releases by which it is tried whether a declared range allows one, oldest first: of each line of releases the newest,
 * as far as they were known at the end of 2026.
 */
export const releases: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ['numpy', '1.18.5 1.19.5 1.21.6 1.22.4 1.23.5 1.24.4 1.25.2 1.26.4 2.0.2 2.1.3 2.2.6 2.3.5'],
    ['pandas', '0.25.3 1.0.5 1.1.5 1.2.5 1.3.5 1.4.4 1.5.3 2.0.3 2.1.4 2.2.3 2.3.3'],
    [
      'scikit-learn',
      '0.19.2 0.20.4 0.21.3 0.22.2 0.23.2 0.24.2 1.0.2 1.1.3 1.2.2 1.3.2 1.4.2 1.5.2 1.6.1 1.7.2',
    ],
    [
      'scipy',
      '1.2.3 1.3.3 1.4.1 1.5.4 1.6.3 1.7.3 1.8.1 1.9.3 1.10.1 1.11.4 1.12.0 1.13.1 1.14.1 1.15.3 1.16.3',
    ],
    ['matplotlib', '2.2.5 3.0.3 3.1.3 3.2.2 3.3.4 3.4.3 3.5.3 3.6.3 3.7.5 3.8.4 3.9.4 3.10.7'],
    ['tensorflow', '1.15.5 2.0.4 2.3.4 2.4.4 2.8.4 2.10.1 2.13.1 2.15.1 2.16.2 2.18.1 2.20.0'],
    ['keras', '2.2.5 2.3.1 2.4.3 2.11.0 2.15.0 3.0.5 3.6.0 3.12.0'],
    ['networkx', '2.3 2.4 2.5.1 2.8.8 3.0 3.1 3.2.1 3.4.2 3.5'],
    ['gensim', '3.8.3 4.0.1 4.3.3 4.4.0'],
    ['pillow', '8.4.0 9.5.0 10.0.1 10.4.0 11.3.0 12.0.0'],
    ['scikit-image', '0.17.2 0.18.3 0.19.3 0.20.0 0.22.0 0.24.0 0.25.2'],
    ['statsmodels', '0.12.2 0.13.5 0.14.5'],
    ['geopandas', '0.9.0 0.12.2 0.14.4 1.0.1 1.1.1'],
    ['plotly', '3.10.0 4.14.3 5.24.1 6.4.0'],
    ['bokeh', '0.13.0 1.4.0 2.4.3 3.0.3 3.4.3 3.8.1'],
  ].map(([name = '', versions = '']) => [name, versions.split(' ')]),
);

/** `version:python`: the Python that releases from a version on ask for. */
export const pythonOfReleases: ReadonlyMap<string, readonly (readonly [version: string, python: string])[]> =
  new Map(
    [
      ['numpy', '1.19:3.6 1.21:3.7 1.22:3.8 1.25:3.9 2.1:3.10 2.3:3.11'],
      ['pandas', '1.0:3.6 1.2:3.7 1.4:3.8 2.1:3.9 3.0:3.11'],
      ['scikit-learn', '0.21:3.5 0.23:3.6 1.0:3.7 1.1:3.8 1.4:3.9 1.7:3.10'],
      ['scipy', '1.3:3.5 1.6:3.7 1.8:3.8 1.11:3.9 1.14:3.10 1.16:3.11'],
      ['matplotlib', '3.0:3.5 3.1:3.6 3.4:3.7 3.6:3.8 3.8:3.9 3.10:3.10'],
      ['tensorflow', '2.0:3.5 2.4:3.6 2.8:3.7 2.13:3.8 2.15:3.9'],
      ['keras', '2.11:3.7 2.15:3.8 3.0:3.9'],
      ['networkx', '2.4:3.5 2.8:3.8 3.2:3.9 3.4:3.10 3.5:3.11'],
      ['gensim', '4.0:3.6 4.3:3.8'],
      ['pillow', '8.0:3.6 9.0:3.7 10.0:3.8 11.0:3.9 12.0:3.10'],
      ['scikit-image', '0.18:3.7 0.20:3.8 0.22:3.9 0.25:3.10'],
      ['statsmodels', '0.13:3.7 0.14:3.8'],
      ['geopandas', '0.12:3.8 1.0:3.9 1.1:3.10'],
      ['plotly', '5.0:3.6 6.0:3.8'],
      ['bokeh', '2.4:3.7 3.0:3.8 3.4:3.9 3.8:3.10'],
    ].map(([name = '', pairs = '']) => [
      name,
      pairs.split(' ').map((pair) => pair.split(':') as [string, string]),
    ]),
  );

/** Packages that bring another one with them, so that it is there without being declared. */
export const broughtBy: ReadonlyMap<string, readonly string[]> = new Map(
  [
    [
      'numpy',
      'pandas scipy matplotlib scikit-learn xarray seaborn scikit-image statsmodels tensorflow astropy',
    ],
    ['pandas', 'seaborn statsmodels geopandas xarray'],
    ['scipy', 'scikit-learn scikit-image statsmodels'],
    ['matplotlib', 'seaborn'],
    ['pillow', 'matplotlib scikit-image torchvision imageio'],
    ['keras', 'tensorflow'],
  ].map(([name = '', bringers = '']) => [name, bringers.split(' ')]),
);
