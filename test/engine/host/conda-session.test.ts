import assert from 'node:assert/strict';
import type { ChannelServer } from '../../support/conda-channel';
import { channelFolder, serveChannel } from '../../support/conda-channel';
import { repository } from '../../support/engine-host';
import { startKernel } from '../../support/jupyter-client';
import type { LaunchWorld } from '../../support/launch-world';
import { launchWorld } from '../../support/launch-world';

describe('A session on a conda environment of the host engine', function () {
  this.timeout(300_000);
  let world: LaunchWorld;
  let channel: ChannelServer;

  before(async () => {
    world = await launchWorld();
    channel = await serveChannel(await channelFolder());
    world.host.env['CONDA_CHANNEL_ALIAS'] = channel.url;
  });
  after(async () => {
    await world.remove();
    await channel.close();
  });

  it('runs the environment’s Python, sees its packages and variables, and installs into its own overlay', async () => {
    const lines = ['dependencies:', '- python=3.11', '- tidemark=1.1', '- lighthouse'];
    const dir = repository({ 'environment.yml': `${lines.join('\n')}\n` });
    const { events } = await world.launch({ repo: { provider: 'local', spec: dir } });
    const ready = events.at(-1)!;
    assert.equal(ready.phase, 'ready', JSON.stringify(ready));
    const kernel = await startKernel({ url: ready.url!, token: ready.token! });
    const { text, error } = await kernel.run(
      'import os, sys, tidemark\n' +
        'print(tidemark.version, os.environ["LIGHTHOUSE"], sys.version_info[:2])\n' +
        'print(os.environ["CONDA_PREFIX"] == os.environ["NB_PYTHON_PREFIX"], sys.prefix.startswith(os.environ["CONDA_PREFIX"]))',
    );
    assert.equal(error, undefined);
    assert.equal(text, '1.1 lit (3, 11)\nTrue False\n');
    const installed = await kernel.run(
      'import subprocess, sys\n' +
        'subprocess.run([sys.executable, "-m", "pip", "install", "-q", "text-unidecode==1.3"], check=True)\n' +
        'import text_unidecode; print(text_unidecode.__file__.startswith(sys.prefix))',
    );
    assert.equal(installed.text.trim().split('\n').at(-1), 'True', installed.error);
    await kernel.shutdown();
  });
});
