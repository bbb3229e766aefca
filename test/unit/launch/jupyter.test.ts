import assert from 'node:assert/strict';
import { jupyterCommand, jupyterEnvironment } from '../../../server/launch/jupyter';

describe('The server’s command line', () => {
  const listen = { ip: '127.0.0.1', port: 8123, rootDir: '/work', limits: {}, allowRoot: false };

  it('listens where it is told, on no other port', () => {
    assert.deepEqual(jupyterCommand(listen), [
      'jupyter',
      'lab',
      '--no-browser',
      '--ServerApp.ip=127.0.0.1',
      '--ServerApp.port=8123',
      '--ServerApp.port_retries=0',
      '--ServerApp.root_dir=/work',
    ]);
  });

  it('culls kernels and terminals, connected or not, before it ends itself', () => {
    const command = jupyterCommand({ ...listen, limits: { idleSeconds: 600 } });
    for (const option of [
      '--ServerApp.shutdown_no_activity_timeout=600',
      '--MappingKernelManager.cull_idle_timeout=600',
      '--MappingKernelManager.cull_connected=True',
      '--TerminalManager.cull_inactive_timeout=600',
    ]) {
      assert.ok(command.includes(option), option);
    }
  });

  it('may run as root only where it must', () => {
    assert.ok(jupyterCommand({ ...listen, allowRoot: true }).includes('--ServerApp.allow_root=True'));
  });

  it('keeps everything that Jupyter writes in the session’s folder, and the token out of the environment', () => {
    const env = jupyterEnvironment({
      stateDir: '/s/jupyter',
      tokenFile: '/s/token',
      dataPath: ['/o/share', '/p/share'],
      configPath: ['/p/etc'],
    });
    assert.deepEqual(env, {
      JUPYTER_TOKEN_FILE: '/s/token',
      JUPYTER_CONFIG_DIR: '/s/jupyter/config',
      JUPYTER_DATA_DIR: '/s/jupyter/data',
      JUPYTER_RUNTIME_DIR: '/s/jupyter/runtime',
      JUPYTER_PATH: '/o/share:/p/share',
      JUPYTER_CONFIG_PATH: '/p/etc',
      IPYTHONDIR: '/s/jupyter/ipython',
    });
  });
});
