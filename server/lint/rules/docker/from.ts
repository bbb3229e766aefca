import type { DockerStage } from '../../../environment/dockerfile-stages';
import type { ImageReference } from '../../../environment/image-reference';
import { parseImage } from '../../../environment/image-reference';
import { excerpt, rangeAt } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { movedImage } from './bases';
import { usedDockerfile } from './file';

/** Images that are taken from a registry, stage by stage, as far as their names are known. */
function* pulled(
  model: RepositoryModel,
): Iterable<{ stage: DockerStage; image: ImageReference; path: string }> {
  const used = usedDockerfile(model);
  for (const stage of used?.stages ?? []) {
    if (used === undefined || stage.image === undefined || stage.image === 'scratch') continue;
    yield { stage, image: parseImage(stage.image), path: used.path };
  }
}

export function* checkUntagged(model: RepositoryModel): Iterable<Report> {
  for (const { stage, image, path } of pulled(model)) {
    if (image.tag !== undefined || image.digest !== undefined) continue;
    yield { file: path, range: stage.from.image.range, args: { image: excerpt(image.name) } };
  }
}

export function* checkLatest(model: RepositoryModel): Iterable<Report> {
  for (const { stage, image, path } of pulled(model)) {
    if (image.tag !== 'latest' || image.digest !== undefined) continue;
    yield { file: path, range: stage.from.image.range, args: { image: excerpt(image.name) } };
  }
}

/** Tags that nobody moves: hashes of commits, days. */
const fixedTag = /^[0-9a-f]{12,40}$|\b\d{4}[.-]\d{2}[.-]\d{2}\b/;

export function* checkDigest(model: RepositoryModel): Iterable<Report> {
  for (const { stage, image, path } of pulled(model)) {
    const { tag, digest } = image;
    if (tag === undefined || tag === 'latest' || digest !== undefined || fixedTag.test(tag)) continue;
    yield {
      file: path,
      range: stage.from.image.range,
      args: { image: excerpt(image.name), tag: excerpt(tag) },
    };
  }
}

export function* checkMoved(model: RepositoryModel): Iterable<Report> {
  const { dockerfile } = model.reading().readers;
  for (const { stage, image, path } of pulled(model)) {
    const moved = movedImage(image);
    if (moved === undefined || image.digest !== undefined || dockerfile === undefined) continue;
    if (image.tag !== undefined && image.tag !== 'latest') continue;
    const written = stage.from.image;
    const { start } = written.range;
    const name = rangeAt(dockerfile.source, start.offset, start.offset + image.name.length);
    const fixes: ReportFix[] = written.text.startsWith(image.name)
      ? [
          {
            code: 'docker-from-dead-registry.fix',
            args: { moved },
            safe: false,
            edits: [replaceSpan(dockerfile.source, { range: name }, moved)],
          },
        ]
      : [];
    yield { file: path, range: written.range, args: { image: excerpt(image.name), moved }, fixes };
  }
}

export function* checkPlatform(model: RepositoryModel): Iterable<Report> {
  const used = usedDockerfile(model);
  for (const { from } of used?.stages ?? []) {
    const flag = from.flags.find(({ text }) => /^--platform=[^$]+$/.test(text));
    if (used === undefined || flag === undefined) continue;
    const { start, end } = flag.range;
    const { source } = used.file;
    const blanks = /^\s*/.exec(source.text.slice(end.offset, end.offset + 100))?.[0] ?? '';
    const range = rangeAt(source, start.offset, end.offset + blanks.length);
    const edits = [replaceSpan(source, { range }, '')];
    yield {
      file: used.path,
      range: flag.range,
      args: { platform: excerpt(flag.text.slice('--platform='.length)) },
      fixes: [{ code: 'docker-platform-hardcoded.fix', safe: false, edits }],
    };
  }
}

/** The base image of Binder's first version: planning finds it before anything else. */
export function* checkLegacyBase(model: RepositoryModel): Iterable<Report> {
  for (const { error, file, range } of model.reading().environment.problems) {
    if (error.code === 'legacy-binder-base-removed') yield { file: file ?? '', ...(range && { range }) };
  }
}
