import type { RulePage, SkippedRule } from './page';

const copy = 'COPY --chown=1000 . ${HOME}\n';
const image = 'FROM quay.io/jupyter/scipy-notebook:2025-03-10\n';

export const dockerPages: readonly RulePage[] = [
  {
    id: 'docker-from-untagged',
    what: 'FROM with the name of an image and no tag.',
    why: 'The build takes the tag `latest`, whatever that is on the day. Binder’s guide for Dockerfiles asks for a tag. mybinder.org builds such files all the same, so that this is a warning: what breaks is the build of next year.',
    bad: { Dockerfile: `FROM quay.io/jupyter/scipy-notebook\n${copy}` },
    good: { Dockerfile: image + copy },
    limits: 'Variables are followed to their defaults; where there is none, nothing is said.',
  },
  {
    id: 'docker-from-latest',
    what: 'FROM with the tag `latest`.',
    why: 'It names another image whenever its publisher wants it to. Binder’s guide for Dockerfiles says that the tag cannot be `latest`. mybinder.org builds such files all the same, so that this is a warning.',
    bad: { Dockerfile: `FROM quay.io/jupyter/scipy-notebook:latest\n${copy}` },
    good: { Dockerfile: image + copy },
  },
  {
    id: 'docker-from-no-digest',
    what: 'FROM with a tag and without a digest.',
    why: 'Publishers move tags: `python:3.12` is built anew with each patch. A digest names one image for ever.',
    bad: { Dockerfile: 'FROM python:3.12-slim\n' },
    good: { Dockerfile: 'FROM python:3.12-slim@sha256:…\n' },
    limits:
      'Silent on tags that are a day or the hash of a commit, which nobody moves. There is no fix: the digest has to be asked for at the registry (`docker buildx imagetools inspect`).',
  },
  {
    id: 'docker-from-dead-registry',
    what: 'A Jupyter image from Docker Hub without a tag, or with `latest`.',
    why: 'The Jupyter project publishes its images on quay.io since October 2023. Those on Docker Hub stay as they were then: `latest` there is years old.',
    bad: { Dockerfile: `FROM jupyter/scipy-notebook\n${copy}` },
    good: { Dockerfile: image + copy },
    limits: 'Silent on other tags: these images are still there, and quay.io need not have them.',
  },
  {
    id: 'docker-no-jupyter',
    what: 'An image upon a base that is known to have no Jupyter server, and nothing that installs one.',
    why: 'A hub starts a session by running Jupyter in the image. Such an image builds and cannot be launched. Binder’s guide names it as the first requirement.',
    bad: { Dockerfile: 'FROM python:3.12\nCOPY . /srv\nUSER 1000\n' },
    good: {
      Dockerfile:
        'FROM python:3.12\nRUN pip install --no-cache-dir notebook==7.3.2 jupyterhub==5.2.1\nCOPY . /srv\nUSER 1000\n',
    },
    limits:
      'Speaks up only about images of languages and systems that are known; anybody’s own image may have Jupyter. Files that the instructions name (requirements, scripts) are looked into; where a downloaded script is run, nothing is said.',
  },
  {
    id: 'docker-no-jupyterhub',
    what: 'Jupyter installed by hand, without `jupyterhub`.',
    why: 'Hubs that ask users to log in start `jupyterhub-singleuser`, which comes with that package. mybinder.org does not need it.',
    bad: {
      Dockerfile:
        'FROM python:3.12\nRUN pip install --no-cache-dir notebook==7.3.2\nCOPY . /srv\nUSER 1000\n',
    },
    good: {
      Dockerfile:
        'FROM python:3.12\nRUN pip install --no-cache-dir notebook==7.3.2 jupyterhub==5.2.1\nCOPY . /srv\nUSER 1000\n',
    },
  },
  {
    id: 'docker-user-not-1000',
    what: 'A user whose number is stated, and is not 1000.',
    why: 'Binder’s guide asks for a user with the number 1000. What a hub adds to a session, such as shared folders, belongs to that number, and another user cannot write there.',
    bad: { Dockerfile: `${image}${copy}USER 1001\n` },
    good: { Dockerfile: `${image}${copy}USER 1000\n` },
    limits: 'A name whose number is not stated here is taken for right.',
  },
  {
    id: 'docker-last-user-root',
    what: 'An image in which root is the user: the last USER says so, or none does upon a base where that is so.',
    why: 'Jupyter refuses to run as root unless it is told otherwise, and hubs do not tell it. In the images of the Jupyter project, scripts give root’s rights up at the start, so that it is a warning there.',
    bad: { Dockerfile: `${image}USER root\nRUN apt-get update\n` },
    good: { Dockerfile: `${image}USER root\nRUN apt-get update\nUSER \${NB_USER}\n` },
    limits:
      'Stages are followed, and the last one counts. Silent on images that are not known. The fix that adds a user is offered upon Debian’s Python images; in others the number 1000 may be taken.',
  },
  {
    id: 'docker-no-copy-repo',
    what: 'A Dockerfile in a repository with notebooks that copies none of them into the image.',
    why: 'Other buildpacks copy the repository by themselves; a Dockerfile has to say so. Without it sessions begin in an empty folder.',
    bad: { Dockerfile: image, 'analysis.ipynb': '{}' },
    good: { Dockerfile: image + copy, 'analysis.ipynb': '{}' },
    limits:
      'Silent upon images that are not known, which may have the files already, and upon those that copy the repository by themselves (ONBUILD).',
  },
  {
    id: 'docker-git-clone-repo',
    what: '`git clone` of the repository that the Dockerfile is in.',
    why: 'The instruction reads the same after each commit, so that the builder takes the layer it has: sessions show the state of the first build. It also ignores which commit was asked for.',
    bad: { Dockerfile: `${image}RUN git clone https://example.org/tides/analysis\n` },
    good: { Dockerfile: image + copy },
    limits:
      'The repository’s own address has to be known, from its remote. There is no fix: only the author knows where the files should be.',
  },
  {
    id: 'docker-entrypoint-no-exec',
    what: 'An ENTRYPOINT that does not run the command which the container is given.',
    why: 'A hub starts a session with a command of its own (Jupyter with its port and address). Docker hands it to ENTRYPOINT as arguments; a script must end with `exec "$@"`, and in the form without brackets the command is dropped.',
    bad: { Dockerfile: `${image}${copy}ENTRYPOINT jupyter lab\n` },
    good: { Dockerfile: `${image}${copy}CMD ["jupyter", "lab"]\n` },
    limits: 'Scripts are found by the names under which they are copied.',
  },
  {
    id: 'docker-add-url',
    what: 'ADD of an address.',
    why: 'The file may be another one with the next build, or be gone, and nothing tells. `ADD --checksum=sha256:…` stops the build then.',
    bad: { Dockerfile: `${image}ADD https://example.org/levels.csv /srv/\n` },
    good: { Dockerfile: `${image}ADD --checksum=sha256:… https://example.org/levels.csv /srv/\n` },
    limits: 'Silent where the address names a commit.',
  },
  {
    id: 'docker-copy-missing',
    what: 'COPY or ADD of a file that the repository does not have.',
    why: 'The build stops. Paths are those of the repository’s root, also where the Dockerfile is in `binder/`, and capitals count.',
    bad: { Dockerfile: `${image}COPY enviroment.yml /tmp/\n` },
    good: { Dockerfile: `${image}COPY environment.yml /tmp/\n`, 'environment.yml': '…' },
    limits: 'Wildcards, variables and files that `.dockerignore` leaves out are not looked at.',
  },
  {
    id: 'docker-platform-hardcoded',
    what: 'FROM with a fixed `--platform`.',
    why: 'Builders know which platform they build for. A fixed one makes the image slow or unusable on others, such as ARM laptops.',
    bad: { Dockerfile: 'FROM --platform=linux/amd64 quay.io/jupyter/scipy-notebook:2025-03-10\n' },
    good: { Dockerfile: image },
    limits: 'It may be meant: some images exist for one platform alone. The fix asks.',
  },
  {
    id: 'docker-arg-before-from-order',
    what: 'Something other than ARG before the first FROM, or a variable that is set before FROM and used behind it.',
    why: 'The first stops the build. The second does not: variables from before FROM count in FROM alone, and are empty behind it unless a stage names them again, so that `pip install tides==$VERSION` installs something else or fails.',
    bad: { Dockerfile: `ARG TIDES=1.4\n${image}RUN pip install tides==\${TIDES}\n` },
    good: { Dockerfile: `ARG TIDES=1.4\n${image}ARG TIDES\nRUN pip install tides==\${TIDES}\n` },
    limits: 'Variables that a RUN sets by itself are left alone.',
  },
  {
    id: 'docker-syntax',
    what: 'An instruction that does not exist or says nothing, COPY without a target, lines (`<<EOF`) without an end, a file without FROM.',
    why: 'The builder stops before it runs anything.',
    bad: { Dockerfile: `${image}COPPY . /srv\n` },
    good: { Dockerfile: `${image}COPY . /srv\n` },
    limits: 'Only what every version of the builder refuses; flags and their values are not checked.',
  },
  {
    id: 'docker-maintainer',
    what: 'The instruction MAINTAINER.',
    why: 'It is deprecated since 2017. Labels can be read by tools, and have a name for this.',
    bad: { Dockerfile: `${image}MAINTAINER The tides group\n` },
    good: { Dockerfile: `${image}LABEL org.opencontainers.image.authors="The tides group"\n` },
  },
  {
    id: 'docker-secret-in-env',
    what: 'ENV or ARG that gives a value to a variable which is named like a password, a token or a key.',
    why: 'Both stay in the image’s history, and the file is public with the repository. A secret mount (`RUN --mount=type=secret`) leaves nothing behind.',
    bad: { Dockerfile: `${image}ENV TIDES_API_KEY=0123456789abcdef\n` },
    good: {
      Dockerfile: `${image}RUN --mount=type=secret,id=tides fetch-tides --key-file /run/secrets/tides\n`,
    },
    limits:
      'Goes by names, and is silent on empty values and variables. There is no fix: the secret has to be withdrawn where it was issued.',
  },
  {
    id: 'docker-legacy-binder-base',
    what: 'The base image of the first Binder, `andrewosh/binder-base`.',
    why: 'It exists no more. The builder refuses such a repository before it looks at anything else.',
    bad: { Dockerfile: 'FROM andrewosh/binder-base\nRUN conda install -y numpy\n' },
    good: { 'environment.yml': 'channels:\n  - conda-forge\ndependencies:\n  - numpy=2.1\n' },
    limits: 'There is no fix: what the RUN instructions installed has to be stated in another file.',
  },
];

export const dockerSkipped: readonly SkippedRule[] = [];
