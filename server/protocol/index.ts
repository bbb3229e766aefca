// The one barrel of the project: the contract that server, extension and webview share.
export * from './api';
export * from './environment';
export * from './errors';
export * from './events';
export * from './findings';
export * from './jobs';
export * from './messages';
export * from './plan';
export * from './position';
export * from './prune';
export * from './repo';
export * from './sessions';
