import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Each recorded log and the commands it is made with, in a container of its own (prelude.sh is sourced before them).
// `image` is `tools` unless named; `run` gives further options of docker run; a case with `host` runs on the machine.

const local = '-i http://127.0.0.1:8000/simple --retries 0';
const rep = (name, script) => [name, { script }];
const heavy = (name, script) => [name, { script, image: 'heavy' }];

/** The profile that R has while an image is built: it tells the line at which a script failed. */
const scripts = readFileSync(new URL('../../server/plan/dockerfile/scripts/r.ts', import.meta.url), 'utf8');
const profile = /const rProfile = String\.raw`([^`]*)`/.exec(scripts)?.[1] ?? '';
const profiled = (name, script, installR) =>
  heavy(
    name,
    `cat > profile.R <<'PROFILE'\n${profile}PROFILE\ncat > install.R <<'C'\n${installR}\nC\n${script}; export BINDERY_CRAN_MIRROR=file:///tmp/cran R_PROFILE=$PWD/profile.R; R --quiet --no-echo --file=install.R`,
  );

const pip = [
  rep('pip21-package-not-found', 'pip21 install six this-package-does-not-exist-qq==1.0'),
  rep('pip25-package-not-found', 'pip25 install six this-package-does-not-exist-qq==1.0'),
  rep('pip22-version-not-found', 'pip22 install tabulate==99.9.9'),
  rep('pip25-requires-python', 'pip25 install dataclasses==0.8'),
  rep('pip21-requires-python', 'pip21 install dataclasses==0.8'),
  rep(
    'pip25-project-requires-python',
    `mkdir mine && printf '[project]\\nname = "mine"\\nversion = "1"\\nrequires-python = ">=3.13"\\n' > mine/pyproject.toml
pip25 install ./mine`,
  ),
  rep('pip25-conflict', 'pip25 install flask==2.0.0 click==7.0'),
  rep('pip21-conflict', 'pip21 install flask==2.0.0 click==7.0'),
  rep(
    'pip23-hash-mismatch',
    `echo "six==1.17.0 --hash=sha256:${'0'.repeat(64)}" > requirements.txt
pip23 install -r requirements.txt`,
  ),
  rep('pip-externally-managed', '/usr/bin/pip install six'),
  rep(
    'pip25-unreadable-line',
    "printf 'six\\nnumpy===>2\\n' > requirements.txt; pip25 install -r requirements.txt",
  ),
  rep(
    'pip21-unreadable-line',
    "printf 'six\\nnumpy===>2\\n' > requirements.txt; pip21 install -r requirements.txt",
  ),
  rep(
    'pip25-pyproject-syntax',
    `mkdir mine && printf '[project\\nname = "mine"\\n' > mine/pyproject.toml
pip25 install ./mine`,
  ),
  rep('pip25-index-401', `answer 8000 401; pip25 --no-input install ${local} six`),
  rep('pip25-index-403', `answer 8000 403; pip25 install ${local} six`),
  rep('pip25-index-429', `answer 8000 429; pip25 install -i http://127.0.0.1:8000/simple --retries 1 six`),
  rep(
    'pip25-index-timeout',
    `answer 8000 silent; pip25 --timeout 1 install -i http://127.0.0.1:8000/simple --retries 1 six`,
  ),
  rep(
    'pip21-index-timeout',
    `answer 8000 silent; pip21 --timeout 1 install -i http://127.0.0.1:8000/simple --retries 1 six`,
  ),
  rep('pip25-refused', 'pip25 install -i http://127.0.0.1:9/simple --retries 1 six'),
  rep(
    'pip25-certificate',
    'serve 8000 /tmp tls; pip25 install -i https://localhost:8000/simple --retries 0 six',
  ),
  rep('pip25-proxy', 'https_proxy=http://127.0.0.1:9 pip25 install --retries 1 six'),
  [
    'pip25-disk-full',
    { script: 'TMPDIR=/small pip25 install --target /small/lib babel', run: ['--tmpfs', '/small:size=2m'] },
  ],
  rep('pip25-git-not-found', `serve 8000 /tmp; pip25 install git+http://127.0.0.1:8000/nothing.git`),
  rep('pip25-git-401', `answer 8000 401; pip25 install git+http://127.0.0.1:8000/private.git`),
  rep(
    'pip25-git-no-ref',
    `git init -q made && git -C made -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m a
pip25 install "git+file:///tmp/build/made@no-such-ref"`,
  ),
  rep(
    'pip25-pkg-resources',
    `printf 'import pkg_resources\\nfrom setuptools import setup\\nsetup(name="old", version="1")\\n' | project old
pip25 install ./old`,
  ),
  rep(
    'pip23-use-2to3',
    `printf 'from setuptools import setup\\nsetup(name="old", version="1", use_2to3=True)\\n' | project old
pip23 install ./old`,
  ),
  rep(
    'pip25-numpy-at-build',
    `printf 'import numpy\\nfrom setuptools import setup\\nsetup(name="old", version="1")\\n' | project old
pip25 install ./old`,
  ),
  rep('pip25-sklearn', 'pip25 install sklearn'),
  rep('pip25-only-binary', 'pip25 install --only-binary :all: netifaces==0.11.0'),
  rep(
    'pip25-platform',
    'pip25 download --no-deps --only-binary :all: --platform manylinux2014_aarch64 mkl==2023.2.0',
  ),
  rep(
    'pip25-wrong-platform-wheel',
    'touch pywin32-306-cp311-cp311-win_amd64.whl; pip25 install ./pywin32-306-cp311-cp311-win_amd64.whl',
  ),
  rep('pip25-compiler-missing', 'pip25 install netifaces==0.11.0'),
  rep('pip25-rust-missing', 'pip25 install --no-binary rpds-py --no-deps rpds-py'),
  rep('pip25-psycopg2', 'pip25 install psycopg2==2.9.9'),
  heavy('pip25-psycopg2-gcc', 'pip25 install psycopg2==2.9.9'),
  heavy('pip25-header-missing', 'pip25 install pygraphviz==1.13'),
  heavy('pip25-lxml', 'pip25 install --no-binary lxml lxml==5.3.0'),
  heavy('pip25-pycairo', 'pip25 install pycairo==1.26.0'),
  heavy('pip25-mysqlclient', 'pip25 install mysqlclient==2.2.4'),
  heavy('pip25-gdal', 'pip25 install gdal==3.6.2'),
  heavy(
    'pip25-linker',
    `printf 'from setuptools import setup, Extension\\nsetup(name="linked", version="1", ext_modules=[Extension("m", ["m.c"], libraries=["nosuch"])])\\n' | project linked
echo 'int PyInit_m(void) { return 0; }' > linked/m.c; pip25 install ./linked`,
  ),
  rep('pip25-file-missing', 'pip25 install -r nothing.txt'),
  rep(
    'pip25-unreadable-option',
    'echo "six --global-option=foo" > requirements.txt; pip25 install -r requirements.txt',
  ),
  rep(
    'pip25-words',
    'printf "six\\nnot a requirement\\n" > requirements.txt; pip25 install -r requirements.txt',
  ),
  rep(
    'pip25-retried',
    'pip25 install -i http://127.0.0.1:9/simple --retries 1 six; pip25 install netifaces==0.11.0',
  ),
  heavy(
    'pip25-fortran',
    `mkdir far && printf "project('far', 'fortran')\\n" > far/meson.build
printf '[build-system]\\nrequires = ["meson-python"]\\nbuild-backend = "mesonpy"\\n[project]\\nname = "far"\\nversion = "1"\\n' > far/pyproject.toml
mv /usr/bin/gfortran /usr/bin/gfortran-12 /tmp; pip25 install ./far`,
  ),
  heavy(
    'pip25-meson-dependency',
    `mkdir dep && printf "project('dep', 'c')\\ndependency('cairo')\\n" > dep/meson.build
printf '[build-system]\\nrequires = ["meson-python"]\\nbuild-backend = "mesonpy"\\n[project]\\nname = "dep"\\nversion = "1"\\n' > dep/pyproject.toml
pip25 install ./dep`,
  ),
  rep(
    'pip25-package-build',
    `printf 'from setuptools import setup\\nraise RuntimeError("this cannot be built")\\n' | project old
pip25 install ./old`,
  ),
  rep(
    'uv-package-build',
    `printf 'from setuptools import setup\\nraise RuntimeError("this cannot be built")\\n' | project old
uvpip ./old`,
  ),
  rep('pip25-ok', 'pip25 install six tabulate'),
  rep('pip25-ok-errors-package', 'pip25 install pretty-errors sniffio wheel setuptools'),
];

