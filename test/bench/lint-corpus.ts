import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a repository of notebooks is made of. */
export interface Corpus {
  readonly notebooks: number;
  readonly scripts: number;
}

const requirements = ['numpy==1.26.4', 'pandas==2.2.2', 'matplotlib==3.9.0', 'scipy==1.13.1'];

/**
 * A repository like those that researchers publish: notebooks of thirty cells, with a hundred lines of code and five
 * pictures (in all 100 kB), scripts of a hundred lines, a few imports that nobody declared. The same for the same numbers.
 */
export async function makeCorpus(folder: string, { notebooks, scripts }: Corpus): Promise<string> {
  await mkdir(join(folder, 'src'), { recursive: true });
  await mkdir(join(folder, 'notebooks'), { recursive: true });
  await writeFile(join(folder, 'requirements.txt'), `${requirements.join('\n')}\n`);
  for (let number = 0; number < notebooks; number += 1) {
    await writeFile(join(folder, 'notebooks', `analysis-${number}.ipynb`), notebook(number));
  }
  for (let number = 0; number < scripts; number += 1) {
    await writeFile(join(folder, 'src', `module_${number}.py`), script(number));
  }
  return folder;
}

/** The text of one notebook; `edit` is what somebody has typed into its first cell. */
export function notebook(number: number, edit = ''): string {
  const cells = Array.from({ length: 30 }, (_, index) =>
    index % 3 === 2 ? markdownCell(index) : codeCell(number, index, edit),
  );
  const metadata = {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
    language_info: { name: 'python', version: '3.10.12' },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

function markdownCell(index: number): object {
  return {
    cell_type: 'markdown',
    id: `m${index}`,
    metadata: {},
    source: [`## Step ${index}\n`, 'Some words.'],
  };
}

function codeCell(number: number, index: number, edit: string): object {
  const text = index === 0 ? `${edit}${imports(number)}` : body(number, index);
  const picture = { 'image/png': 'iVBORw0KGgo'.repeat(1500), 'text/plain': ['<Figure size 640x480>'] };
  return {
    cell_type: 'code',
    execution_count: index + 1,
    id: `c${index}`,
    metadata: {},
    outputs: index % 6 === 1 ? [{ output_type: 'display_data', data: picture, metadata: {} }] : [],
    source: text.match(/[^\n]*\n|[^\n]+$/g),
  };
}

function imports(number: number): string {
  const rare =
    ['seaborn', 'cv2', 'sklearn.linear_model', 'statsmodels.api', 'networkx'][number % 5] ?? 'seaborn';
  return `import os\nimport numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\nfrom scipy import stats\nimport ${rare}\n`;
}

function body(number: number, index: number): string {
  return [
    `table_${index} = pd.read_csv(os.path.join('data', 'measure_${number}.csv'), sep=';')`,
    `values_${index} = table_${index}['depth'].to_numpy() * ${index + 1}.5`,
    `fig, ax = plt.subplots(figsize=(8, 4))`,
    `ax.plot(values_${index}, label=f'raw {len(values_${index})}')`,
    `slope_${index}, intercept_${index}, *_ = stats.linregress(np.arange(len(values_${index})), values_${index})`,
  ].join('\n');
}

function script(number: number): string {
  const functions = Array.from({ length: 8 }, (_, index) =>
    [
      `def step_${index}(frame, limit=${index}, *, names=('a', 'b')):`,
      `    """Reduces a frame to what lies within a limit."""`,
      `    selected = frame[frame['depth'] > limit]`,
      `    for name in names:`,
      `        if name not in selected.columns:`,
      `            raise KeyError(f'{name} is missing in {list(selected.columns)}')`,
      `    means = {name: float(np.nanmean(selected[name])) for name in names}`,
      `    with open(os.path.join('out', 'step_${index}.json'), 'w') as handle:`,
      `        json.dump(means, handle)`,
      `    return pd.DataFrame([means], index=['step_${index}'])`,
      '',
    ].join('\n'),
  );
  return `${imports(number)}import json\nfrom module_${(number + 1) % 7} import step_0\n\n\n${functions.join('\n\n')}`;
}
