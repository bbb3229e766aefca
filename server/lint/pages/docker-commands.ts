import type { RulePage } from './page';

const from = 'FROM quay.io/jupyter/base-notebook:2024-05-27\n';

const drift =
  'The same Dockerfile makes another environment on another day. Of published notebooks whose environment could be installed at all, many fail for such a reason.';

export const dockerCommandPages: readonly RulePage[] = [
  {
    id: 'docker-apt-unpinned',
    what: 'Packages of the distribution that a Dockerfile installs without a version.',
    why: `${drift} The archives of distributions drop old versions, so that a pinned one cannot be had after some time either: a base image by digest, or a snapshot of the archive, keeps both.`,
    bad: { Dockerfile: `${from}RUN apt-get update && apt-get install -y graphviz\n` },
    good: { Dockerfile: `${from}RUN apt-get update && apt-get install -y graphviz=2.42.2-9\n` },
    limits: 'One finding for a file.',
  },
  {
    id: 'docker-pip-unpinned',
    what: 'Python packages that a Dockerfile installs without a version.',
    why: drift,
    bad: { Dockerfile: `${from}RUN pip install --no-cache-dir pandas\n` },
    good: { Dockerfile: `${from}RUN pip install --no-cache-dir pandas==2.2.2\n` },
    limits: 'One finding for a file. Lists (`-r`), folders and addresses are not looked into.',
  },
  {
    id: 'docker-conda-unpinned',
    what: 'Packages that a Dockerfile installs with conda or mamba without a version.',
    why: drift,
    bad: { Dockerfile: `${from}RUN mamba install -y gdal\n` },
    good: { Dockerfile: `${from}RUN mamba install -y gdal=3.9.0\n` },
    limits: 'One finding for a file.',
  },
  {
    id: 'docker-npm-unpinned',
    what: 'Packages of npm, and extensions of JupyterLab, that a Dockerfile installs without a version.',
    why: drift,
    bad: { Dockerfile: `${from}RUN npm install -g mermaid-cli\n` },
    good: { Dockerfile: `${from}RUN npm install -g mermaid-cli@10.9.1\n` },
  },
  {
    id: 'docker-r-unpinned',
    what: '`install.packages` in a RUN that names no snapshot.',
    why: drift,
    bad: { Dockerfile: 'FROM rocker/binder:4.4.1\nRUN R -e "install.packages(\'sf\')"\n' },
    good: {
      Dockerfile:
        "FROM rocker/binder:4.4.1\nRUN R -e \"install.packages('sf', repos = 'https://packagemanager.posit.co/cran/2024-06-01')\"\n",
    },
    limits: 'The images of rocker by version have a snapshot of their own, which is not seen from here.',
  },
  {
    id: 'docker-pip-cache',
    what: '`pip install` without `--no-cache-dir`.',
    why: 'pip keeps what it downloads for the next time, which never comes: the layer carries it, and each person who launches the repository waits for it.',
    bad: { Dockerfile: `${from}RUN pip install pandas==2.2.2\n` },
    good: { Dockerfile: `${from}RUN pip install --no-cache-dir pandas==2.2.2\n` },
    limits: 'Silent where the variable PIP_NO_CACHE_DIR is set, and for RUN with a cache mount.',
  },
  {
    id: 'docker-apt-no-y',
    what: '`apt-get install` without `-y`.',
    why: 'As soon as further packages are needed, apt asks, finds nobody and ends the build.',
    bad: { Dockerfile: `${from}RUN apt-get update && apt-get install graphviz\n` },
    good: { Dockerfile: `${from}RUN apt-get update && apt-get install -y graphviz\n` },
  },
  {
    id: 'docker-apt-lists',
    what: '`apt-get install` in a RUN that does not remove the lists of packages.',
    why: 'They are some tens of megabytes that stay in the layer, and are out of date soon.',
    bad: { Dockerfile: `${from}RUN apt-get update && apt-get install -y graphviz\n` },
    good: {
      Dockerfile: `${from}RUN apt-get update && apt-get install -y graphviz && rm -rf /var/lib/apt/lists/*\n`,
    },
  },
  {
    id: 'docker-apt-recommends',
    what: '`apt-get install` without `--no-install-recommends`.',
    why: 'Recommended packages are installed with those that are asked for, and make many images larger by hundreds of megabytes.',
    bad: { Dockerfile: `${from}RUN apt-get update && apt-get install -y graphviz\n` },
    good: {
      Dockerfile: `${from}RUN apt-get update && apt-get install -y --no-install-recommends graphviz\n`,
    },
    limits:
      'Silent where the option stands anywhere in the file. Some packages count on what they recommend.',
  },
  {
    id: 'docker-use-apt',
    what: '`apt` instead of `apt-get`.',
    why: '`apt` says itself that its options and its output may change; scripts are to use `apt-get`.',
    bad: { Dockerfile: `${from}RUN apt update && apt install -y graphviz\n` },
    good: { Dockerfile: `${from}RUN apt-get update && apt-get install -y graphviz\n` },
  },
  {
    id: 'docker-pipe-no-pipefail',
    what: 'A pipe in a RUN that begins with a download or another command that may fail.',
    why: 'A shell takes the last command’s result for that of the pipe: where the download fails, the build goes on with nothing.',
    bad: { Dockerfile: `${from}RUN curl -sSL https://example.org/data.tar.gz | tar xz\n` },
    good: {
      Dockerfile: `${from}SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -sSL https://example.org/data.tar.gz | tar xz\n`,
    },
  },
  {
    id: 'docker-curl-unverified',
    what: 'A download by `curl` or `wget` whose content is not compared with a checksum.',
    why: 'What is at an address changes or disappears. `ADD --checksum=sha256:…` downloads and compares in one.',
    bad: { Dockerfile: `${from}RUN wget https://data.example.org/latest/data.csv\n` },
    good: {
      Dockerfile: `${from}ADD --checksum=sha256:<digest> https://data.example.org/latest/data.csv .\n`,
    },
    limits:
      'Silent where the RUN checks any sum, and for addresses with a version, a commit or a record’s number in them.',
  },
  {
    id: 'docker-sudo',
    what: '`sudo` in a RUN.',
    why: 'Most images have none, and where they do it hides who runs what. `USER root` before, and the session’s user after it, say it plainly.',
    bad: { Dockerfile: `${from}RUN sudo apt-get update\n` },
    good: { Dockerfile: `${from}USER root\nRUN apt-get update\nUSER jovyan\n` },
  },
];
