/** Modules of Python's own library in every Python from 3.8 to 3.14 (sys.stdlib_module_names), those of other systems included. */
const always = words(`
  __future__ __main__ _collections_abc _csv _ctypes _io _pickle _socket _thread _weakref
  abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile calendar cmath cmd
  code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv
  ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno
  faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob
  grp gzip hashlib heapq hmac html http idlelib imaplib importlib inspect io ipaddress itertools json keyword linecache
  locale logging lzma mailbox marshal math mimetypes mmap modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path
  numbers opcode operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath
  pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib
  resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver
  sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess symtable sys
  sysconfig syslog tabnanny tarfile tempfile termios test textwrap this threading time timeit tkinter token tokenize
  trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid venv warnings wave
  weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib`);

/** The first Python that has a module. distutils is no more since 3.12, but setuptools brings it back. */
const since: Readonly<Record<string, string>> = {
  graphlib: '3.9',
  zoneinfo: '3.9',
  tomllib: '3.11',
  annotationlib: '3.14',
  compression: '3.14',
};

/** The first Python that has a module no longer (PEP 594 and the notes of each version). */
const until: Readonly<Record<string, string>> = {
  ...of('3.8', 'macpath'),
  ...of('3.9', 'dummy_threading _dummy_thread'),
  ...of('3.10', 'formatter parser symbol'),
  ...of('3.11', 'binhex'),
  ...of('3.12', 'asynchat asyncore imp smtpd'),
  ...of(
    '3.13',
    `aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau
    telnetlib uu xdrlib`,
  ),
};

/** Modules of Python 2, and what Python 3 has in their stead. */
const python2: Readonly<Record<string, string>> = {
  BaseHTTPServer: 'http.server',
  ConfigParser: 'configparser',
  Cookie: 'http.cookies',
  HTMLParser: 'html.parser',
  Queue: 'queue',
  SimpleHTTPServer: 'http.server',
  SocketServer: 'socketserver',
  StringIO: 'io',
  Tkinter: 'tkinter',
  __builtin__: 'builtins',
  cPickle: 'pickle',
  cStringIO: 'io',
  commands: 'subprocess',
  cookielib: 'http.cookiejar',
  copy_reg: 'copyreg',
  exceptions: 'builtins',
  htmlentitydefs: 'html.entities',
  httplib: 'http.client',
  md5: 'hashlib',
  sets: 'builtins',
  sha: 'hashlib',
  thread: '_thread',
  tkFileDialog: 'tkinter.filedialog',
  tkMessageBox: 'tkinter.messagebox',
  urllib2: 'urllib.request',
  urlparse: 'urllib.parse',
  xmlrpclib: 'xmlrpc.client',
};

/**
 * True for a module of Python's own library: in the Python `major.minor` that is given, else in any that can be built.
 * Only the first name of a dotted module is looked at.
 */
export function isStandardModule(module: string, python?: string): boolean {
  const [top = ''] = module.split('.');
  if (python?.startsWith('2.') === true && Object.hasOwn(python2, top)) return true;
  if (always.has(top)) return true;
  const first = own(since, top);
  const last = own(until, top);
  if (first === undefined && last === undefined) return false;
  if (python === undefined) return true;
  const wanted = numberOf(python);
  return first === undefined ? wanted < numberOf(last ?? '') : wanted >= numberOf(first);
}

/** The Python that dropped a module of its library, or that first had it, where `python` is on the wrong side of it. */
export function standardElsewhere(
  module: string,
  python: string,
): { readonly since?: string; readonly until?: string } | undefined {
  const [top = ''] = module.split('.');
  if (isStandardModule(top, python) || !isStandardModule(top)) return undefined;
  const first = own(since, top);
  const last = own(until, top);
  return { ...(first !== undefined && { since: first }), ...(last !== undefined && { until: last }) };
}

/** What Python 3 has in the stead of a module of Python 2; undefined for any other module. */
export function successorOf(module: string): string | undefined {
  return own(python2, module.split('.')[0] ?? '');
}

/** `major.minor` as a number that grows with it. */
function numberOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

function of(version: string, names: string): Record<string, string> {
  return Object.fromEntries([...words(names)].map((name) => [name, version]));
}
