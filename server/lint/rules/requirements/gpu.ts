import type { RequirementLine } from '../../../environment/requirement-line';
import type { TextSpan } from '../../../environment/text';
import { rangeAt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import type { PipList } from './lists';
import { pipLists } from './lists';
import { listed } from './local-urls';

/** Packages that are of use with a graphics card alone. */
const gpuPackage =
  /^(?:cupy-cuda\d+x?|onnxruntime-gpu|faiss-gpu(?:-cu\d+)?|dgl-cu\d+|mxnet-cu\d+\w*|spconv-cu\d+|jax-cuda\d+-\w+|pycuda|paddlepaddle-gpu)$/i;

/** Extras that bring CUDA. */
const gpuExtra = /^(?:cuda\d*(?:_local|_pip)?|and-cuda|gpu)$/i;

/** A local label such as `+cu118`, and the folder of an index that holds such files. */
const cudaLabel = /\+cu\d+/i;
const cudaFolder = /\/whl\/(?:nightly\/)?(cu\d+)(?=\/|$)/i;

interface Mark {
  readonly span: TextSpan;
  /** What it is called in the message. */
  readonly name: string;
  /** The same for the processor alone, where one edit makes it. */
  readonly edit?: FileEdit;
}

/** One finding a list: each of these brings gigabytes that no public hub has a card for. */
export function* checkGpu(model: RepositoryModel): Iterable<Report> {
  for (const list of pipLists(model)) {
    const marks = list.lines.flatMap((line) => [...marksOf(list, line)]);
    const [first] = marks;
    if (first === undefined) continue;
    const edits = marks.flatMap(({ edit }) => edit ?? []);
    yield {
      file: list.source.path,
      range: first.span.range,
      args: { names: listed(marks.map(({ name }) => name)) },
      fixes: edits.length < marks.length ? [] : [{ code: 'req-gpu-wheel.fix', safe: false, edits }],
    };
  }
}

function* marksOf(list: PipList, line: RequirementLine): Iterable<Mark> {
  for (const { value } of line.options) {
    const folder = value && cudaFolder.exec(value.text);
    if (value !== undefined && folder?.[1] !== undefined) {
      const at = value.range.start.offset + folder.index + folder[0].length - folder[1].length;
      const range = rangeAt(list.source, at, at + folder[1].length);
      yield {
        span: { text: folder[1], range },
        name: folder[1],
        edit: replaceSpan(list.source, { range }, 'cpu'),
      };
    }
  }
  if (line.kind !== 'requirement') return;
  const { name, extras, clauses } = line.requirement;
  for (const { version } of clauses) {
    if (!cudaLabel.test(version.text)) continue;
    const edit = replaceSpan(list.source, version, version.text.replace(cudaLabel, '+cpu'));
    yield { span: version, name: `${name.text} ${version.text}`, edit };
  }
  const extra = extras.find(({ text }) => gpuExtra.test(text));
  if (gpuPackage.test(name.text)) yield { span: name, name: name.text };
  else if (extra !== undefined) yield { span: extra, name: `${name.text}[${extra.text}]` };
}