const uv = [
  rep('uv-package-not-found', 'uvpip six this-package-does-not-exist-qq==1.0'),
  rep(
    'uv-package-not-found-long',
    'uvpip this-package-has-a-very-long-name-and-does-not-exist-anywhere-on-any-index-that-i-know-of',
  ),
  rep('uv-version-not-found', 'uvpip tabulate==99.9.9'),
  rep('uv-version-range-not-found', "uvpip 'tabulate>=99,<100'"),
  rep(
    'uv-project-requires-python',
    `mkdir mine && printf '[project]\\nname = "mine"\\nversion = "1"\\nrequires-python = ">=3.13"\\n' > mine/pyproject.toml
uvpip ./mine`,
  ),
  rep('uv-conflict', 'uvpip flask==2.0.0 click==7.0'),
  rep('uv-no-wheel', 'uvpip --only-binary :all: netifaces==0.11.0'),
  rep('uv-platform', 'uvpip --only-binary :all: --python-platform aarch64-unknown-linux-gnu mkl==2023.2.0'),
  rep('uv-index-401', 'answer 8000 401; uvpip -i http://127.0.0.1:8000/simple six'),
  rep('uv-index-403', 'answer 8000 403; uvpip -i http://127.0.0.1:8000/simple six'),
  rep('uv-index-429', 'answer 8000 429; UV_HTTP_RETRIES=0 uvpip -i http://127.0.0.1:8000/simple six'),
  rep(
    'uv-index-timeout',
    'answer 8000 silent; UV_HTTP_RETRIES=0 UV_HTTP_TIMEOUT=1 uvpip -i http://127.0.0.1:8000/simple six',
  ),
  rep('uv-refused', 'UV_HTTP_RETRIES=0 uvpip -i http://127.0.0.1:9/simple six'),
  rep('uv-certificate', 'serve 8000 /tmp tls; UV_HTTP_RETRIES=0 uvpip -i https://localhost:8000/simple six'),
  [
    'uv-disk-full',
    {
      script: 'UV_HTTP_RETRIES=0 uvpip --target /small/lib --cache-dir /small babel',
      run: ['--tmpfs', '/small:size=2m'],
    },
  ],
  rep('uv-externally-managed', 'uv pip install --system six'),
  rep('uv-git-401', 'answer 8000 401; uvpip git+http://127.0.0.1:8000/private.git'),
  rep(
    'uv-pyproject-syntax',
    `mkdir mine && printf '[project\\nname = "mine"\\n' > mine/pyproject.toml
uvpip ./mine`,
  ),
  rep(
    'uv-pkg-resources',
    `printf 'import pkg_resources\\nfrom setuptools import setup\\nsetup(name="old", version="1")\\n' | project old
uvpip ./old`,
  ),
  rep(
    'uv-use-2to3',
    `printf 'from setuptools import setup\\nsetup(name="old", version="1", use_2to3=True)\\n' | project old
uvpip ./old`,
  ),
  rep('uv-rust-missing', 'uvpip --no-binary rpds-py --no-deps rpds-py'),
  heavy('uv-psycopg2', 'uvpip psycopg2==2.9.9'),
  heavy('uv-pycairo', 'uvpip pycairo==1.26.0'),
  rep(
    'uv-hash-mismatch',
    `echo "six==1.17.0 --hash=sha256:${'0'.repeat(64)}" > requirements.txt
uvpip -r requirements.txt`,
  ),
  rep('uv-file-missing', 'echo "-r nothing.txt" > requirements.txt; uvpip -r requirements.txt'),
  rep('uv-unreadable-line', 'printf "six\\nnumpy===>2\\n" > requirements.txt; uvpip -r requirements.txt'),
  rep('uv-unreadable-option', 'echo "six --global-option=foo" > requirements.txt; uvpip -r requirements.txt'),
  rep('uv-git-unreachable', 'uvpip git+https://nohost.invalid/x/y.git'),
  rep('uv-compiler-missing', 'uvpip netifaces==0.11.0'),
  heavy('uv-header-missing', 'uvpip pygraphviz==1.13'),
  rep('uv-no-wheel-abi', 'uvpip --only-binary :all: numpy==1.10.0'),
  rep('uv-sklearn', 'uvpip sklearn'),
  rep('uv-ok', 'uvpip six tabulate'),
];

