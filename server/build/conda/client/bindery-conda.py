"""Bindery's conda client: makes and updates conda environments with rattler's solver and installer.

  bindery-conda.py create   --prefix P SPEC...            a new environment with these packages
  bindery-conda.py install  --prefix P SPEC...            these as well, what is there kept where it fits
  bindery-conda.py update   --prefix P --file F [--pip-list OUT]
                                                          what an environment.yml asks for, into the environment; its
                                                          pip list is written to OUT, one requirement a line
  bindery-conda.py explicit --prefix P --file F           exactly these packages: a line each, URL or URL#HASH
  bindery-conda.py lock     --prefix P --format pixi|conda-lock --file F [--pip-list OUT]
                                                          exactly what a lock file says for this platform

  --settings S   channels and mirrors as JSON (server/build/conda/settings.ts); conda-forge where there is none
  --cache C      folder for packages and repodata; a temporary one where none is named

Runs on Python 3.10 or newer beside the packages rattler and ruamel.yaml; the folder of this file is where they lie.
Writes to the prefix and the cache only. Exit codes: 0, 1 with a sentence on standard error, 2 for wrong usage.
"""

import argparse
import asyncio
import contextlib
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from urllib.parse import unquote, urlsplit, urlunsplit

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

PUBLIC_ALIAS = "https://conda.anaconda.org"
# What conda takes `defaults` for, unless its configuration says otherwise.
DEFAULTS = ["https://repo.anaconda.com/pkgs/main", "https://repo.anaconda.com/pkgs/r"]
# Seconds after which the search for the smallest set of specs that conflict is given up.
CORE_PATIENCE = 60


class Refused(Exception):
    """What a person is told, in one or more lines."""


def say(text):
    print(text, flush=True)


# --- Channels -------------------------------------------------------------------------------------------------------


class Channels:
    """Names of channels as URLs. Credentials are taken out of them and kept for the one file that rattler reads."""

    def __init__(self, settings):
        self.settings = settings
        self.credentials = {}

    def clean(self, url):
        """The URL without user, password and token, which are remembered for its host."""
        token = re.search(r"/t/([^/]+)", url)
        if token:
            url = url.replace(token.group(0), "", 1)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            return url.rstrip("/")
        host = parts.hostname or ""
        netloc = host if parts.port is None else f"{host}:{parts.port}"
        if token:
            self.credentials[host] = {"CondaToken": token.group(1)}
        elif parts.username is not None:
            pair = {"username": unquote(parts.username), "password": unquote(parts.password or "")}
            self.credentials[host] = {"BasicHTTP": pair}
        return urlunsplit((parts.scheme, netloc, parts.path.rstrip("/"), parts.query, ""))

    def urls(self, name):
        """Every URL that a channel's name stands for: conda's own rules."""
        multi = {"defaults": self.settings.get("defaultChannels") or DEFAULTS, **self.settings.get("customMultichannels", {})}
        if name in multi:
            return [url for member in multi[name] for url in ([self.clean(member)] if is_url(member) else self.urls(member))]
        if is_url(name):
            return [self.clean(name)]
        if name.startswith(("/", "./", "../", "~")):
            return ["file://" + os.path.abspath(os.path.expanduser(name))]
        custom = self.settings.get("customChannels", {})
        # A name such as `lab/label/dev` belongs to the custom channel `lab`.
        for own in sorted(custom, key=len, reverse=True):
            if name == own or name.startswith(own + "/"):
                return [f"{self.clean(custom[own])}/{name}"]
        return [f"{self.clean(self.settings.get('channelAlias') or PUBLIC_ALIAS)}/{name}"]

    def ordered(self, named):
        """The channels of a file, first before last, then those of the configuration, each once."""
        names = [name for name in named if name != "nodefaults"]
        everything = names + [name for name in self.settings.get("channels") or ["conda-forge"]]
        return list(dict.fromkeys(url for name in everything for url in self.urls(str(name))))


def is_url(text):
    return re.match(r"[a-z][a-z0-9+]*://", text) is not None


# --- rattler --------------------------------------------------------------------------------------------------------


