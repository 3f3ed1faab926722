import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { PYTHON_KEYWORDS } from "../router/pythonKeywords.js";

/** Lower-case names of Python's standard library: a package of that name would hide it. */
const standardLibrary = new Set(
  `abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii binhex bisect
  builtins bz2 calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall compression
  concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal
  difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch
  formatter fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac
  html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale
  logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib
  nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes
  pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data
  pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex
  shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat
  statistics string stringprep struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny tarfile telnetlib
  tempfile termios test textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc
  tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg
  winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo`.split(/\s+/),
);

/** Names that mean something else in a site, or are packages that it imports. */
const taken = new Map([
  ["django", "Django itself"],
  ["djk", "djk itself"],
  ["djk_site", "the package that djk generates"],
  ["routes", "the folder of the pages"],
  ["components", "the folder of the React components"],
  ["public", "the folder of files served at the root"],
  ["dist", "the folder of the build"],
  ["manage", "manage.py"],
  ["node_modules", "npm's folder"],
  ["gunicorn", "a package that the site uses"],
  ["uvicorn", "a package that the site uses"],
  ["whitenoise", "a package that the site uses"],
  ["asgiref", "a package that the site uses"],
  ["sqlparse", "a package that the site uses"],
  ["admin", "one of Django's own apps"],
  ["auth", "one of Django's own apps"],
  ["contenttypes", "one of Django's own apps"],
  ["sessions", "one of Django's own apps"],
  ["messages", "one of Django's own apps"],
  ["staticfiles", "one of Django's own apps"],
]);

/** Finds what keeps a name from being that of a new site, which is its folder and its Python package at once. */
export function findNameProblem(name: string): Diagnostic | null {
  const reason = findReason(name);
  if (reason === null) return null;
  const suggestion = suggestName(name);
  return {
    code: "site-name-invalid",
    severity: "error",
    message: `"${name}" cannot be the name of a site: ${reason}`,
    hint: `use lower-case letters, digits and underscores, a letter first: npx djk new ${suggestion ?? "mysite"}`,
  };
}

function findReason(name: string): string | null {
  if (name === "") return "it is empty";
  const character = /[^a-z0-9_]/u.exec(name)?.[0];
  if (character !== undefined) return `it holds "${character}", and it is the name of a Python package, too`;
  if (!/^[a-z]/.test(name)) return `it begins with "${name[0]}", and it is the name of a Python package, too`;
  if (PYTHON_KEYWORDS.has(name)) return "it is a keyword of Python";
  if (standardLibrary.has(name)) return "it would hide a module of Python's standard library";
  const owner = taken.get(name);
  return owner === undefined ? null : `it would hide ${owner}`;
}

/** The nearest name that will do, null where nothing of the name is left. */
function suggestName(name: string): string | null {
  const plain = name
    .replace(/^.*[/\\](?=.)/, "")
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[\d_]+|_+$/g, "");
  if (plain === "") return null;
  return [plain, `${plain}_site`, `my_${plain}`].find((name) => findReason(name) === null) ?? null;
}