const update = 'apt-get update -qq; ';
const source = (line) => `rm -rf /etc/apt/sources.list.d/*; echo '${line}' > /etc/apt/sources.list; `;
const apt = [
  rep('apt-not-found', `${update}apt-get install -y nosuchpackage-qq`),
  rep('apt-no-candidate', `${update}apt-get install -y python`),
  rep('apt-version-not-found', `${update}apt-get install -y vim=1:0.0`),
  rep(
    'apt-unmet',
    `${update}mkdir -p d/DEBIAN && printf 'Package: mine\\nVersion: 1\\nArchitecture: all\\nMaintainer: a <a@example.org>\\nDepends: nosuch-qq (>= 2)\\nDescription: a\\n' > d/DEBIAN/control
dpkg-deb -b d mine.deb >/dev/null; apt-get install -y ./mine.deb`,
  ),
  // Of whichever mirror the image was made from.
  rep(
    'apt-no-release',
    "sed -i -E 's/^(deb +)([^ ]+) +[^ ]+/\\1\\2 nosuchsuite/' /etc/apt/sources.list; apt-get update",
  ),
  rep(
    'apt-expired',
    `mkdir -p /tmp/repo/dists/old; printf 'Origin: a\\nSuite: old\\nCodename: old\\nDate: Mon, 01 Jan 2018 00:00:00 UTC\\nValid-Until: Mon, 08 Jan 2018 00:00:00 UTC\\nArchitectures: amd64\\nComponents: main\\nSHA256:\\n' > /tmp/repo/dists/old/Release
serve 8000 /tmp/repo; ${source('deb [trusted=yes] http://127.0.0.1:8000 old main')}apt-get update`,
  ),
  rep(
    'apt-refused',
    `${source('deb [trusted=yes] http://127.0.0.1:9 old main')}apt-get update && apt-get install -y -o Acquire::Retries=0 nosuchpackage-qq`,
  ),
  rep(
    'apt-resolve',
    `${source('deb [trusted=yes] http://nohost.invalid/debian old main')}apt-get update; apt-get install -y vim`,
  ),
  rep(
    'apt-certificate',
    `serve 8000 /tmp tls; ${source('deb [trusted=yes] https://localhost:8000 old main')}apt-get update -o APT::Update::Error-Mode=any`,
  ),
  [
    'apt-disk-full',
    {
      script: `${update}apt-get install -y --no-install-recommends gcc`,
      run: ['--tmpfs', '/var/cache/apt/archives:size=1m'],
    },
  ],
  rep(
    'apt-404-package',
    `apt-get update -qq; apt-get install -y --no-install-recommends tree -o Acquire::http::Proxy=http://127.0.0.1:8000 & answer 8000 404; wait %1; apt-get clean; apt-get install -y --no-install-recommends tree -o Acquire::http::Proxy=http://127.0.0.1:8000`,
  ),
  rep('apt-ok', `${update}apt-get install -y --no-install-recommends tree`),
];

