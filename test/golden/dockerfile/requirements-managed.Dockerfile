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
ENV PATH=${NB_PYTHON_PREFIX}/bin:${CONDA_DIR}/bin:${NPM_DIR}/bin:${PATH}
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-apt-0,target=/run/bindery/cache,uid=0,gid=0,sharing=locked \
    sh /run/bindery/tools/apt-install gettext-base less unzip
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-conda-0,target=/run/bindery/cache,uid=0,gid=0,sharing=shared \
    --mount=type=bind,source=settings,target=/run/bindery/settings \
    sh /run/bindery/tools/make-conda
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-conda-0,target=/run/bindery/cache,uid=0,gid=0,sharing=shared \
    --mount=type=bind,source=settings,target=/run/bindery/settings \
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
COPY --chown=1000:1000 repo/requirements.txt ${REPO_DIR}/requirements.txt
USER jovyan
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-python-1000,target=/run/bindery/cache,uid=1000,gid=1000,sharing=shared \
    --mount=type=bind,source=settings,target=/run/bindery/settings \
    sh /run/bindery/tools/pip-install /srv/conda/envs/notebook --requirement requirements.txt
COPY --from=bindery/tools:1 /entry/ /usr/local/bin/
COPY --chown=1000:1000 repo/ ${REPO_DIR}/
LABEL repo2docker.repo=local
USER jovyan
ENTRYPOINT ["/usr/local/bin/repo2docker-entrypoint"]
CMD ["jupyter", "notebook", "--ip", "0.0.0.0"]
