import { childEnvironment } from '../../platform/environment';
import { run } from '../../platform/run';

/**
 * Takes from everyone the right to write below `dir`, or gives it back to the owner. What sessions share is written by
 * none of them. Windows keeps its own counsel about permissions.
 */
export async function setWritable(dir: string, writable: boolean): Promise<void> {
  if (process.platform === 'win32') return;
  const mode = writable ? 'u+w' : 'a-w';
  const options = { env: childEnvironment(process.env, ['system']), signal: new AbortController().signal };
  const { code, stderrTail } = await run('chmod', ['-R', mode, dir], options);
  if (code !== 0) throw new Error(`chmod -R ${mode} ${dir}: ${stderrTail}`);
}
