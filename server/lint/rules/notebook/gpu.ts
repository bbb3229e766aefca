import type { PythonCode } from '../../../environment/code/python-code';
import type { TextSpan } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { codeFacts } from './code';

/** Packages that do nothing without a GPU. */
const gpuModules = new Set([
  'cupy',
  'cudf',
  'cuml',
  'cugraph',
  'cuspatial',
  'rmm',
  'pycuda',
  'pynvml',
  'nvidia_smi',
]);

/** Any of these says that the code looks first. */
const looks =
  /is_available|list_physical_devices|device_count|torch\.cuda\.\w*available|is_gpu_available|get_device_name|nvidia-smi|\bCUDA_AVAILABLE|\bHAS_GPU|\bUSE_CUDA|\buse_cuda|\bhas_gpu/;

export function* checkGpu(model: RepositoryModel, path: string): Iterable<Report> {
  const { cells } = codeFacts(model, path);
  const places = cells.flatMap(placesIn);
  const [first] = places;
  if (first === undefined || cells.some(({ source }) => looks.test(source.text))) return;
  yield { file: path, range: first.range, args: { written: first.text.slice(0, 60) } };
}

function placesIn({ source, imports, calls, strings }: PythonCode): TextSpan[] {
  if (!/cu|rmm|nvml|nvidia/.test(source.text)) return [];
  return [
    ...imports
      .filter(({ module, guard }) => guard === undefined && gpuModules.has(module.text.split('.')[0] ?? ''))
      .map(({ module }) => module),
    ...calls
      .filter((call) => call.callee.text.endsWith('.cuda') && call.arguments.length <= 1)
      .map(({ callee }) => callee),
    ...strings.filter(({ text, alone }) => !alone && text.startsWith('cuda') && /^cuda(?::\d)?$/.test(text)),
  ];
}
