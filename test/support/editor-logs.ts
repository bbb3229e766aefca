import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** What of the editor's own data (logs, settings, state) holds `secret`; paths relative to `dataDir`. */
export function filesWith(dataDir: string, secret: string): string[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => readFileSync(file).includes(secret))
    .map((file) => path.relative(dataDir, file));
}

/**
 * True when this code-server can show output channels: VS Code keeps their text by a compiled module, which an
 * installation without install scripts lacks.
 */
export function showsOutputChannels(codeServer: string): boolean {
  const modules = path.resolve(path.dirname(codeServer), '../../lib/vscode/node_modules');
  return existsSync(path.join(modules, '@vscode/spdlog/build/Release/spdlog.node'));
}
