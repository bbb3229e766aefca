import type Docker from 'dockerode';

const podmans = new WeakSet<Docker>();

/** True for a client whose engine is Podman. */
export function isPodman(docker: Docker): boolean {
  return podmans.has(docker);
}

/**
 * What Podman's part of the API needs: names without a registry mean one thing or another there, depending on how the
 * machine is configured, so that images of ours are called `localhost/bindery/…`.
 */
export function asPodman(docker: Docker): Docker {
  const getImage = docker.getImage.bind(docker);
  const importImage = docker.importImage.bind(docker) as unknown as ImportImage;
  docker.getImage = (name) => qualifiedTag(getImage(qualified(name)));
  docker.importImage = ((file: NodeJS.ReadableStream, options: ImportOptions) =>
    importImage(file, importOptions(options))) as unknown as Docker['importImage'];
  podmans.add(docker);
  return docker;
}

interface ImportOptions {
  readonly repo: string;
  readonly tag?: string;
}

/** It knows no tag but the one in the name. */
function importOptions({ tag, ...options }: ImportOptions): ImportOptions {
  const repo = qualified(options.repo);
  return { ...options, repo: tag === undefined ? repo : `${repo}:${tag}` };
}

type ImportImage = (file: NodeJS.ReadableStream, options: ImportOptions) => Promise<NodeJS.ReadableStream>;

function qualifiedTag(image: Docker.Image): Docker.Image {
  const tag = image.tag.bind(image) as (options: ImportOptions) => Promise<unknown>;
  image.tag = ((options: ImportOptions) =>
    tag({ ...options, repo: qualified(options.repo) })) as unknown as Docker.Image['tag'];
  return image;
}

function qualified(name: string): string {
  return name.startsWith('bindery/') ? `localhost/${name}` : name;
}

/** A Dockerfile of ours with the names that its images have on Podman. */
export function qualifiedDockerfile(text: string): string {
  return text.replace(/^(FROM |(?:COPY|RUN) .*?from=|    --mount=.*?from=)(?=bindery\/)/gm, '$1localhost/');
}

/** A name that an image gets. */
export const qualifiedName = qualified;

/** How the engine calls itself where its version tells that it is Podman. */
export function isPodmanVersion(version: unknown): boolean {
  const { Components } = (version ?? {}) as { Components?: readonly { readonly Name?: string }[] | null };
  return Components?.some(({ Name }) => Name?.startsWith('Podman') === true) === true;
}
