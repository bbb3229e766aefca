import type { RulePage, SkippedRule } from './page';

export const scriptPages: readonly RulePage[] = [
  {
    id: 'script-no-shebang',
    what: 'A `postBuild` or `start` whose first line does not begin with `#!`.',
    why: '`postBuild` is run by a shell all the same (55 % of published ones have no such line), only perhaps by another than its author thinks. `start` is executed as a program: without the line the session’s entry point cannot run it.',
    bad: { start: 'export DATA=/srv/data\nexec "$@"\n' },
    good: { start: '#!/bin/bash\nexport DATA=/srv/data\nexec "$@"\n' },
  },
  {
    id: 'script-crlf',
    what: 'A `postBuild` or `start` with the line ends of Windows.',
    why: 'The system looks for a program whose name ends in a carriage return, and says that the script was not found. Git can be told to leave such files alone: `postBuild text eol=lf` in `.gitattributes`.',
    bad: { postBuild: '#!/bin/bash\\r\nset -e\\r\n' },
    good: { postBuild: '#!/bin/bash\nset -e\n' },
  },
  {
    id: 'script-no-errexit',
    what: 'A `postBuild` of several commands that does not end at the first one that fails.',
    why: 'A shell goes on after an error, and only the last command’s result counts: the build succeeds, the image lacks something, and people find out in the session. Three of four published `postBuild`s are like this.',
    bad: { postBuild: '#!/bin/bash\npython download.py\npython index.py\n' },
    good: { postBuild: '#!/bin/bash\nset -e\npython download.py\npython index.py\n' },
    limits:
      'A script of one command is fine: its result is the script’s. The fix is offered, not applied unasked, because a script may count on a command that fails. `-u` and `pipefail` would change more than that.',
  },
  {
    id: 'script-start-no-exec',
    what: 'A `start` that does not hand over to the command that it is given.',
    why: 'The script is run in front of the server, with the server’s command as its arguments. Without `exec "$@"` as its last command no server runs; without `exec`, signals reach the script and not the server.',
    bad: { start: '#!/bin/bash\nexport DATA=/srv/data\n' },
    good: { start: '#!/bin/bash\nexport DATA=/srv/data\nexec "$@"\n' },
    limits: 'Scripts in other languages are not looked into.',
  },
  {
    id: 'script-env-lost',
    what: 'Variables, folders and environments that `postBuild` sets at its end, for sessions to have.',
    why: '`postBuild` runs once, in a shell of its own, while the image is built. What it writes into files stays; its variables and its current folder end with it.',
    bad: { postBuild: '#!/bin/bash\nexport DATA_DIR=$HOME/data\n' },
    good: { start: '#!/bin/bash\nexport DATA_DIR=$HOME/data\nexec "$@"\n' },
    limits: 'Only what no later command of the script could use is reported.',
  },
  {
    id: 'script-sudo-apt',
    what: '`sudo`, `apt` and `apt-get` in `postBuild` or `start`.',
    why: 'Both scripts run as the session’s user, and images have no `sudo`. Packages of the distribution belong into `apt.txt`, which the builder installs as root.',
    bad: { postBuild: '#!/bin/bash\nsudo apt-get install -y ffmpeg\n' },
    good: { 'apt.txt': 'ffmpeg\n' },
    limits: 'Silent where the command stands in a condition.',
  },
  {
    id: 'script-install-unpinned',
    what: 'Packages that a script installs without a version.',
    why: 'They come in whatever version is the newest on the day of the build. In a configuration file they would also be checked and cached with the others.',
    bad: { postBuild: '#!/bin/bash\npip install bokeh\n' },
    good: { 'requirements.txt': 'bokeh==3.4.1\n' },
    limits: 'One finding for a script. Which version was meant is not known, so that there is no fix.',
  },
  {
    id: 'script-download-unverified',
    what: 'A download by `curl` or `wget` whose content is not compared with a checksum.',
    why: 'What is at an address changes or disappears, and a build or an analysis goes on with something else.',
    bad: { postBuild: '#!/bin/bash\nset -e\nwget https://data.example.org/latest/data.csv\n' },
    good: {
      postBuild:
        '#!/bin/bash\nset -e\nwget https://data.example.org/latest/data.csv\necho "<digest>  data.csv" | sha256sum -c\n',
    },
    limits:
      'Silent where the script checks any sum, and for addresses whose content is fixed: numbered records of archives, files of one commit, attachments of releases.',
  },
  {
    id: 'script-slow-start',
    what: 'Installing, downloading or compiling in `start`.',
    why: 'The script runs each time a session begins, and the person waits for it; a hub may give up before it ends. In `postBuild` it runs once.',
    bad: { start: '#!/bin/bash\npip install -r more.txt\nexec "$@"\n' },
    good: { postBuild: '#!/bin/bash\npip install -r more.txt\n', start: '#!/bin/bash\nexec "$@"\n' },
    limits: 'Silent about what runs in the background or only under a condition.',
  },
  {
    id: 'script-interactive',
    what: 'Commands that ask a question: `conda install` without `-y`, and `read`.',
    why: 'Nobody answers in a build. The command ends with an error, or waits until the build is ended.',
    bad: { postBuild: '#!/bin/bash\nconda install gdal=3.9.0\n' },
    good: { postBuild: '#!/bin/bash\nconda install -y gdal=3.9.0\n' },
  },
  {
    id: 'script-nbextension-legacy',
    what: '`jupyter nbextension`, `jupyter serverextension` and `jupyter bundlerextension`.',
    why: 'They are commands of Notebook 6. Sessions have Notebook 7, in which extensions come with their packages and need no command; the old ones fail.',
    bad: { postBuild: '#!/bin/bash\njupyter nbextension enable --py widgetsnbextension\n' },
    good: { 'requirements.txt': 'ipywidgets==8.1.2\n' },
    limits: 'Silent where the environment asks for an older notebook.',
  },
  {
    id: 'script-shell-syntax',
    what: 'A `postBuild` or `start` that a shell cannot read.',
    why: 'The script ends at that place, whatever stands behind it.',
    bad: { postBuild: '#!/bin/bash\nif [ -d data ]; then\n  python prepare.py\n' },
    good: { postBuild: '#!/bin/bash\nif [ -d data ]; then\n  python prepare.py\nfi\n' },
    limits:
      'An error only where a word such as `fi` is missing: the grammar knows less than a shell, and elsewhere it may be wrong.',
  },
];

export const scriptSkipped: readonly SkippedRule[] = [];