const r = [
  heavy(
    'r-not-available',
    `rpackage fine; rinstall 'install.packages("nosuchpackage"); library(nosuchpackage)'`,
  ),
  heavy(
    'r-not-available-version',
    `rpackage fine; rinstall 'if (!require(nosuchpackage)) { install.packages("nosuchpackage"); stop("nosuchpackage was not installed") }'`,
  ),
  heavy(
    'r-dependency-not-available',
    `rpackage needy 'Imports: absent\\n'; rinstall 'install.packages("needy"); library(needy)'`,
  ),
  heavy(
    'r-requires-r',
    `rpackage newer 'Depends: R (>= 99.0)\\n'; rinstall 'install.packages("newer", contriburl="file:///tmp/cran/src/contrib"); library(newer)'; R CMD INSTALL /tmp/cran/src/contrib/newer_1.0.tar.gz`,
  ),
  heavy(
    'r-anticonf',
    `mkdir -p /tmp/r/xmlish; cat > /tmp/r/xmlish/configure <<'C'
#!/bin/sh
pkg-config --exists libxml-2.0 && exit 0
echo "------------------------- ANTICONF ERROR ---------------------------"
echo "Configuration failed because libxml-2.0 was not found. Try installing:"
echo " * deb: libxml2-dev (Debian, Ubuntu, etc)"
echo " * rpm: libxml2-devel (Fedora, CentOS, RHEL)"
echo " * csw: libxml2_dev (Solaris)"
echo "If libxml-2.0 is already installed, check that 'pkg-config' is in your"
echo "PATH and PKG_CONFIG_PATH contains a libxml-2.0.pc file."
echo "--------------------------------------------------------------------"
exit 1
C
chmod +x /tmp/r/xmlish/configure; rpackage xmlish; rinstall 'install.packages("xmlish"); library(xmlish)'`,
  ),
  heavy(
    'r-header-missing',
    `mkdir -p /tmp/r/compiled/src; echo '#include <udunits2.h>' > /tmp/r/compiled/src/a.c; rpackage compiled 'NeedsCompilation: yes\\n'; rinstall 'install.packages("compiled"); library(compiled)'`,
  ),
  heavy(
    'r-package-build',
    `mkdir -p /tmp/r/broken/src; echo 'int a(void) { return undeclared; }' > /tmp/r/broken/src/a.c; rpackage broken 'NeedsCompilation: yes\\n'; rinstall 'install.packages("broken"); library(broken)'`,
  ),
  heavy(
    'r-linker',
    `mkdir -p /tmp/r/linked/src; echo 'int a(void) { return 1; }' > /tmp/r/linked/src/a.c; echo 'PKG_LIBS=-lgdal' > /tmp/r/linked/src/Makevars; rpackage linked 'NeedsCompilation: yes\\n'; rinstall 'install.packages("linked"); library(linked)'`,
  ),
  heavy('r-no-package-called', `Rscript -e 'library(nosuchpackage)'`),
  profiled(
    'r-profile-not-available',
    'rpackage fine',
    'install.packages("fine")\ninstall.packages("nosuchpackage")\nlibrary(nosuchpackage)',
  ),
  profiled('r-profile-error', 'rpackage fine', 'install.packages("nosuchpackage")\nn <- 1\nstop("no data")'),
  profiled('r-profile-ok', 'rpackage fine', 'install.packages("fine")\nlibrary(fine)'),
  heavy(
    'r-other-error',
    `rpackage fine; rinstall 'install.packages("nosuchpackage"); stop("no data to work on")'`,
  ),
  heavy(
    'r-chain',
    `mkdir -p /tmp/r/units/src; echo '#include <udunits2.h>' > /tmp/r/units/src/a.c; rpackage units 'NeedsCompilation: yes\\n'; rpackage needy 'Imports: units\\n'; rinstall 'install.packages("needy"); library(needy)'`,
  ),
  heavy(
    'r-ok-not-available',
    `rpackage fine; rinstall 'install.packages(c("fine", "nosuchpackage")); library(fine)'`,
  ),
  heavy('r-syntax', `printf 'cat("one\\\\n")\\nx y\\n' > install.R; Rscript install.R`),
  heavy(
    'r-script-error',
    `printf 'f <- function(x) stop("no such thing")\\nf(1)\\n' > install.R; Rscript install.R`,
  ),
  heavy(
    'r-refused',
    `Rscript -e 'options(repos = c(CRAN = "http://127.0.0.1:9")); install.packages("sf"); library(sf)'`,
  ),
  heavy('r-ok', `rpackage fine; rinstall 'install.packages("fine"); library(fine)'`),
];

