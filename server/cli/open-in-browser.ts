import { spawn } from 'node:child_process';

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens the address in the person's browser, where there is one; the address was printed in any case. */
export function openInBrowser(url: string, env: Readonly<Record<string, string | undefined>>): void {
  const [file, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(file, [...args, url], { stdio: 'ignore', detached: true, env });
  child.once('error', () => undefined);
  child.unref();
}
