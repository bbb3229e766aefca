import { toolsMount } from '../mounts';

const installLock = String.raw`# Installs exactly what the lock file $3, of the format $1, says into the Python environment $2: no more and no less,
# each file with a digest that the lock states. Runs in the folder of the lock.
set -eu
list=$(mktemp -d)/requirements.txt
UV_PYTHON_DOWNLOADS=never "$2/bin/python" -I ${toolsMount}/lock-requirements.py "$1" "$3" ${toolsMount}/uv "$list"
sh ${toolsMount}/pip-install "$2" --no-deps --requirement "$list"
rm -r "$(dirname "$list")"
`;

const lockRequirements = String.raw`"""Writes a lock file as a list that uv and pip install: FORMAT FILE UV LIST. Runs in the environment that is installed into.

uv.lock is exported by uv. pylock.toml and poetry.lock are read here, as their tools would take them: the default groups
and no extras. Standard library, and of Jupyter's packages tomli (before Python 3.11) and packaging.
"""
import os
import re
import subprocess
import sys

try:
    import tomllib
except ImportError:
    try:
        import tomli as tomllib
    except ImportError:
        from pip._vendor import tomli as tomllib


# Its packages come from whichever index is configured.
pypi = "https://pypi.org/simple"


def fail(sentence):
    sys.exit("bindery: " + sentence)


def load(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def uv_lines(path, uv):
    with open(path, encoding="utf-8") as file:
        found = re.findall(r'^source = \{ registry = "(https?://[^"\s]+)"', file.read(), re.M)
    for index in sorted(set(found) - {pypi}):
        yield "--extra-index-url " + index
    command = [uv, "export", "--frozen", "--no-emit-project", "--no-header", "--no-annotate", "--quiet", "--no-cache"]
    command += ["--no-config", "--format", "requirements.txt", "--python", sys.executable]
    done = subprocess.run(command, stdout=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(done.returncode)
    yield done.stdout.decode("utf-8")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def optional_groups(project):
    groups = project.get("tool", {}).get("poetry", {}).get("group", {})
    return {normal(name) for name, group in groups.items() if group.get("optional")}


def pylock_lines(path, _uv):
    lock = load(path)
    groups = set(lock.get("default-groups", []))
    for index in sorted({package.get("index", "") for package in lock.get("packages", [])}):
        if index and index.rstrip("/") != pypi:
            yield "--extra-index-url " + index
    for package in lock.get("packages", []):
        marker = package.get("marker", "")
        if "extras" in marker or "dependency_groups" in marker:
            if not holds(marker, groups):
                continue
            marker = ""
        yield from pylock_line(package, marker)


def pylock_line(package, marker):
    kind = next((kind for kind in ("directory", "vcs", "archive") if kind in package), None)
    source = package.get(kind, {})
    files = [source] if kind == "archive" else package.get("wheels", []) + [package.get("sdist", {})]
    digests = [digest for file in files for digest in sorted(file.get("hashes", {}).items())]
    hashes = ["%s:%s" % digest for digest in digests if digest[0] in ("sha256", "sha384", "sha512")]
    if kind == "directory":
        folder = os.path.abspath(os.path.join(source["path"], source.get("subdirectory", "")))
        # The repository itself is installed by a step of its own.
        if folder != os.getcwd():
            yield ("-e " if source.get("editable") else "") + folder
        return
    name = package["name"]
    if kind == "vcs":
        folder = source.get("subdirectory")
        place = "%s+%s@%s" % (source["type"], source.get("url") or source["path"], source["commit-id"])
        name += " @ " + place + ("#subdirectory=" + folder if folder else "")
    elif kind == "archive":
        name += " @ " + (source.get("url") or "file://" + os.path.abspath(source["path"]))
    elif "version" in package:
        name += "==" + package["version"]
    yield " ".join([name + (" ; " + marker if marker else "")] + ["--hash=" + digest for digest in hashes])


def holds(marker, groups):
    try:
        from packaging.markers import Marker
    except ImportError:
        from pip._vendor.packaging.markers import Marker
    return Marker(marker).evaluate({"extras": set(), "dependency_groups": groups}, context="lock_file")


def poetry_lines(path, _uv):
    lock = load(path)
    project = load("pyproject.toml") if os.path.exists("pyproject.toml") else {}
    packages = lock.get("package", [])
    wanted = of_groups if any("groups" in package for package in packages) else reached
    for source in [package.get("source", {}) for package in packages]:
        if source.get("type") == "legacy" and source["url"].rstrip("/") != pypi:
            yield "--extra-index-url " + source["url"]
    files = lock.get("metadata", {}).get("files", {})
    for package, marker in wanted(packages, project):
        place = location(package)
        # A folder and a commit have no digest; their lines would not be understood with one.
        own = package.get("files") or files.get(package["name"], [])
        hashes = [] if place.startswith(("-e ", "/")) or " @ " in place else [file["hash"] for file in own]
        line = place + (" ; " + marker if marker and not place.startswith(("-e ", "/")) else "")
        yield " ".join([line] + ["--hash=" + digest for digest in hashes])


def location(package):
    source = package.get("source", {})
    kind, url = source.get("type"), source.get("url", "")
    if kind == "directory":
        return ("-e " if package.get("develop") else "") + os.path.abspath(url)
    if kind == "file":
        return os.path.abspath(url)
    if kind == "git":
        commit = source.get("resolved_reference") or source.get("reference")
        folder = source.get("subdirectory")
        return "%s @ git+%s@%s%s" % (package["name"], url, commit, "#subdirectory=" + folder if folder else "")
    if kind == "url":
        return "%s @ %s" % (package["name"], url)
    return "%s==%s" % (package["name"], package["version"])


def of_groups(packages, project):
    """Poetry 2 writes down for each package which groups want it, and where."""
    left_out = optional_groups(project)
    for package in packages:
        groups = [group for group in package.get("groups", ["main"]) if normal(group) not in left_out]
        if package.get("optional") or not groups:
            continue
        markers = package.get("markers", "")
        if isinstance(markers, dict):
            each = [markers.get(group, "") for group in groups]
            markers = " or ".join("(%s)" % marker for marker in each) if all(each) else ""
        yield package, markers


def reached(packages, project):
    """Older locks say it by the dependencies alone: what this Python reaches from the project is wanted."""
    named = {}
    for package in packages:
        if fits(package):
            named.setdefault(normal(package["name"]), []).append(package)
    seen = {}
    waiting = list(asked(project))
    while waiting:
        name, extras = waiting.pop()
        have = seen.get(name, set())
        if name not in named or (name in seen and extras <= have):
            continue
        if len(named[name]) > 1:
            fail("poetry.lock pins %s more than once; lock again with Poetry 2." % name)
        seen[name] = have | extras
        dependencies = named[name][0].get("dependencies", {})
        waiting += [one for other in dependencies.items() for one in needs(other, seen[name])]
    for name in sorted(seen):
        yield named[name][0], ""


def asked(project):
    poetry = project.get("tool", {}).get("poetry", {})
    tables = [poetry.get("dependencies", {}), poetry.get("dev-dependencies", {})]
    tables += [group.get("dependencies", {}) for group in poetry.get("group", {}).values() if not group.get("optional")]
    for table in tables:
        for dependency in table.items():
            yield from needs(dependency, set())


def needs(dependency, extras):
    name, stated = dependency
    for one in stated if isinstance(stated, list) else [stated]:
        one = one if isinstance(one, dict) else {}
        holds = any(applies(one.get("markers"), extra) for extra in extras | {""})
        if name != "python" and holds and (extras or not one.get("optional")):
            yield normal(name), {normal(extra) for extra in one.get("extras", [])}


def fits(package):
    try:
        from packaging.specifiers import SpecifierSet
    except ImportError:
        from pip._vendor.packaging.specifiers import SpecifierSet
    stated = package.get("python-versions", "*")
    try:
        return SpecifierSet("" if stated == "*" else stated).contains("%d.%d.%d" % sys.version_info[:3])
    except ValueError:
        return True


def applies(marker, extra):
    if not marker:
        return True
    try:
        from packaging.markers import Marker
    except ImportError:
        from pip._vendor.packaging.markers import Marker
    return Marker(marker).evaluate({"extra": extra})


def main(form, path, uv, target):
    lines = {"uv": uv_lines, "pylock": pylock_lines, "poetry": poetry_lines}[form](path, uv)
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(dict.fromkeys(lines)) + "\n")


main(*sys.argv[1:])
`;

/** Installing from lock files of other tools. By file name. */
export const lockScripts: Readonly<Record<string, string>> = {
  'install-lock': installLock,
  'lock-requirements.py': lockRequirements,
};