const conda = [
  rep(
    'rattler-package-not-found',
    `printf 'python;3.11.0\\n' | channel; rattler /tmp/channel python nosuchpackage`,
  ),
  rep('rattler-version-not-found', `printf 'python;3.11.0\\n' | channel; rattler /tmp/channel python=3.99`),
  rep(
    'rattler-dependency-not-found',
    `printf 'numpy;1.26;openblas >=1\\n' | channel; rattler /tmp/channel numpy`,
  ),
  rep(
    'rattler-conflict',
    `printf 'flask;2.0;werkzeug <3\\nwerkzeug;3.0\\nwerkzeug;2.0\\n' | channel; rattler /tmp/channel flask=2.0 werkzeug=3.0`,
  ),
  rep('rattler-channel-404', `serve 8000 /tmp; rattler http://127.0.0.1:8000/nosuchchannel python`),
  rep('rattler-refused', `rattler http://127.0.0.1:9/nosuchchannel python`),
  rep('rattler-index-401', `answer 8000 401; rattler http://127.0.0.1:8000/private python`),
  rep('rattler-bad-spec', `printf 'python;3.11.0\\n' | channel; rattler /tmp/channel 'python==3.1=='`),
  rep(
    'yaml-syntax',
    `printf 'dependencies:\\n  - python\\n - numpy\\n' > environment.yml; /opt/rattler/bin/python -c 'import yaml; yaml.safe_load(open("environment.yml"))'`,
  ),
  rep('json-syntax', `printf '{"a": 1,}' > a.json; python3 -c 'import json; json.load(open("a.json"))'`),
  rep(
    'toml-syntax',
    `printf '[project\\n' > pyproject.toml; python3 -c 'import tomllib; tomllib.load(open("pyproject.toml", "rb"))'`,
  ),
];

