/**
 * Compiles what an installer put into an environment, as pip and uv would, but keeps the result of each package beside
 * their caches: compiling takes longer than all the rest of an installation whose packages are cached. The sources get
 * one fixed time, by which Python later knows that the bytecode is theirs; a file that a person edits has another one.
 * For the environment's own Python, 3.6 or newer.
 */
export const bytecode = String.raw`"""Compiles the packages of this interpreter that have no bytecode yet: [folder that keeps it]"""
import compileall
import csv
import hashlib
import importlib.util
import os
import sys
import sysconfig
import tarfile
import tempfile
from concurrent.futures import ProcessPoolExecutor

SITE = sysconfig.get_path("purelib")
# 1980, the first year that zip files know.
TIME = 315619200


def compiled(path):
    return importlib.util.cache_from_source(path)


class Package:
    """An installed distribution, by the list of its files."""

    def __init__(self, record):
        with open(record, newline="", encoding="utf-8") as file:
            rows = [row for row in csv.reader(file) if row and row[0].endswith(".py")]
        inside = [row for row in rows if not os.path.isabs(row[0]) and ".." not in row[0].split("/")]
        self.paths = [row[0] for row in inside if os.path.isfile(os.path.join(SITE, row[0]))]
        known = all(len(row) > 1 and row[1] for row in inside)
        text = "\n".join(sorted(",".join(row[:2]) for row in inside))
        self.key = hashlib.sha256(text.encode()).hexdigest() if known else None

    def is_new(self):
        return bool(self.paths) and not any(os.path.exists(os.path.join(SITE, compiled(path))) for path in self.paths)

    def date(self):
        for path in self.paths:
            os.utime(os.path.join(SITE, path), (TIME, TIME))


class Kept:
    """Bytecode of earlier builds, one archive a package."""

    def __init__(self, folder):
        # Bytecode names the file it was made from, so it is kept by place as well.
        place = hashlib.sha256((SITE + importlib.util.MAGIC_NUMBER.hex()).encode()).hexdigest()[:16]
        self.folder = os.path.join(folder, place)
        os.makedirs(self.folder, exist_ok=True)

    def restore(self, package):
        if package.key is None:
            return False
        wanted = {compiled(path) for path in package.paths}
        try:
            with tarfile.open(os.path.join(self.folder, package.key)) as archive:
                for member in archive:
                    if member.isfile() and member.name in wanted:
                        write(os.path.join(SITE, member.name), archive.extractfile(member).read())
            return True
        except (OSError, tarfile.TarError):
            return False

    def keep(self, package):
        if package.key is None:
            return
        handle, part = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
            for path in package.paths:
                made = os.path.join(SITE, compiled(path))
                if os.path.exists(made):
                    archive.add(made, arcname=compiled(path))
        os.replace(part, os.path.join(self.folder, package.key))


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def make(path):
    # Sources that are no Python (templates, tests of syntax errors) stay as they are, as with pip.
    compileall.compile_file(os.path.join(SITE, path), quiet=2)


def main(folder):
    names = sorted(name for name in os.listdir(SITE) if name.endswith(".dist-info"))
    records = [os.path.join(SITE, name, "RECORD") for name in names]
    packages = [package for package in map(Package, filter(os.path.isfile, records)) if package.is_new()]
    for package in packages:
        package.date()
    kept = Kept(folder) if folder else None
    rest = [package for package in packages if not (kept and kept.restore(package))]
    paths = [path for package in rest for path in package.paths]
    if paths:
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(make, paths, chunksize=16))
    for package in rest if kept else []:
        kept.keep(package)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
`;
