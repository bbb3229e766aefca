import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import {
  basePackages,
  bringsEverything,
  condaName,
  isStandardModule,
  modulesOf,
  normalName,
  packageForImport,
  packageOfModule,
  packagesWith,
  pipName,
  standardElsewhere,
  successorOf,
} from '../../../../server/environment/names/python';

const folder = 'server/environment/names';
const tables = ['modules.json', 'conda.json', 'brings.json'].map((name) =>
  readFileSync(`${folder}/${name}`, 'utf8'),
);

describe('names of Python packages', () => {
  const named: Readonly<Record<string, readonly [pip: string, conda: string]>> = {
    numpy: ['numpy', 'numpy'],
    netCDF4: ['netcdf4', 'netcdf4'],
    cv2: ['opencv-python-headless', 'opencv'],
    'PIL.Image': ['Pillow', 'pillow'],
    'skimage.io': ['scikit-image', 'scikit-image'],
    torch: ['torch', 'pytorch'],
    tables: ['tables', 'pytables'],
    'mpl_toolkits.mplot3d': ['matplotlib', 'matplotlib'],
    'mpl_toolkits.basemap': ['basemap', 'basemap'],
    'google.cloud.storage.client': ['google-cloud-storage', 'google-cloud-storage'],
    'google.protobuf': ['protobuf', 'protobuf'],
    'google.colab.drive': ['', ''],
    'ruamel.yaml': ['ruamel.yaml', 'ruamel.yaml'],
    'odc.stac': ['odc-stac', 'odc-stac'],
    osgeo: ['gdal', 'gdal'],
    graph_tool: ['', 'graph-tool'],
    iris: ['scitools-iris', 'iris'],
    pysam: ['pysam', ''],
    Bio: ['biopython', 'biopython'],
  };
  for (const [module, [pip, conda]] of Object.entries(named)) {
    it(`knows what brings ${module}`, () => {
      const found = packageOfModule(module);
      assert.deepEqual([found.known, found.pip, found.conda], [true, pip, conda]);
    });
  }

  it('takes the name of a module that no table knows for its package', () => {
    const guessed = packageOfModule('my_package.part');
    assert.deepEqual([guessed.known, guessed.pip, guessed.conda], [false, 'my_package', 'my-package']);
    assert.equal(packageOfModule('constructor').known, false);
  });

  it('lets what the user says count first', () => {
    assert.equal(packageOfModule('cv2', { cv2: 'our-opencv' }).pip, 'our-opencv');
    assert.equal(
      packageOfModule('lab.tools.io', { lab: 'lab-core', 'lab.tools': 'lab-tools' }).pip,
      'lab-tools',
    );
  });

  it('goes both ways between the index and conda-forge', () => {
    for (const [pip, conda] of Object.entries({
      tables: 'pytables',
      graphviz: 'python-graphviz',
      h3: 'h3-py',
      msgpack: 'msgpack-python',
    })) {
      assert.equal(condaName(pip), conda);
      assert.equal(pipName(conda), pip);
    }
    assert.equal(pipName('matplotlib-base'), 'matplotlib');
    assert.equal(condaName('matplotlib'), 'matplotlib');
    assert.equal(pipName('py-opencv'), 'opencv-python-headless');
    for (const other of [
      'python',
      'nodejs',
      'r-ggplot2',
      'graphviz',
      'libgdal',
      'bioconductor-deseq2',
      '_openmp_mutex',
    ])
      assert.equal(pipName(other), undefined, other);
    for (const same of ['libpysal', 'librosa', 'numpy']) assert.equal(pipName(same), same);
  });

  it('knows the modules of a package', () => {
    assert.deepEqual(modulesOf('scikit-learn'), ['sklearn']);
    assert.deepEqual(modulesOf('PyYAML'), ['yaml']);
    assert.deepEqual([...modulesOf('matplotlib')].sort(), ['matplotlib', 'mpl_toolkits', 'pylab']);
    assert.ok(modulesOf('opencv-python').includes('cv2'));
    assert.deepEqual(modulesOf('nobody-knows'), []);
  });

  it('knows what comes along', () => {
    for (const name of ['numpy', 'python-dateutil', 'pytz', 'pillow', 'cycler'])
      assert.ok(packagesWith('seaborn').has(name), name);
    assert.ok(!packagesWith('numpy').has('pandas'));
    assert.ok(packagesWith('conda:scipy-stack').has('sympy'));
    assert.ok(bringsEverything('anaconda') && !bringsEverything('numpy'));
    for (const name of ['ipython', 'ipywidgets', 'requests', 'pyzmq', 'setuptools'])
      assert.ok(basePackages().has(name), name);
    assert.ok(!basePackages().has('numpy'));
  });

  it('knows the standard library of each Python', () => {
    assert.ok(
      isStandardModule('os.path') && isStandardModule('xml.etree.ElementTree') && isStandardModule('cgi'),
    );
    assert.ok(!isStandardModule('numpy') && !isStandardModule('urllib2') && !isStandardModule('toString'));
    assert.ok(isStandardModule('cgi', '3.12') && !isStandardModule('cgi', '3.13'));
    assert.ok(!isStandardModule('tomllib', '3.10') && isStandardModule('tomllib', '3.11'));
    assert.ok(isStandardModule('distutils', '3.14') && !isStandardModule('imp', '3.12'));
    assert.ok(isStandardModule('urllib2', '2.7'));
    assert.deepEqual(standardElsewhere('tomllib', '3.10'), { since: '3.11' });
    assert.deepEqual(standardElsewhere('imp', '3.12'), { until: '3.12' });
    assert.equal(standardElsewhere('os', '3.12'), undefined);
    assert.equal(successorOf('urllib2'), 'urllib.request');
    assert.equal(successorOf('urllib'), undefined);
  });

  it('knows packages by what people ask for instead', () => {
    assert.equal(packageForImport('bio'), 'biopython');
    assert.equal(packageForImport('google.colab'), undefined);
    assert.equal(packageForImport('requests'), undefined);
    assert.equal(normalName('Ruamel_Yaml.clib'), 'ruamel-yaml-clib');
  });

  it('stays within 60 kB, compressed', () => {
    const size = tables.reduce((sum, table) => sum + gzipSync(JSON.stringify(JSON.parse(table))).length, 0);
    assert.ok(size < 60_000, String(size));
  });
});