const withClient = (name, script) => [
  name,
  {
    script,
    run: ['-v', `${fileURLToPath(new URL('../../server/build/conda/client', import.meta.url))}:/client:ro`],
  },
];
const yml = (...dependencies) =>
  `printf 'channels:\\n  - file:///tmp/channel\\ndependencies:\\n${dependencies.map((one) => `  - ${one}\\n`).join('')}' | client`;
const client = [
  withClient(
    'client-package-not-found',
    `printf 'python;3.11.0\\n' | channel; ${yml('python', 'nosuchpackage')}`,
  ),
  withClient('client-version-not-found', `printf 'python;3.11.0\\n' | channel; ${yml('python >=3.99,<4')}`),
  withClient(
    'client-conflict',
    `printf 'flask;2.0;werkzeug <3\\nwerkzeug;3.0\\nwerkzeug;2.0\\n' | channel; ${yml('flask=2.0', 'werkzeug=3.0')}`,
  ),
  withClient('client-dependency-not-found', `printf 'numpy;1.26;openblas >=1\\n' | channel; ${yml('numpy')}`),
  withClient('client-channel-missing', yml('python')),
  withClient(
    'client-refused',
    "printf 'channels:\\n  - http://127.0.0.1:9/mine\\ndependencies:\\n  - python\\n' | client",
  ),
  withClient('client-yaml-syntax', "printf 'dependencies:\\n  - python\\n - numpy\\n' | client"),
  withClient('client-bad-spec', `printf 'python;3.11.0\\n' | channel; ${yml('python==3.1==')}`),
];

