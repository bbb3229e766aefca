/**
 * Names that people give to configuration files and that no builder reads, with the name that would be read. Collected
 * from public repositories; names that differ in their case alone follow from the environment and are not here.
 */
export const otherNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    apt: 'apt.txt',
    'apt-requirements.txt': 'apt.txt',
    'apt.text': 'apt.txt',
    'apts.txt': 'apt.txt',
    'conda.yaml': 'environment.yml',
    'conda.yml': 'environment.yml',
    'conda-env.yml': 'environment.yml',
    'conda-environment.yml': 'environment.yml',
    'conda_env.yml': 'environment.yml',
    'env.yaml': 'environment.yml',
    'env.yml': 'environment.yml',
    environment: 'environment.yml',
    'environment.txt': 'environment.yml',
    'install.R.txt': 'install.R',
    'installs.R': 'install.R',
    'post-build': 'postBuild',
    post_build: 'postBuild',
    'postBuild.sh': 'postBuild',
    'postBuild.txt': 'postBuild',
    'postbuild.sh': 'postBuild',
    postinstall: 'postBuild',
    requirements: 'requirements.txt',
    'requirements.text': 'requirements.txt',
    'reqs.txt': 'requirements.txt',
    'req.txt': 'requirements.txt',
    runtime: 'runtime.txt',
    'runtimes.txt': 'runtime.txt',
    'start.sh': 'start',
  }),
);

/** Names that are misspelt more often than others: what is one or two letters away from them is meant to be them. */
export const longNames = ['environment.yml', 'requirements.txt'] as const;
