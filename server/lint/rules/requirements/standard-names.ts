/**
 * Names of the standard library under which the package index has something too: what that is. Looked up on 2026-11-27,
 * and installed with pip 26.3 in Python 3.11 where the row says what happens.
 */
export type StandardName =
  /** Nothing that could be installed: its sources are of Python 2. */
  | { readonly kind: 'fails' }
  /** A project of other people, which has only the name in common. */
  | { readonly kind: 'other' }
  /** The module itself for Pythons before `since`; newer ones import their own, whether or not it is installed. */
  | { readonly kind: 'backport'; readonly since: string };

const fails: StandardName = { kind: 'fails' };
const other: StandardName = { kind: 'other' };
const backport = (since: string): StandardName => ({ kind: 'backport', since });

export const standardOnIndex: Readonly<Record<string, StandardName>> = {
  argparse: backport('2.7'),
  ast: other,
  asyncio: backport('3.4'),
  chunk: other,
  compiler: other,
  configparser: backport('3.2'),
  contextvars: backport('3.7'),
  dataclasses: backport('3.7'),
  datetime: other,
  dis: other,
  email: fails,
  enum: other,
  formatter: other,
  functools: fails,
  graphlib: other,
  hmac: backport('2.2'),
  html: other,
  htmlparser: backport('2.7'),
  http: other,
  importlib: backport('2.7'),
  ipaddress: backport('3.3'),
  logging: backport('2.3'),
  mailbox: other,
  modulefinder: other,
  multiprocessing: fails,
  pathlib: backport('3.4'),
  repr: other,
  resource: other,
  secrets: other,
  selectors: other,
  sets: other,
  ssl: fails,
  statistics: backport('3.4'),
  thread: other,
  token: other,
  typing: backport('3.5'),
  uuid: backport('2.5'),
  wave: other,
  wsgiref: fails,
};

/** Also of the standard library and of nobody else: parts of packages, as code imports them. */
export const standardParts: ReadonlySet<string> = new Set([
  'collections-abc',
  'concurrent-futures',
  'email-mime-text',
  'logging-handlers',
  'multiprocessing-pool',
  'os-path',
  'unittest-mock',
  'urllib-parse',
  'urllib-request',
  'xml-etree',
  'xml-etree-elementtree',
]);

/** Modules of Python 2 alone; the index has nothing of these names. */
export const python2Modules: ReadonlySet<string> = new Set([
  'basehttpserver',
  'commands',
  'cookie',
  'cookielib',
  'cpickle',
  'cstringio',
  'httplib',
  'queue',
  'stringio',
  'tkinter',
  'tkmessagebox',
  'urllib2',
  'urlparse',
  'userdict',
  'xmlrpclib',
]);
