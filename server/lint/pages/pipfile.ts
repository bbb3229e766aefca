import type { RulePage, SkippedRule } from './page';

const packages = '[packages]\nnumpy = "==1.26.4"\n';
const python = '\n[requires]\npython_version = "3.11"\n';

export const pipfilePages: readonly RulePage[] = [
  {
    id: 'pipfile-lock-missing',
    what: 'A Pipfile without Pipfile.lock.',
    why: 'The builder then installs without a lock, so whatever the ranges of the Pipfile allow on the day of the build.',
    bad: { Pipfile: packages + python },
    good: {
      Pipfile: packages + python,
      'Pipfile.lock': '{"_meta": {"requires": {"python_version": "3.11"}}, "default": {}, "develop": {}}\n',
    },
    limits:
      'There is no fix: only pipenv can find the versions to write down. A Pipfile without packages needs no lock.',
  },
  {
    id: 'pipfile-lock-stale',
    what: 'A Pipfile.lock that was made from other contents than those of the Pipfile.',
    why: 'The builder installs the lock alone: what was changed in the Pipfile since has no effect. pipenv notes a hash of the Pipfile in the lock, and compares it.',
    bad: {
      Pipfile: packages + python,
      'Pipfile.lock': '{"_meta": {"hash": {"sha256": "0000"}}, "default": {}, "develop": {}}\n',
    },
    good: {
      Pipfile: packages + python,
      'Pipfile.lock': '{"_meta": {"requires": {"python_version": "3.11"}}, "default": {}, "develop": {}}\n',
    },
    limits:
      'The hash is computed as pipenv 2022.1.8 and 2026.10.3 do; a lock that either would accept is not reported. There is no fix: `pipenv lock` is one.',
  },
  {
    id: 'pipfile-no-python',
    what: 'Neither the lock nor the Pipfile says which Python is wanted.',
    why: 'The builder then takes its default, which changes over the years.',
    bad: { Pipfile: packages },
    good: { Pipfile: packages + python },
    limits: 'With a lock there is no fix, because the lock would be out of date with the Pipfile.',
  },
  {
    id: 'pipfile-new-python',
    what: 'A Pipfile that asks for Python 3.12 or newer.',
    why: 'Binder installs pipenv 2022.1.8, which needs modules that these Pythons do not have any more. This builder installs a recent pipenv for them; hubs that run repo2docker fail.',
    bad: { Pipfile: `${packages}\n[requires]\npython_version = "3.12"\n` },
    good: { Pipfile: packages + python },
    limits: 'With a lock there is no fix: the versions in it are those for its Python.',
  },
  {
    id: 'pipfile-requirements-both',
    what: 'A `requirements.txt` beside a Pipfile that names packages which the Pipfile and its lock do not.',
    why: 'The Pipfile decides, and `requirements.txt` is not read at all.',
    bad: { Pipfile: packages + python, 'requirements.txt': 'numpy==1.26.4\npandas==2.2.2\n' },
    good: { Pipfile: `[packages]\nnumpy = "==1.26.4"\npandas = "==2.2.2"\n${python}` },
    limits:
      'Silent where the Pipfile has all of them: then nothing is lost. What `requirements.txt` includes is not followed.',
  },
];

export const pipfileSkipped: readonly SkippedRule[] = [];
