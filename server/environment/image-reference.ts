/** The name of an image taken apart: `quay.io/jupyter/base-notebook:2024-05-27@sha256:…`. */
export interface ImageReference {
  /** With its registry, as written; without tag and digest. */
  readonly name: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** Takes the name of an image apart. Anything is taken for one: whether it exists is another question. */
export function parseImage(text: string): ImageReference {
  const [named = '', digest] = text.split('@', 2);
  const colon = named.lastIndexOf(':');
  // A colon before the last slash is that of a port.
  const tagged = colon > named.lastIndexOf('/');
  return {
    name: tagged ? named.slice(0, colon) : named,
    ...(tagged && { tag: named.slice(colon + 1) }),
    ...(digest !== undefined && { digest }),
  };
}

/** The same name without the registry that is meant where none is named, and without `library/`. */
export function shortName(name: string): string {
  return name.replace(/^(?:(?:index\.|registry-1\.)?docker\.io\/)?(?:library\/)?/, '').toLowerCase();
}