const git = [
  rep('git-401', 'answer 8000 401; git clone http://127.0.0.1:8000/private.git'),
  rep('git-403', 'answer 8000 403; git clone http://127.0.0.1:8000/private.git'),
  rep('git-404', 'answer 8000 404; git clone http://127.0.0.1:8000/nothing.git'),
  rep('git-refused', 'git clone http://127.0.0.1:9/a.git'),
  rep('git-resolve', 'git clone https://nohost.invalid/a.git'),
  rep('git-certificate', 'serve 8000 /tmp tls; git clone https://localhost:8000/a.git'),
  rep('git-ssh-missing', 'git clone git@git.example.org:a/b.git'),
  rep(
    'git-lfs-missing',
    `git init -q a; cd a; git config user.name a; git config user.email a@example.org; git lfs install --local >/dev/null; git lfs track '*.bin' >/dev/null; echo x > a.bin; git add .; git commit -qm a; cd ..
rm -f /usr/bin/git-lfs; git config --global filter.lfs.process 'git-lfs filter-process'; git config --global filter.lfs.required true; git config --global filter.lfs.smudge 'git-lfs smudge -- %f'; git clone a b`,
  ),
  rep(
    'git-lfs-object-missing',
    `git lfs install >/dev/null; git init -q a; cd a; git config user.name a; git config user.email a@example.org; git lfs track '*.bin' >/dev/null; echo x > a.bin; git add .; git commit -qm a; cd ..; rm -rf a/.git/lfs/objects; git clone a b`,
  ),
  rep('git-lfs-command-missing', 'rm -f /usr/bin/git-lfs; git lfs pull'),
];

const script = (name, body, more = '') =>
  rep(name, `cat > postBuild <<'C'\n${body}\nC\nchmod +x postBuild; ${more}/bin/sh -c '"$0"' ./postBuild`);
