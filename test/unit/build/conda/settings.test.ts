import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { channelIdentity, condaInstallerSettings } from '../../../../server/build/conda/installer';
import type { CondaSettings } from '../../../../server/build/conda/settings';
import { channelUrls, readCondaSettings } from '../../../../server/build/conda/settings';
import { temporaryDir } from '../../../support/engine-scratch';

type Env = Readonly<Record<string, string>>;

/** Settings as read in a home folder with these files. */
async function settingsOf(files: Readonly<Record<string, string>>, env: Env = {}): Promise<CondaSettings> {
  const home = temporaryDir('bindery-condarc-');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  const named = env['CONDARC'];
  return await readCondaSettings({
    env: { ...env, ...(named === undefined ? {} : { CONDARC: join(home, named) }) },
    home,
  });
}

const urlCases: readonly {
  readonly what: string;
  readonly condarc?: string;
  readonly env?: Env;
  readonly urls: readonly string[];
}[] = [
  { what: 'nothing is configured', urls: ['https://conda.anaconda.org/conda-forge'] },
  {
    what: 'an alias names a mirror',
    condarc: 'channel_alias: https://mirror.example.org/conda/\n',
    urls: ['https://mirror.example.org/conda/conda-forge'],
  },
  {
    what: 'the alias comes from the environment',
    condarc: 'channel_alias: https://mirror.example.org\n',
    env: { CONDA_CHANNEL_ALIAS: 'https://other.example.org' },
    urls: ['https://other.example.org/conda-forge'],
  },
  {
    what: 'a custom channel lies elsewhere',
    condarc: 'channels: [lab/label/dev, conda-forge]\ncustom_channels:\n  lab: https://lab.example.org/c\n',
    urls: ['https://lab.example.org/c/lab/label/dev', 'https://conda.anaconda.org/conda-forge'],
  },
  {
    what: 'one name stands for several channels',
    condarc:
      'channels: [ours]\ncustom_multichannels:\n  ours: [https://a.example.org/x/, conda-forge, conda-forge]\n',
    urls: ['https://a.example.org/x', 'https://conda.anaconda.org/conda-forge'],
  },
  {
    what: 'a person’s own conda lists defaults',
    condarc: 'channels: [defaults]\n',
    urls: ['https://conda.anaconda.org/conda-forge'],
  },
  {
    what: 'CONDA_CHANNELS names some besides',
    condarc: 'channels: [conda-forge]\n',
    env: { CONDA_CHANNELS: 'file:///srv/channel, /srv/other' },
    urls: ['file:///srv/channel', 'file:///srv/other', 'https://conda.anaconda.org/conda-forge'],
  },
  {
    what: 'the file cannot be read as YAML',
    condarc: 'channels: [conda-forge\n',
    urls: ['https://conda.anaconda.org/conda-forge'],
  },
];

describe('conda’s configuration', () => {
  for (const { what, condarc, env, urls } of urlCases) {
    it(`gives the channels where ${what}`, async () => {
      const settings = await settingsOf(condarc === undefined ? {} : { '.condarc': condarc }, env);
      assert.deepEqual(channelUrls(settings), urls);
    });
  }

  it('is joined from all files: the one that CONDARC names is the strongest', async () => {
    const files = {
      '.config/conda/.condarc': 'channel_alias: https://one.example.org\nssl_verify: false\n',
      '.condarc': 'channel_alias: https://two.example.org\nchannel_priority: strict\n',
      'own.yml': 'channel_alias: https://three.example.org\n',
    };
    const { channelAlias, channelPriority, sslVerify } = await settingsOf(files, { CONDARC: 'own.yml' });
    assert.deepEqual(
      { channelAlias, channelPriority, sslVerify },
      { channelAlias: 'https://three.example.org', channelPriority: 'strict', sslVerify: false },
    );
  });

  it('takes passwords from the variables that its files name', async () => {
    const condarc = 'channel_alias: https://ada:${CHANNEL_WORD}@mirror.example.org\n';
    const settings = await settingsOf({ '.condarc': condarc }, { CHANNEL_WORD: 'open-sesame' });
    assert.equal(settings.channelAlias, 'https://ada:open-sesame@mirror.example.org');
  });

  it('names authorities, which are checked unless it says otherwise', async () => {
    const read = async (value: string): Promise<boolean | string> =>
      (await settingsOf({ '.condarc': `ssl_verify: ${value}\n` })).sslVerify;
    assert.deepEqual(
      [await read('true'), await read('no such'), await read('false'), await read('truststore')],
      [true, 'no such', false, true],
    );
  });
});

describe('What a build gets of conda’s configuration', () => {
  const condarc = [
    'channel_alias: https://ada:secret@mirror.example.org/conda',
    'channels: [https://lab.example.org/t/tk-123/lab, conda-forge]',
    'ssl_verify: /etc/lab.pem',
  ].join('\n');

  it('keeps credentials apart, and out of the identity', async () => {
    const settings = await settingsOf({ '.condarc': condarc });
    const { open, secret, credentials } = condaInstallerSettings(settings);
    assert.doesNotMatch(open, /secret|tk-123/);
    assert.match(secret ?? '', /ada:secret@[^]*tk-123|tk-123[^]*ada:secret@/);
    assert.deepEqual([...credentials].sort(), ['ada:secret', 'tk-123']);
    assert.deepEqual(channelIdentity(settings), [
      'https://lab.example.org/lab',
      'https://mirror.example.org/conda/conda-forge',
    ]);
  });

  it('is no secret where no URL has credentials, and names no file of this machine', async () => {
    const { open, secret } = condaInstallerSettings(
      await settingsOf({ '.condarc': 'ssl_verify: /etc/lab.pem\n' }),
    );
    assert.equal(secret, undefined);
    assert.equal((JSON.parse(open) as CondaSettings).sslVerify, true);
  });
});
