FROM bindery/base:1
ENV DEBIAN_FRONTEND=noninteractive \
    SHELL=/bin/bash \
    PYTHONUNBUFFERED=1
ENV NB_USER=jovyan \
    NB_UID=1000 \
    USER=jovyan \
    HOME=/home/jovyan
ENV APP_BASE=/srv \
    CONDA_DIR=/srv/conda \
    NB_PYTHON_PREFIX=/srv/conda/envs/notebook \
    KERNEL_PYTHON_PREFIX=/srv/conda/envs/notebook \
    NPM_DIR=/srv/npm \
    NPM_CONFIG_GLOBALCONFIG=/srv/npm/npmrc \
    MAMBA_ROOT_PREFIX=/srv/conda \
    MAMBA_EXE=/srv/conda/bin/mamba \
    CONDA_PLATFORM=linux-64
USER root
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-apt-0,target=/run/bindery/cache,uid=0,gid=0,sharing=locked \
    sh /run/bindery/tools/make-locale
ENV LC_ALL=en_US.UTF-8 \
    LANG=en_US.UTF-8 \
    LANGUAGE=en_US.UTF-8
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    sh /run/bindery/tools/make-account /srv/npm
EXPOSE 8888
ENV PATH=${NB_PYTHON_PREFIX}/bin:${CONDA_DIR}/bin:${NPM_DIR}/bin:/usr/lib/rstudio-server/bin:${PATH}
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-apt-0,target=/run/bindery/cache,uid=0,gid=0,sharing=locked \
    sh /run/bindery/tools/apt-install gettext-base less unzip
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-conda-0,target=/run/bindery/cache,uid=0,gid=0,sharing=shared \
    --mount=type=bind,source=settings,target=/run/bindery/settings \
    --mount=type=secret,id=conda,target=/run/bindery/secrets/conda,required=true,mode=0444 \
    sh /run/bindery/tools/make-conda
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-conda-0,target=/run/bindery/cache,uid=0,gid=0,sharing=shared \
    --mount=type=bind,source=settings,target=/run/bindery/settings \
    --mount=type=secret,id=conda,target=/run/bindery/secrets/conda,required=true,mode=0444 \
    sh /run/bindery/tools/make-conda-python /srv/conda/envs/notebook 3.10 pip
USER jovyan
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-python-1000,target=/run/bindery/cache,uid=1000,gid=1000,sharing=shared \
    --mount=type=bind,source=settings,target=/run/bindery/settings \
    sh /run/bindery/tools/pip-install /srv/conda/envs/notebook --requirement /run/bindery/tools/locks/jupyter-3.10.txt
ENV REPO_DIR=/home/jovyan
ENV PATH=${HOME}/.local/bin:${REPO_DIR}/.local/bin:${PATH}
USER root
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    sh /run/bindery/tools/make-login /srv/conda/envs/notebook
WORKDIR ${REPO_DIR}
ENV CONDA_DEFAULT_ENV=${KERNEL_PYTHON_PREFIX}
COPY --chown=1000:1000 repo/environment.yml ${REPO_DIR}/environment.yml
USER jovyan
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-conda-1000,target=/run/bindery/cache,uid=1000,gid=1000,sharing=shared \
    --mount=type=bind,source=settings,target=/run/bindery/settings \
    --mount=type=secret,id=conda,target=/run/bindery/secrets/conda,required=true,mode=0444 \
    sh /run/bindery/tools/conda-from-file /srv/conda/envs/notebook environment.yml update
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-conda-1000,target=/run/bindery/cache,uid=1000,gid=1000,sharing=shared \
    --mount=type=bind,source=settings,target=/run/bindery/settings \
    --mount=type=secret,id=conda,target=/run/bindery/secrets/conda,required=true,mode=0444 \
    sh /run/bindery/tools/conda-install /srv/conda/envs/notebook r-base=4.3 r-irkernel r-devtools
ARG RSTUDIO_URL=https://download2.rstudio.org/server/jammy/{arch}/rstudio-server-2026.07.1-147-{arch}.deb
ARG RSTUDIO_OPENSSL1_URL=https://download2.rstudio.org/server/focal/{arch}/rstudio-server-2024.12.0-467-{arch}.deb
ARG SHINY_URL=https://download3.rstudio.org/ubuntu-20.04/x86_64/shiny-server-1.5.23.1030-amd64.deb
USER root
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-apt-0,target=/run/bindery/cache,uid=0,gid=0,sharing=locked \
    sh /run/bindery/tools/install-rstudio-shiny amd64=118e3fce4cf58ad3bfff1dc6eea3e07f294d51d28fefcc5e1cc559292c0dd06c amd64=052540a8df135d9ce7569ddc2fc9637671103934179691bc3e43298336fc3a8e amd64=4a3d063a06ccd1b6c53eb1d7f4fb59965bced10d1c5c87e8c476b58dd6fd35ee
USER jovyan
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-python-1000,target=/run/bindery/cache,uid=1000,gid=1000,sharing=shared \
    --mount=type=bind,source=settings,target=/run/bindery/settings \
    sh /run/bindery/tools/pip-install /srv/conda/envs/notebook jupyter-rsession-proxy==2.3.0 jupyter-shiny-proxy==1.4
USER root
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    sh /run/bindery/tools/prepare-shiny-dirs
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    sh /run/bindery/tools/configure-rstudio-conda /srv/conda/envs/notebook
USER jovyan
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    sh /run/bindery/tools/install-conda-irkernel /srv/conda/envs/notebook /srv/conda/envs/notebook
COPY --from=bindery/tools:1 /entry/ /usr/local/bin/
COPY --chown=1000:1000 repo/ ${REPO_DIR}/
LABEL repo2docker.repo=local
USER jovyan
ENTRYPOINT ["/usr/local/bin/repo2docker-entrypoint"]
CMD ["jupyter", "notebook", "--ip", "0.0.0.0"]
