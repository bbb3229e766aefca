import type { ImageReference } from '../../../environment/image-reference';
import { shortName } from '../../../environment/image-reference';

// What is known of the images that Dockerfiles begin with, as their publishers describe them. Any other image is somebody's
// own: it may have Jupyter, a user and the files of the repository already.

/** Images with a Jupyter server and a user whose number is 1000, and the variables NB_USER and NB_UID. */
const jupyterImages =
  /^(?:(?:quay\.io\/)?jupyter\/(?!docker-stacks-foundation)[\w.-]+|(?:quay\.io\/)?jupyterhub\/(?:k8s-)?singleuser(?:-sample)?|rocker\/binder|(?:quay\.io\/)?pangeo\/[\w.-]+)$/;

/** Images with a Jupyter server and whatever user. */
const otherJupyterImages =
  /^(?:.*-notebook|.*jupyter.*|continuumio\/anaconda3?|nvcr\.io\/nvidia\/.*|rapidsai\/.*|sagemath\/.*|dolfinx\/lab)$/;

/** Images of languages, systems and services, which have no Jupyter, and in which root is the user. */
const plainImages = new Set([
  'almalinux',
  'alpine',
  'amazonlinux',
  'archlinux',
  'bitnami/minideb',
  'buildpack-deps',
  'busybox',
  'centos',
  'condaforge/mambaforge',
  'condaforge/miniforge3',
  'continuumio/miniconda',
  'continuumio/miniconda3',
  'debian',
  'eclipse-temurin',
  'fedora',
  'gcc',
  'ghcr.io/osgeo/gdal',
  'golang',
  'haskell',
  'httpd',
  'julia',
  'nginx',
  'node',
  'nvidia/cuda',
  'openjdk',
  'osgeo/gdal',
  'pypy',
  'python',
  'r-base',
  'rocker/geospatial',
  'rocker/r-base',
  'rocker/r-ver',
  'rocker/rstudio',
  'rocker/shiny',
  'rocker/shiny-verse',
  'rocker/tidyverse',
  'rocker/verse',
  'rockylinux',
  'ruby',
  'rust',
  'scratch',
  'ubuntu',
]);

/** Images upon Debian in which nobody has the number 1000 yet, and pip is there. */
const debianPythonImages = new Set(['continuumio/miniconda', 'continuumio/miniconda3', 'python', 'pypy']);

/** Images that copy the repository and read its configuration files when something is built upon them. */
const onbuildImages = /-onbuild$|^(?:quay\.io\/)?pangeo\/base-image$/;

export interface BaseImage {
  /** `docker-stacks` for those with the user and the variables of the Jupyter images. */
  readonly jupyter: 'docker-stacks' | 'other' | 'none' | 'unknown';
  /** True where root is the user unless USER says otherwise. */
  readonly root: boolean;
  /** True where a user can be added and Jupyter installed the way that Python images have it. */
  readonly python: boolean;
  readonly onbuild: boolean;
}

/** What is known of an image; undefined stands for one whose name is not known. */
export function baseImage(reference: ImageReference | undefined): BaseImage {
  const name = shortName(reference?.name ?? '');
  const { tag = '' } = reference ?? {};
  const plain = plainImages.has(name);
  return {
    jupyter: jupyterOf(name, tag),
    root: plain || /^continuumio\/anaconda3?$/.test(name),
    python: debianPythonImages.has(name) && !tag.includes('alpine'),
    onbuild: onbuildImages.test(name) || tag.includes('onbuild'),
  };
}

function jupyterOf(name: string, tag: string): BaseImage['jupyter'] {
  if (name === '') return 'unknown';
  if (jupyterImages.test(name)) return 'docker-stacks';
  if (otherJupyterImages.test(name) || /jupyter|notebook/.test(tag)) return 'other';
  return plainImages.has(name) ? 'none' : 'unknown';
}

/** Images of the Jupyter project that Docker Hub has not had anew since October 2023; they are on quay.io since. */
export function movedImage({ name }: ImageReference): string | undefined {
  const short = shortName(name);
  return /^jupyter\/[a-z]+(?:-[a-z]+)*-notebook$/.test(short) ? `quay.io/${short}` : undefined;
}
