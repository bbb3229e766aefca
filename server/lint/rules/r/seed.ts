import type { RCall, RCode } from '../../../environment/code/r-code';
import { functionName } from '../../../environment/code/r-uses';
import { insertLinesBefore } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { analysisFiles } from './files';
import { isPackageCode } from './used';

/** Functions whose results are drawn at random. */
const drawing = new Set(
  'sample sample.int rnorm runif rbinom rpois rexp rgamma rbeta rt rchisq rmultinom rgeom rnbinom rweibull rlogis rcauchy rlnorm mvrnorm rmvnorm sample_n sample_frac slice_sample kmeans boot createDataPartition initial_split vfold_cv randomForest ranger train Rtsne umap metaMDS adonis adonis2 permutest bootstraps'.split(
    ' ',
  ),
);

/** Functions that make what is drawn the same each time. */
const seeding = new Set(
  'set.seed with_seed local_seed with_preserve_seed set_seed registerDoRNG clusterSetRNGStream'.split(' '),
);

/** Code that draws at random where nothing sets a seed. */
export function* checkSeed(model: RepositoryModel): Iterable<Report> {
  const files = analysisFiles(model);
  const seeds = files.filter(({ codes }) => codes.some((code) => code.calls.some(isSeeding)));
  const seeded = new Set(seeds.map(({ path }) => path));
  // A script that sets a seed may run the others, or be run by them.
  const runsOthers = files.some(({ codes }) => codes.some((code) => code.calls.some(isSource)));
  if (seeded.size > 0 && runsOthers) return;
  for (const { path, codes } of files) {
    if (seeded.has(path) || isPackageCode(model, path)) continue;
    const found = codes
      .flatMap((code) => code.calls.map((call) => ({ code, call })))
      .find(({ call }) => !call.conditional && drawing.has(functionName(call.callee.text)) && !hasSeed(call));
    if (found === undefined) continue;
    const { callee } = found.call;
    yield { file: path, range: callee.range, args: { function: callee.text }, fixes: seedFix(found.code) };
  }
}

function isSeeding({ callee }: RCall): boolean {
  return seeding.has(functionName(callee.text));
}

function isSource({ callee }: RCall): boolean {
  return ['source', 'render', 'knit', 'sys.source', 'knit_child'].includes(functionName(callee.text));
}

/** Some take the seed themselves. */
function hasSeed({ arguments: list }: RCall): boolean {
  return list.some(({ name }) => name === 'seed');
}

/** Before the first statement of the script, the chunk or the cell that draws, where that begins its line. */
function seedFix({ source, begin }: RCode): ReportFix[] {
  if (begin?.column !== 0) return [];
  const edits = [insertLinesBefore(source, begin.line, ['set.seed(1)'])];
  return [{ code: 'r-seed-missing.fix', safe: false, edits }];
}
