# Sourced in front of every case, in a container of its own. A case ends with the command that fails.
set +e
export LC_ALL=C.UTF-8 TERM=dumb GIT_TERMINAL_PROMPT=0 UV_CACHE_DIR=/tmp/uv-cache UV_NO_PROGRESS=1
mkdir -p /tmp/build && cd /tmp/build || exit 1
PATH=/opt/uv/bin:$PATH
pip21() { /opt/pip-21.3.1/bin/pip --no-cache-dir "$@"; }
pip22() { /opt/pip-22.3.1/bin/pip --no-cache-dir "$@"; }
pip23() { /opt/pip-23.0.1/bin/pip --no-cache-dir "$@"; }
pip25() { /opt/pip-25.3/bin/pip --no-cache-dir "$@"; }
uvpip() { uv pip install --python /opt/pip-25.3/bin/python "$@"; }

# A server on $1 that answers every request with the status $2, or never where that is `silent`.
answer() {
  python3 - "$1" "$2" >/dev/null 2>&1 <<'PY' &
import sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if sys.argv[2] == 'silent':
            time.sleep(600)
        self.send_response(int(sys.argv[2]))
        if sys.argv[2] == '401':
            self.send_header('WWW-Authenticate', 'Basic realm="private"')
        self.send_header('Content-Length', '0')
        self.end_headers()
    do_HEAD = do_POST = do_GET
ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
PY
  await "$1"
}

# A file server on $1 for the folder $2; with a self-signed certificate where $3 is `tls`.
serve() {
  openssl req -x509 -newkey rsa:2048 -nodes -keyout /tmp/key.pem -out /tmp/cert.pem -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost >/dev/null 2>&1
  python3 - "$1" "$2" "${3:-plain}" >/dev/null 2>&1 <<'PY' &
import functools, ssl, sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
server = ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), functools.partial(SimpleHTTPRequestHandler, directory=sys.argv[2]))
if sys.argv[3] == 'tls':
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain('/tmp/cert.pem', '/tmp/key.pem')
    server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
PY
  await "$1"
}

await() {
  for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.05; done
}

# A Python project named $1 whose setup.py is the standard input.
project() {
  mkdir -p "$1" && cat >"$1/setup.py"
}

# An R package named $1 in a repository at /tmp/cran; $2 is added to its DESCRIPTION. Files put in /tmp/r/$1 beforehand stay.
rpackage() {
  mkdir -p "/tmp/r/$1" /tmp/cran/src/contrib
  printf 'Package: %s\nVersion: 1.0\nTitle: A\nDescription: B.\nAuthor: C\nMaintainer: D <d@example.org>\nLicense: MIT\n%b' "$1" "$2" >"/tmp/r/$1/DESCRIPTION"
  touch "/tmp/r/$1/NAMESPACE"
  (cd /tmp/r && tar -czf "/tmp/cran/src/contrib/$1_1.0.tar.gz" "$1")
  Rscript -e 'tools::write_PACKAGES("/tmp/cran/src/contrib", type = "source")' >/dev/null 2>&1
}
rinstall() {
  Rscript -e "options(repos = c(CRAN = 'file:///tmp/cran')); $1"
}

# A conda channel at /tmp/channel with the packages of the standard input: name version dependencies…
channel() {
  mkdir -p /tmp/channel/noarch /tmp/channel/linux-64
  python3 -c '
import json, sys
packages = {}
for line in sys.stdin:
    name, version, *depends = [part.strip() for part in line.rstrip("\n").split(";")]
    packages[f"{name}-{version}-0.tar.bz2"] = dict(name=name, version=version, build="0", build_number=0,
        depends=[d for d in depends if d], md5="0" * 32, sha256="0" * 64, size=1, subdir="linux-64")
for subdir, content in (("linux-64", packages), ("noarch", {})):
    with open(f"/tmp/channel/{subdir}/repodata.json", "w") as out:
        json.dump({"info": {"subdir": subdir}, "packages": content, "packages.conda": {}}, out)
'
}
rattler() {
  /opt/rattler/bin/python - "$@" <<'PY'
import asyncio, sys
from rattler import solve, Gateway, Channel
async def main():
    channel, *specs = sys.argv[1:]
    await solve(sources=[Channel(channel)], specs=specs, platforms=['linux-64', 'noarch'])
asyncio.run(main())
PY
}

# Bindery's own conda client (server/build/conda/client), with the environment.yml of the standard input.
client() {
  /opt/rattler/bin/pip -q install ruamel.yaml
  cat >environment.yml
  sed -n '/channels:/,/dependencies:/s/^ *- \(.*\)/{"channels": ["\1"]}/p' environment.yml >settings.json
  [ -s settings.json ] || echo '{}' >settings.json
  /opt/rattler/bin/python /client/bindery-conda.py update --settings settings.json --prefix /tmp/prefix --file environment.yml
}
