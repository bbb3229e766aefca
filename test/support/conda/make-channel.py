"""Writes a conda channel to disk: make-channel.py <folder> [wheel of pip] [path of node].

Packages are real archives in both formats (.conda and .tar.bz2), with repodata.json per platform. `python` is the
machine's Debian Python 3.11, moved into a prefix; `pip` comes from its wheel; `nodejs` is the node that runs the tests.
`conda` and `mamba` cannot be had from any source that these tests use: they are small programs that say so, with the
activation that a login shell needs. The rest are packages of a few bytes, made for what the tests ask.
"""

import hashlib
import io
import json
import os
import re
import struct
import sys
import sysconfig
import tarfile
import zipfile

SUBDIR = {"x86_64": "linux-64", "aarch64": "linux-aarch64"}[os.uname().machine]
PLACEHOLDER = "/bindery_placeholder_" + "placehold_" * 18


def raw_zstd(data):
    """A zstd frame of blocks that are not compressed: no library is needed, and nobody waits."""
    frame = [b"\x28\xb5\x2f\xfd", b"\xe0", struct.pack("<Q", len(data))]
    size = 128 * 1024
    starts = range(0, max(len(data), 1), size)
    for start in starts:
        block = data[start : start + size]
        last = 1 if start + size >= len(data) else 0
        frame += [struct.pack("<I", (len(block) << 3) | last)[:3], block]
    return b"".join(frame)


