/** Where the tools are mounted during a step. */
export const toolsMount = '/run/bindery/tools';
/** Where index and proxy settings are mounted during a step. */
export const settingsMount = '/run/bindery/settings';
/** Where secrets are mounted during a step, each as a file of its name. */
export const secretsMount = '/run/bindery/secrets';
/** Where package caches are mounted during a step. */
export const cacheMount = '/run/bindery/cache';
/** The file with the address of the CRAN mirror, empty where none is configured: mounted where R packages are installed. */
export const cranMount = '/run/bindery/cran';
/** Name of the secret that holds the same address with its credentials. */
export const cranSecret = 'cran';

/** Where the entry point and the entry script stand in the finished image. */
export const entryFolder = '/usr/local/bin';
