import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { alsoAt } from './cells';
import type { CodeFacts, NamedCall } from './code';
import { codeFacts } from './code';

/** Functions that draw from a generator which nobody gave a seed, by the package that a seed would be given to. */
const draws =
  /^(?:numpy\.random\.(?:rand|randn|randint|random|random_sample|ranf|sample|choice|shuffle|permutation|normal|uniform|poisson|binomial|exponential|gamma|beta|lognormal|multivariate_normal|standard_normal|dirichlet|geometric)|random\.(?:random|randint|randrange|choice|choices|sample|shuffle|uniform|gauss|normalvariate)|torch\.(?:rand|randn|randint|randperm|normal|bernoulli|multinomial)|tensorflow\.random\.(?:normal|uniform|shuffle))$/;

/** Of scikit-learn and scipy: they draw from numpy's generator unless they are given `random_state`. */
const seeded =
  /(?:^|\.)(?:train_test_split|KMeans|MiniBatchKMeans|RandomForest(?:Classifier|Regressor)|ExtraTrees(?:Classifier|Regressor)|MLP(?:Classifier|Regressor)|TSNE|UMAP|GaussianMixture|ShuffleSplit|StratifiedShuffleSplit|make_(?:blobs|moons|circles|classification|regression))$/;

/** Any of these seeds something, or is given a seed. */
const seeds = /seed|random_?state|PRNGKey|manual_|default_rng|RandomState/i;

export function* checkSeed(model: RepositoryModel, path: string): Iterable<Report> {
  const facts = codeFacts(model, path);
  const found = facts.calls.filter(isDraw);
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
  return (
    draws.test(call.name) ||
    (seeded.test(call.name) && !call.arguments.some(({ name }) => name === 'random_state'))
  );
}

/** Somewhere in the notebook a seed is given: whether to everything that draws is more than can be told. */
function isSeeded({ cells, calls }: CodeFacts): boolean {
  if (cells.some(({ definitions }) => definitions.some(({ text }) => seeds.test(text)))) return true;
  return calls.some(
    (call) =>
      (seeds.test(call.callee.text) && call.arguments.length > 0) ||
      call.arguments.some(({ name = '' }) => seeds.test(name)),
  );
}
