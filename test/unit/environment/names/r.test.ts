import assert from 'node:assert/strict';
import {
  condaNameOfR,
  hasKnownDependencies,
  isBaseR,
  isOftenBrought,
  isRecommendedR,
  packageOfSource,
  packagesOfCondaCollection,
  repositoryOfR,
  squashed,
  withDependencies,
} from '../../../../server/environment/names/r';

describe('names of R packages', () => {
  it('know what comes with R', () => {
    assert.deepEqual(['stats', 'MASS', 'sf'].map(isBaseR), [true, false, false]);
    assert.deepEqual(['stats', 'MASS', 'sf'].map(isRecommendedR), [false, true, false]);
  });

  it('follow what packages bring along, over several steps and whatever the case of the letters', () => {
    const all = withDependencies(['Tidyverse', 'other']);
    assert.deepEqual(
      ['tidyverse', 'ggplot2', 'scales', 'r6', 'other', 'sf'].map((name) => all.has(name)),
      [true, true, true, true, true, false],
    );
  });

  it('tell what is often brought along from what one has to ask for', () => {
    assert.deepEqual([isOftenBrought('ggplot2'), isOftenBrought('gstat')], [true, false]);
    assert.deepEqual([hasKnownDependencies('tidyverse'), hasKnownDependencies('gstat')], [true, false]);
  });

  it('know where packages can be had', () => {
    assert.deepEqual(['DESeq2', 'gstat', 'driftr'].map(repositoryOfR), ['bioconductor', 'cran', undefined]);
    assert.deepEqual(['DESeq2', 'data.table'].map(condaNameOfR), ['bioconductor-deseq2', 'r-data.table']);
    assert.ok(packagesOfCondaCollection('r-essentials').includes('tidyverse'));
    assert.deepEqual(packagesOfCondaCollection('r-sf'), []);
  });

  it('read the package in what an installing function is given', () => {
    const sources = [
      'sf',
      'sf@1.0-16',
      'owner/sf@main',
      'owner/tools/subfolder',
      'bioc::limma',
      'https://example.org/owner/sf.git',
      'https://example.org/src/contrib/oldpkg_1.2.0.tar.gz',
      'a sentence of words',
      '',
    ];
    assert.deepEqual(sources.map(packageOfSource), [
      ...['sf', 'sf', 'sf', 'subfolder', 'limma', 'sf', 'oldpkg'],
      undefined,
      undefined,
    ]);
    assert.equal(squashed('color-brewer'), squashed('ColorBrewer'));
  });
});