const shell = [
  script('bash-line', '#!/bin/bash\nset -e\necho preparing\ncp data/nothing.csv .\necho done'),
  script(
    'bash-trace',
    '#!/bin/bash\nset -ex\necho preparing\nmkdir out\ncp data/nothing.csv out/\necho done',
  ),
  script('bash-command-missing', '#!/bin/bash\nset -e\necho one\nnosuchcommand --now'),
  script('sh-command-missing', '#!/bin/sh\nset -e\necho one\nnosuchcommand --now'),
  script('bash-syntax', '#!/bin/bash\necho one\nif true; then\n  echo two\n'),
  script('sh-syntax', '#!/bin/sh\necho one\nif true; then\n  echo two\n'),
  script('bash-unbound', '#!/bin/bash\nset -eu\necho one\necho "$NOSUCH"'),
  script('bash-no-permission', '#!/bin/bash\nset -e\necho echo hi > b.sh\n./b.sh'),
  script(
    'python-traceback',
    '#!/usr/bin/env python3\nimport json\n\ndef load():\n    return json.loads("{")\n\nload()',
  ),
  script('python-module-missing', '#!/bin/bash\nset -e\npython3 -c "import nosuchmodule_qq"'),
  script(
    'bash-runs-python',
    '#!/bin/bash\nset -e\ncat > prepare.py <<P\nimport sys\nraise ValueError("no data")\nP\npython3 prepare.py',
  ),
  script('bash-pip-not-found', '#!/bin/bash\nset -e\n/opt/pip-25.3/bin/pip install nosuchpackage-qq'),
  script('interpreter-crlf', '#!/bin/bash\necho one\n', "sed -i 's/$/\\r/' postBuild; "),
  script('interpreter-missing', '#!/usr/bin/nosuchshell\necho one\n'),
  script('env-interpreter-missing', '#!/usr/bin/env nosuchpython\necho one\n'),
  script('env-interpreter-crlf', '#!/usr/bin/env python3\nprint(1)\n', "sed -i 's/$/\\r/' postBuild; "),
  script('not-executable', '#!/bin/bash\necho one\n', 'chmod -x postBuild; '),
  script(
    'crlf-body',
    '#!/bin/bash\necho one\nset -e\ncd data\n',
    "sed -i '2,$s/$/\\r/' postBuild; mkdir data; ",
  ),
  rep('exec-format', "printf '\\177ELF\\2\\1\\1\\0garbage' > tool; chmod +x tool; /bin/sh -c ./tool"),
  [
    'bash-killed',
    {
      script:
        "cat > postBuild <<'C'\n#!/bin/bash\nset -e\npython3 -c 'a = bytearray(300 * 2**20)'\necho done\nC\nchmod +x postBuild; ./postBuild",
      run: ['-m', '100m', '--memory-swap', '100m'],
    },
  ],
  ['python-memory', { script: "ulimit -v 200000; python3 -c 'a = bytearray(2**30)'" }],
  ['curl-refused', { script: 'curl -fsS http://127.0.0.1:9/data.csv' }],
  ['curl-resolve', { script: 'curl -fsS https://nohost.invalid/data.csv' }],
  ['curl-certificate', { script: 'serve 8000 /tmp tls; curl -fsS https://localhost:8000/data.csv' }],
  ['curl-404', { script: 'serve 8000 /tmp; curl -fsS http://127.0.0.1:8000/data.csv' }],
  ['curl-429', { script: 'answer 8000 429; curl -fsS http://127.0.0.1:8000/data.csv' }],
  [
    'python-certificate',
    {
      script:
        'serve 8000 /tmp tls; python3 -c \'import urllib.request; urllib.request.urlopen("https://localhost:8000/")\'',
    },
  ],
  [
    'disk-full-cp',
    { script: 'head -c 3000000 /dev/zero > big; cp big /small/', run: ['--tmpfs', '/small:size=1m'] },
  ],
  [
    'misleading-words',
    {
      script: `echo 'checking for gcc... gcc'; echo 'tests: 0 errors, 0 failed'; echo 'Downloaded "No space left on device, a history.pdf"'; echo 'certificate verify: OK'; echo 'chapter 3: command not found in history'; echo 'All good: killed 0 processes'; echo 'connection refused by peer reviewers, see figure 2'`,
    },
  ],
  [
    'misleading-configure',
    {
      image: 'heavy',
      script: `mkdir c; cd c; printf 'cmake_minimum_required(VERSION 3.10)\\nproject(a C)\\ninclude(CheckIncludeFile)\\ncheck_include_file(nosuch.h HAVE_NOSUCH)\\nfind_package(PkgConfig)\\npkg_check_modules(NOSUCH nosuch)\\n' > CMakeLists.txt; cmake . `,
    },
  ],
];

const nix = [
  heavy('nix-undefined', `printf 'let a = 1; in b\\n' > default.nix; nix-shell default.nix --run true`),
  heavy('nix-syntax', `printf '{ a = 1 \\n' > default.nix; nix-shell default.nix --run true`),
  heavy(
    'nix-no-nixpkgs',
    `printf '{ pkgs ? import <nixpkgs> {} }: pkgs.mkShell { }\\n' > default.nix; NIX_PATH= nix-shell default.nix --run true`,
  ),
  heavy(
    'nix-attribute',
    `printf 'let pkgs = { hello = 1; }; in pkgs.nosuch\\n' > default.nix; nix-shell default.nix --run true`,
  ),
];

export const cases = Object.fromEntries([
  ...pip,
  ...uv,
  ...apt,
  ...r,
  ...conda,
  ...client,
  ...git,
  ...shell,
  ...nix,
]);