def tar_of(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, entry in sorted(files.items()):
            info = tarfile.TarInfo(path)
            info.mtime = 946684800
            if "link" in entry:
                info.type, info.linkname, info.mode = tarfile.SYMTYPE, entry["link"], 0o777
                archive.addfile(info)
            else:
                info.size, info.mode = len(entry["data"]), entry.get("mode", 0o644)
                archive.addfile(info, io.BytesIO(entry["data"]))
    return out.getvalue()


def text(content, mode=0o644, prefix=False):
    return {"data": content.encode(), "mode": mode, "prefix": prefix}


def paths_json(files):
    paths = []
    for path, entry in sorted(files.items()):
        if "link" in entry:
            paths.append({"_path": path, "path_type": "softlink", "sha256": hashlib.sha256(b"").hexdigest(), "size_in_bytes": 0})
            continue
        item = {
            "_path": path,
            "path_type": "hardlink",
            "sha256": hashlib.sha256(entry["data"]).hexdigest(),
            "size_in_bytes": len(entry["data"]),
        }
        if entry.get("prefix"):
            item.update(file_mode="text", prefix_placeholder=PLACEHOLDER)
        paths.append(item)
    return {"paths_version": 1, "paths": paths}


class Channel:
    def __init__(self, folder):
        self.folder = folder
        self.repodata = {}
        for subdir in (SUBDIR, "noarch"):
            os.makedirs(os.path.join(folder, subdir), exist_ok=True)
            self.repodata[subdir] = {
                "info": {"subdir": subdir},
                "packages": {},
                "packages.conda": {},
                "removed": [],
                "repodata_version": 1,
            }

    def add(self, name, version, files, depends=(), constrains=(), noarch=None, link=None, old=False):
        subdir = "noarch" if noarch else SUBDIR
        index = {
            "name": name,
            "version": version,
            "build": "0",
            "build_number": 0,
            "depends": list(depends),
            "constrains": list(constrains),
            "license": "none",
            "subdir": subdir,
            "timestamp": 1700000000000,
        }
        if noarch:
            index["noarch"] = noarch
        info = {
            "info/index.json": text(json.dumps(index)),
            "info/paths.json": text(json.dumps(paths_json(files))),
            "info/about.json": text("{}"),
            "info/files": text("".join(path + "\n" for path in sorted(files))),
        }
        if link:
            info["info/link.json"] = text(json.dumps(link))
        stem = f"{name}-{version}-0"
        content = self.tar_bz2({**files, **info}) if old else self.conda(stem, files, info)
        file = stem + (".tar.bz2" if old else ".conda")
        with open(os.path.join(self.folder, subdir, file), "wb") as out:
            out.write(content)
        record = {
            **index,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "md5": hashlib.md5(content).hexdigest(),
        }
        self.repodata[subdir]["packages" if old else "packages.conda"][file] = record

    @staticmethod
    def tar_bz2(files):
        import bz2

        return bz2.compress(tar_of(files))

    @staticmethod
    def conda(stem, files, info):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("metadata.json", json.dumps({"conda_pkg_format_version": 2}))
            archive.writestr(f"pkg-{stem}.tar.zst", raw_zstd(tar_of(files)))
            archive.writestr(f"info-{stem}.tar.zst", raw_zstd(tar_of(info)))
        return out.getvalue()

    def write(self):
        for subdir, content in self.repodata.items():
            with open(os.path.join(self.folder, subdir, "repodata.json"), "w") as out:
                json.dump(content, out, indent=1)


def python_files():
    """Debian's interpreter and standard library, as an upstream Python would lie in a prefix."""
    version = "%d.%d" % sys.version_info[:2]
    library = sysconfig.get_path("stdlib")
    files = {
        f"bin/python{version}": {"data": open(f"/usr/bin/python{version}", "rb").read(), "mode": 0o755},
        "bin/python3": {"link": f"python{version}"},
        "bin/python": {"link": f"python{version}"},
        # conda-forge's Python has this link too, for tools that cut its version short.
        "lib/python3.1": {"link": f"python{version}"},
        f"lib/python{version}/site-packages/README.txt": text("Packages come here.\n"),
    }
    skipped = {"dist-packages", "__pycache__", "test", "tests", "idlelib", "tkinter", "turtledemo", "lib2to3", "site-packages"}
    for folder, folders, names in os.walk(library):
        folders[:] = sorted(name for name in folders if name not in skipped and not name.startswith("config-"))
        for name in sorted(names):
            source = os.path.join(folder, name)
            if name in ("EXTERNALLY-MANAGED", "sitecustomize.py") or not os.path.isfile(source):
                continue
            path = f"lib/python{version}/" + os.path.relpath(source, library)
            files[path] = {"data": open(source, "rb").read(), "mode": 0o644}
    without_debian(files, version)
    return files


def without_debian(files, version):
    """Debian keeps its packages in dist-packages and installs to local/: in a prefix both are as upstream has them."""
    # site itself is frozen into the interpreter, and looks here.
    hook = 'import os, site; site.addsitedir(os.path.join(os.path.dirname(os.__file__), "site-packages"))\n'
    files[f"lib/python{version}/dist-packages/prefix.pth"] = text(hook)
    scheme = files[f"lib/python{version}/sysconfig.py"]
    scheme["data"] = scheme["data"].replace(b"scheme = 'posix_local'", b"scheme = 'posix_prefix'")
    for path, entry in files.items():
        if os.path.basename(path).startswith("_sysconfigdata"):
            entry["data"] = entry["data"].replace(b"'/usr", b"'" + PLACEHOLDER.encode()).replace(b"dist-packages", b"site-packages")
            entry["prefix"] = True


def add_python(channel):
    version = "%d.%d.%d" % sys.version_info[:3]
    channel.add("python", version, python_files(), depends=["__glibc >=2.17"], constrains=[])


def add_pip(channel, wheel):
    """A wheel is a noarch package as it is: its files below site-packages, its programs as entry points."""
    with zipfile.ZipFile(wheel) as archive:
        files = {
            "site-packages/" + name: {"data": archive.read(name), "mode": 0o644}
            for name in archive.namelist()
            if not name.endswith("/")
        }
    version = re.match(r"pip-([^-]+)-", os.path.basename(wheel)).group(1)
    points = {"noarch": {"type": "python", "entry_points": ["pip = pip._internal.cli.main:main", "pip3 = pip._internal.cli.main:main"]}, "package_metadata_version": 1}
    channel.add("pip", version, files, depends=["python >=3.8"], noarch="python", link=points)


PROGRAM = """#!/bin/sh
# A stand-in from the channel of the tests: the real program cannot be had there.
case "${1:-}" in
  --version) echo "%(name)s %(version)s (from the test channel)" ;;
  info) echo "active environment : ${CONDA_DEFAULT_ENV:-none}"; echo "base environment : %(prefix)s" ;;
  *) echo "%(name)s: this is the test channel's program; it knows --version and info" >&2; exit 1 ;;
esac
"""

ACTIVATION = """# What conda's own file does for a login shell, as far as the tests need it.
export CONDA_EXE='%(prefix)s/bin/conda'
conda() {
  [ "${1:-}" = activate ] || { "$CONDA_EXE" "$@"; return; }
  export CONDA_PREFIX="$2" CONDA_DEFAULT_ENV="$2" CONDA_SHLVL=1
  export PATH="$2/bin:$PATH"
  for script in "$2"/etc/conda/activate.d/*.sh; do
    [ ! -f "$script" ] || . "$script"
  done
}
"""


def add_tools(channel, node):
    for name, version, depends in (("conda", "26.3.2", ["python >=3.10"]), ("mamba", "2.8.1", [])):
        values = {"name": name, "version": version, "prefix": PLACEHOLDER}
        files = {f"bin/{name}": text(PROGRAM % values, 0o755, prefix=True)}
        if name == "conda":
            files["etc/profile.d/conda.sh"] = text(ACTIVATION % values, prefix=True)
        channel.add(name, version, files, depends=depends)
    if node:
        program = {"data": open(node, "rb").read(), "mode": 0o755}
    else:
        program = text("#!/bin/sh\\necho v20.0.0\\n", 0o755)
    channel.add("nodejs", "20.19.0", {"bin/node": program})


def module(name, version):
    return {f"site-packages/{name}.py": text(f"version = {version!r}\n")}


def add_samples(channel):
    """Packages for what the tests ask: versions to pin, a dependency, a conflict of two, a variable set on activation."""
    for version in ("1.0", "1.1", "2.0"):
        channel.add("tidemark", version, module("tidemark", version), depends=["python >=3.8", "lunar-tables"], noarch="python")
    channel.add("lunar-tables", "4.2", {"share/lunar/tables.csv": text("day,height\n1,3.2\n")}, noarch="generic", old=True)
    channel.add("harbour", "3.0", module("harbour", "3.0"), depends=["python", "tidemark >=2"], noarch="python")
    channel.add("estuary", "1.0", module("estuary", "1.0"), depends=["python", "tidemark <2"], noarch="python")
    hook = text("export LIGHTHOUSE=lit\n")
    channel.add("lighthouse", "0.5", {"etc/conda/activate.d/lighthouse.sh": hook}, noarch="generic", old=True)


def main():
    folder = sys.argv[1]
    wheel = sys.argv[2] if len(sys.argv) > 2 else ""
    node = sys.argv[3] if len(sys.argv) > 3 else ""
    channel = Channel(folder)
    add_python(channel)
    if wheel:
        add_pip(channel, wheel)
    add_tools(channel, node)
    add_samples(channel)
    channel.write()


main()
