import type { RepositoryModel } from '../model';

/** True for a file that the build ignores: what stands in it has no effect, and only rules about that speak of it. */
export function isIgnored(model: RepositoryModel, path: string): boolean {
  const { files } = model.reading().environment;
  return files.find((file) => file.path === path)?.role === 'ignored';
}
