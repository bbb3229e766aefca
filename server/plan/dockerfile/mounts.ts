/** Where the tools are mounted during a step. */
export const toolsMount = '/run/bindery/tools';
/** Where index and proxy settings are mounted during a step. */
export const settingsMount = '/run/bindery/settings';
/** Where package caches are mounted during a step. */
export const cacheMount = '/run/bindery/cache';

/** Where the entry point and the entry script stand in the finished image. */
export const entryFolder = '/usr/local/bin';