class Client:
    """rattler with the configured channels, certificates and credentials, and one cache."""

    def __init__(self, channels, cache, scratch):
        import rattler
        import rattler.exceptions

        self.rattler = rattler
        self.channels = channels
        self.cache = cache
        self.scratch = scratch
        self.sources = []
        self.gateway = None
        self.virtual = rattler.VirtualPackage.detect()

    def open(self, urls):
        """Which channels are asked from now on."""
        from rattler.networking import Client as Web

        keys = os.path.join(self.scratch, "credentials.json")
        with open(os.open(keys, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            json.dump(self.channels.credentials, out)
        verify = self.channels.settings.get("sslVerify", True)
        if isinstance(verify, str):
            os.environ["SSL_CERT_FILE"] = verify
        system = os.environ.get("SSL_CERT_FILE") or os.path.exists("/etc/ssl/certs/ca-certificates.crt")
        lines = [
            f"authentication-override-file = {json.dumps(keys)}",
            f"tls-no-verify = {json.dumps(verify is False)}",
            f"tls-root-certs = {json.dumps('system' if system else 'webpki')}",
            # A prefix is made read-only and removed by itself: none of its files may be the cache's as well.
            # (Symbolic links stay allowed: that is about the links that packages consist of.)
            "allow-hard-links = false",
        ]
        self.config = self.rattler.Config.from_toml("\n".join(lines) + "\n")
        self.web = Web.from_config(self.config, max_retries=2)
        self.urls = urls
        self.sources = [self.rattler.Channel(url) for url in urls]
        self.gateway = self.rattler.Gateway(cache_dir=os.path.join(self.cache, "repodata"), client=self.web)

    async def solve(self, specs, kept, priority=None):
        Priority = self.rattler.ChannelPriority
        return await self.rattler.solve(
            self.sources,
            [self.spec(text) for text in specs],
            gateway=self.gateway,
            locked_packages=kept,
            virtual_packages=self.virtual,
            channel_priority=priority or Priority.Strict,
        )

    def spec(self, text):
        """A spec whose channel, if it names one, is the URL that the name stands for here."""
        named = re.match(r"^([^\s\[=<>!~]+)::(.*)$", text)
        if named:
            text = f"{self.channels.urls(named.group(1))[0]}::{named.group(2)}"
        try:
            return self.rattler.MatchSpec(text)
        except Exception as error:
            raise Refused(f"the spec '{text}' cannot be read: {first_line(error)}") from error

    async def install(self, records, prefix, specs):
        before = {name_of(record): record for record in installed(self.rattler, prefix)}
        tell_changes(before, records)
        for record in records:
            check_local(record)
        await self.rattler.install(
            records,
            prefix,
            cache_dir=os.path.join(self.cache, "pkgs"),
            client=self.web,
            config=self.config,
            execute_link_scripts=True,
            show_progress=False,
            # rattler 0.28 hands this list on as it is, and wants its inner objects there.
            requested_specs=[self.spec(text)._match_spec for text in specs],
        )
        compile_noarch(self.rattler, prefix, set(before))


def check_local(record):
    """rattler checks the digests of what it downloads, but not of files that lie on this machine."""
    if not record.url.startswith("file://"):
        return
    for kind, promised in (("sha256", record.sha256), ("md5", record.md5)):
        path = unquote(urlsplit(record.url).path)
        if promised is None or not os.path.isfile(path):
            continue
        with open(path, "rb") as file:
            found = digest(file, kind)
        if found != promised.hex():
            raise Refused(f"{record.file_name} has the {kind} {found}, but {promised.hex()} was promised")
        return


def digest(file, kind):
    found = hashlib.new(kind)
    for piece in iter(lambda: file.read(1 << 20), b""):
        found.update(piece)
    return found.hexdigest()


def name_of(record):
    return record.name.normalized


def installed(rattler, prefix):
    paths = sorted(glob.glob(os.path.join(glob.escape(prefix), "conda-meta", "*.json")))
    return [rattler.PrefixRecord.from_path(path) for path in paths]


def label(record):
    return f"{name_of(record)} {record.version} {record.build}"


def tell_changes(before, records):
    after = {name_of(record): record for record in records}
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old is None:
            say(f"  + {label(new)}")
        elif new is None:
            say(f"  - {label(old)}")
        elif label(old) != label(new):
            say(f"  ~ {label(old)} -> {new.version} {new.build}")


def compile_noarch(rattler, prefix, before):
    """Bytecode of what has just come, so that nobody's first import pays for it and nothing is written later."""
    python = os.path.join(prefix, "bin", "python")
    records = [record for record in installed(rattler, prefix) if name_of(record) not in before]
    files = [os.path.join(prefix, str(path)) for record in records for path in record.files if str(path).endswith(".py")]
    files = [path for path in files if "/site-packages/" in path or record_is_python(path, prefix)]
    if not files or not os.access(python, os.X_OK):
        return
    code = "import compileall, sys; [compileall.compile_file(line.rstrip('\\n'), quiet=2) for line in sys.stdin]"
    # Some packages ship files for other Pythons: what cannot be compiled is left as it is.
    subprocess.run([python, "-I", "-c", code], input="\n".join(files) + "\n", text=True, check=False)


def record_is_python(path, prefix):
    return re.match(r"lib/python\d+\.\d+/", os.path.relpath(path, prefix)) is not None


# --- Solving, with reasons ------------------------------------------------------------------------------------------


def first_line(error):
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


async def solve(client, specs, kept, by_name=None):
    """What is to be in the environment. Channels as mamba has it: strict first, every channel where that fails."""
    rattler = client.rattler
    wanted = client.channels.settings.get("channelPriority", "flexible")
    disabled = rattler.ChannelPriority.Disabled
    try:
        return await client.solve(specs, kept, disabled if wanted == "disabled" else None)
    except rattler.exceptions.GatewayError as error:
        raise Refused(unreachable(client, error)) from error
    except rattler.exceptions.SolverError as error:
        failure = error
    if wanted == "flexible" and len(client.urls) > 1:
        with contextlib.suppress(rattler.exceptions.SolverError):
            records = await client.solve(specs, kept, disabled)
            say("The channels' order had to be set aside: some packages come from a channel with a lower priority.")
            return records
    raise Refused(await reason(client, specs, failure))


def unreachable(client, error):
    chain = [part.strip() for part in str(error).splitlines() if part.strip()]
    cause = error.__cause__
    while cause is not None:
        chain.append(first_line(cause))
        cause = cause.__cause__
    return f"the channel {', '.join(client.urls)} cannot be read: {': '.join(dict.fromkeys(chain))}"


async def reason(client, specs, failure):
    """Why the specs have no solution: the first that nothing provides, else the smallest set that conflicts."""
    missing = await nothing_provides(client, specs)
    if missing:
        return "\n".join(["the channels have no package that fits", *missing])
    core = await smallest_conflict(client, specs)
    tree = "\n".join("  " + line for line in str(failure).splitlines() if line.strip())
    if len(core) > 1:
        return f"these cannot be installed together: {' and '.join(core)}\n{tree}"
    return f"{core[0] if core else ', '.join(specs)} cannot be installed\n{tree}"


async def nothing_provides(client, specs):
    """Two lines for each spec that no package of the channels matches, the first in mamba's own words."""
    subdirs = [client.rattler.Subdir.current(), client.rattler.Subdir("noarch")]
    where = ", ".join(client.urls)
    sentences = []
    for text in specs:
        spec = client.spec(text)
        name = plain_name(text)
        found = await client.gateway.query(client.sources, subdirs, [name], recursive=False)
        records = [record for group in found for record in group]
        if not records:
            sentences.append(f"  - nothing provides requested {text}\n    there is no package {name} in {where}")
        elif not any(spec.matches(record) for record in records):
            versions = list(dict.fromkeys(str(record.version) for record in sorted(records, key=lambda r: r.version)))
            few = versions if len(versions) <= 12 else [versions[0], "...", *versions[-10:]]
            versions = f"{where} has {name} in the versions {', '.join(few)}"
            sentences.append(f"  - nothing provides requested {text}\n    {versions}")
    return sentences


def plain_name(text):
    return re.split(r"[\s=<>!~\[]", text.split("::")[-1].strip(), maxsplit=1)[0].lower()


async def smallest_conflict(client, specs):
    """Leaves out one spec after the other, as long as the rest still has no solution."""
    began = time.monotonic()
    core = list(specs)
    for text in specs:
        if time.monotonic() - began > CORE_PATIENCE:
            break
        rest = [other for other in core if other != text]
        if not rest:
            continue
        try:
            await client.solve(rest, [], client.rattler.ChannelPriority.Disabled)
        except client.rattler.exceptions.SolverError:
            core = rest
    return core


# --- environment.yml ------------------------------------------------------------------------------------------------


def read_yaml(path):
    from ruamel.yaml import YAML

    try:
        with open(path, encoding="utf-8-sig") as file:
            content = YAML(typ="safe", pure=True).load(file)
    except Exception as error:
        raise Refused(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    content = {} if content is None else content
    if not isinstance(content, dict):
        raise Refused(f"{path} is not a mapping")
    return content


def read_environment(path):
    """Channels, specs and pip requirements of an environment.yml; its name and prefix mean nothing here."""
    content = read_yaml(path)
    specs, pip = [], []
    for entry in content.get("dependencies") or []:
        if isinstance(entry, str):
            specs.append(entry.strip())
        elif isinstance(entry, dict) and isinstance(entry.get("pip"), list):
            pip += [str(line) for line in entry["pip"] if line is not None]
        elif not (isinstance(entry, dict) and entry.get("pip", 0) is None):
            raise Refused(f"{path}: the dependency {entry!r} is neither a package nor a list for pip")
    channels = [str(name) for name in content.get("channels") or []]
    return channels, specs, pip


def remembered(records):
    """What was asked for when the environment was made, by name: it holds until a file asks otherwise."""
    asked = {}
    for record in records:
        for spec in record.requested_specs:
            asked.setdefault(name_of(record), []).append(spec)
    return asked


def combined(asked, specs):
    """New specs and the remembered ones of other packages. Python's own minor version stays, whatever else is asked."""
    named = {plain_name(text) for text in specs}
    old = [spec for name, kept in asked.items() if name not in named or name == "python" for spec in kept]
    return list(dict.fromkeys([*old, *specs]))


# --- Commands -------------------------------------------------------------------------------------------------------


async def add(client, prefix, specs, channels=()):
    urls = client.channels.ordered(channels)
    client.open(urls)
    kept = installed(client.rattler, prefix)
    everything = combined(remembered(kept), specs)
    say(f"Resolving {', '.join(specs) or 'nothing new'} from {', '.join(urls)}")
    began = time.monotonic()
    records = await solve(client, everything, kept)
    say(f"Resolved {len(records)} packages in {time.monotonic() - began:.1f} s")
    await client.install(records, prefix, everything)


async def update(client, options):
    channels, specs, pip = read_environment(options.file)
    await add(client, options.prefix, specs, channels)
    if options.pip_list and pip:
        with open(options.pip_list, "w", encoding="utf-8") as out:
            out.writelines(line + "\n" for line in pip)


async def explicit(client, options):
    with open(options.file, encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    await install_addresses(client, options.prefix, [line for line in lines if line and line[0] not in "#@"])


async def lock(client, options):
    subdir = str(client.rattler.Subdir.current())
    content = read_yaml(options.file)
    addresses, pip = (read_pixi if options.format == "pixi" else read_conda_lock)(content, subdir)
    if not addresses:
        raise Refused(f"{options.file} locks nothing for {subdir}")
    await install_addresses(client, options.prefix, [at_mirror(client, line) for line in addresses])
    if options.pip_list and pip:
        with open(options.pip_list, "w", encoding="utf-8") as out:
            out.writelines(line + "\n" for line in pip)


def read_pixi(content, subdir):
    """The environment `default`: what pixi installs where nothing else is said."""
    chosen = content.get("environments", {}).get("default", {}).get("packages", {}).get(subdir) or []
    known = {entry.get("conda") or entry.get("pypi"): entry for entry in content.get("packages") or []}
    addresses, pip = [], []
    for entry in chosen:
        url = entry.get("conda") or entry.get("pypi") or ""
        about = known.get(url, {})
        if "conda" in entry:
            addresses.append(url + "#" + str(about.get("sha256") or about.get("md5") or ""))
        elif is_url(url):
            pip.append(by_address(about.get("name") or "", url, about.get("sha256")))
        else:
            pip.append(f"-e {url}" if about.get("editable") else url)
    return addresses, pip


def read_conda_lock(content, subdir):
    """The packages of the category `main` for this platform: what conda-lock installs where nothing else is said."""
    addresses, pip = [], []
    for entry in content.get("package") or []:
        if entry.get("platform") != subdir or entry.get("category", "main") != "main":
            continue
        digests = entry.get("hash") or {}
        if entry.get("manager") == "pip":
            pip.append(by_address(entry["name"], entry["url"], digests.get("sha256")))
        else:
            addresses.append(entry["url"] + "#" + str(digests.get("sha256") or digests.get("md5") or ""))
    return addresses, pip


def by_address(name, url, sha256):
    return f"{name} @ {url}" + (f"#sha256={sha256}" if sha256 and "#" not in url else "")


def at_mirror(client, address):
    """A lock names the public channels: where conda's configuration has a mirror for them, they come from there."""
    if not address.startswith(PUBLIC_ALIAS + "/"):
        return address
    channel, subdir, file = address[len(PUBLIC_ALIAS) + 1 :].rsplit("/", 2)
    return f"{client.channels.urls(channel)[0]}/{subdir}/{file}"


async def install_addresses(client, prefix, lines):
    """Installs the packages named by their addresses; what is there and has another name stays."""
    rattler = client.rattler
    records = [explicit_record(client, line) for line in lines]
    client.open([])
    named = {name_of(record) for record in records}
    kept = [record for record in installed(rattler, prefix) if name_of(record) not in named]
    await client.install([*records, *kept], prefix, [])
    complete_records(prefix)


def explicit_record(client, line):
    rattler = client.rattler
    url, _, digest = line.partition("#")
    url = client.channels.clean(url)
    place, _, file = url.rpartition("/")
    match = re.match(r"^(.+)-([^-]+)-([^-]+?)(\.conda|\.tar\.bz2)$", file)
    if match is None:
        raise Refused(f"{url} is not the address of a conda package")
    name, version, build, _ = match.groups()
    number = re.search(r"(\d+)$", build)
    digest = digest.removeprefix("sha256:").removeprefix("md5:")
    hashes = {64: {"sha256": digest}, 32: {"md5": digest}, 0: {}}.get(len(digest))
    if hashes is None:
        raise Refused(f"{digest} is neither an MD5 nor a SHA-256 ({file})")
    record = rattler.PackageRecord(
        name=name,
        version=version,
        build=rattler.BuildString(build),
        build_number=int(number.group(1)) if number else 0,
        subdir=place.rpartition("/")[2],
        **{key: bytes.fromhex(value) for key, value in hashes.items()},
    )
    return rattler.RepoDataRecord(record, file, url, place.rpartition("/")[0])


def complete_records(prefix):
    """An address says nothing of dependencies: they come from the packages themselves, for whoever asks later."""
    for path in glob.glob(os.path.join(glob.escape(prefix), "conda-meta", "*.json")):
        with open(path, encoding="utf-8") as file:
            record = json.load(file)
        source = os.path.join(record.get("extracted_package_dir") or "", "info", "index.json")
        if record.get("depends") or not os.path.isfile(source):
            continue
        with open(source, encoding="utf-8") as file:
            index = json.load(file)
        kept = ("depends", "constrains", "build_number", "license", "noarch", "timestamp")
        record.update({key: index[key] for key in kept if key in index})
        with open(path, "w", encoding="utf-8") as out:
            json.dump(record, out, indent=2)


async def run(options):
    settings = {}
    if options.settings and os.path.exists(options.settings):
        with open(options.settings, encoding="utf-8") as file:
            settings = json.load(file)
    with tempfile.TemporaryDirectory(prefix="bindery-conda-") as scratch:
        client = Client(Channels(settings), os.path.abspath(options.cache or os.path.join(scratch, "cache")), scratch)
        if options.command in ("create", "install"):
            await add(client, options.prefix, options.specs)
        elif options.command == "update":
            await update(client, options)
        elif options.command == "lock":
            await lock(client, options)
        else:
            await explicit(client, options)


def parse(arguments):
    parser = argparse.ArgumentParser(prog="bindery-conda", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("create", "install", "update", "explicit", "lock"):
        command = commands.add_parser(name)
        command.add_argument("--prefix", required=True, type=os.path.abspath)
        command.add_argument("--settings")
        command.add_argument("--cache")
        if name in ("create", "install"):
            command.add_argument("specs", nargs="+")
        else:
            command.add_argument("--file", required=True)
        if name in ("update", "lock"):
            command.add_argument("--pip-list")
        if name == "lock":
            command.add_argument("--format", required=True, choices=("pixi", "conda-lock"))
    return parser.parse_args(arguments)


def main():
    options = parse(sys.argv[1:])
    try:
        asyncio.run(run(options))
    except Refused as refusal:
        print(f"bindery-conda: {refusal}", file=sys.stderr)
        return 1
    except (OSError, ImportError) as error:
        print(f"bindery-conda: {error}", file=sys.stderr)
        return 1
    except Exception as error:
        # rattler's own errors: what cannot be fetched, verified or linked.
        if not type(error).__module__.startswith(("exceptions", "rattler", "builtins")):
            raise
        lines = " ".join(dict.fromkeys(line.strip() for line in str(error).splitlines() if line.strip()))
        print(f"bindery-conda: {lines}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
