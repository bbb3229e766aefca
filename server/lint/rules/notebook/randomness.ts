import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { alsoAt } from './cells';
import type { CodeFacts, NamedCall } from './code';
import { callsOf, codeFacts, lastPart, lastParts } from './code';

/** Functions that draw from a generator which nobody gave a seed, by the package that a seed would be given to. */
const draws = new Set(
  [
    [
      'numpy.random',
      'rand randn randint random random_sample ranf sample choice shuffle permutation normal uniform poisson binomial exponential gamma beta lognormal multivariate_normal standard_normal dirichlet geometric',
    ],
    ['random', 'random randint randrange choice choices sample shuffle uniform gauss normalvariate'],
    ['torch', 'rand randn randint randperm normal bernoulli multinomial'],
    ['tensorflow.random', 'normal uniform shuffle'],
  ].flatMap(([module = '', names = '']) => names.split(' ').map((name) => `${module}.${name}`)),
);

/** Of scikit-learn and UMAP: they draw from NumPy's generator unless they are given `random_state`. */
const seeded = new Set(
  'train_test_split KMeans MiniBatchKMeans RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor MLPClassifier MLPRegressor TSNE UMAP GaussianMixture ShuffleSplit StratifiedShuffleSplit make_blobs make_moons make_circles make_classification make_regression'.split(
    ' ',
  ),
);

const lasts = lastParts([...draws, ...seeded, 'default_rng']);

/** Any of these seeds something, or is given a seed. */
const seeds = /seed|random_?state|PRNGKey|manual_|default_rng|RandomState/i;

export function* checkSeed(model: RepositoryModel, path: string): Iterable<Report> {
  const facts = codeFacts(model, path);
  const found = callsOf(facts, lasts).filter(isDraw);
  const [first] = found;
  if (first === undefined || isSeeded(facts)) return;
  yield {
    file: path,
    range: first.callee.range,
    args: { call: first.callee.text },
    related: alsoAt(
      path,
      found.map((call) => call.callee.range),
      'nb-seed-missing.related',
    ),
  };
}

function isDraw(call: NamedCall): boolean {
  if (call.name === 'numpy.random.default_rng') return call.arguments.length === 0;
  const isSeeded = call.arguments.some(({ name }) => name === 'random_state');
  return draws.has(call.name) || (seeded.has(lastPart(call.name)) && !isSeeded);
}

/** Somewhere in the notebook a seed is given: whether to everything that draws is more than can be told. */
function isSeeded({ cells }: CodeFacts): boolean {
  if (cells.some(({ definitions }) => definitions.some(({ text }) => seeds.test(text)))) return true;
  return cells
    .flatMap(({ calls }) => calls)
    .some(
      (call) =>
        (seeds.test(call.callee.text) && call.arguments.length > 0) ||
        call.arguments.some(({ name = '' }) => seeds.test(name)),
    );
}
