/** Folders of code that is not the repository's own, or that nobody runs there. */
export const skippedFolders =
  /(?:^|\/)(?:node_modules|site-packages|\.venv|venv|env|\.tox|\.git|\.ipynb_checkpoints|__pycache__|_build|\.eggs|build\/lib)(?:\/|$)/;

/** Scripts that need more, or something else, than what the repository is launched with. */
export const asideScripts =
  /(?:^|\/)(?:tests?|testing|docs?|doc_src|examples?|benchmarks?|vendor|third_party|external|extern|\.github|\.ci|ci|tools|scripts\/dev)\/|(?:^|\/)(?:setup|conftest|noxfile|tasks|fabfile|versioneer|_version|conf|test_\w+|\w+_test)\.py$/;
