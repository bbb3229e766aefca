FROM bindery/base:1
ENV DEBIAN_FRONTEND=noninteractive \
    SHELL=/bin/bash \
    PYTHONUNBUFFERED=1
ENV NB_USER=jovyan \
    NB_UID=1000 \
    USER=jovyan \
    HOME=/home/jovyan
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
ENV PATH=${HOME}/.nix-profile/bin:${PATH}
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-apt-0,target=/run/bindery/cache,uid=0,gid=0,sharing=locked \
    sh /run/bindery/tools/apt-install gettext-base less unzip
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-apt-0,target=/run/bindery/cache,uid=0,gid=0,sharing=locked \
    sh /run/bindery/tools/install-system-nix
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    --mount=type=cache,id=bindery-local-apt-0,target=/run/bindery/cache,uid=0,gid=0,sharing=locked \
    sh /run/bindery/tools/prepare-nix
ENV REPO_DIR=/home/jovyan
ENV PATH=${HOME}/.local/bin:${REPO_DIR}/.local/bin:${PATH}
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    sh /run/bindery/tools/make-login
WORKDIR ${REPO_DIR}
ENV NIX_PATH="nixpkgs=/home/${NB_USER}/.nix-defexpr/channels/nixpkgs"
ENV NIX_SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
ENV GIT_SSL_CAINFO=/etc/ssl/certs/ca-certificates.crt
COPY --from=bindery/tools:1 /entry/ /usr/local/bin/
COPY --chown=1000:1000 repo/ ${REPO_DIR}/
ARG NIXPKGS_URL=https://nixos.org/channels/nixpkgs-unstable
USER jovyan
RUN --mount=type=bind,from=bindery/tools:1,source=/,target=/run/bindery/tools \
    sh /run/bindery/tools/nix-shell default.nix
LABEL repo2docker.repo=local
ENV R2D_ENTRYPOINT=/usr/local/bin/nix-shell-wrapper
USER jovyan
ENTRYPOINT ["/usr/local/bin/repo2docker-entrypoint"]
CMD ["jupyter", "notebook", "--ip", "0.0.0.0"]
