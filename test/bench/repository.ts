import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execute } from './measure';

export interface Size {
  readonly files: number;
  /** Of each file. */
  readonly bytes: number;
}

/** Makes a git repository with a small requirements.txt and that many data files. */
export async function makeRepository(folder: string, { files, bytes }: Size): Promise<string> {
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(join(folder, 'requirements.txt'), 'six==1.17.0\n');
  await writeFile(join(folder, 'index.ipynb'), notebook('first'));
  for (let index = 0; index < files; index += 1) {
    await writeFile(join(folder, 'data', `${index}.csv`), Buffer.alloc(bytes, `${index},`));
  }
  await git(folder, 'init', '--quiet');
  await commit(folder, 'Begin');
  return folder;
}

/** A commit that touches a notebook and no file that the environment comes from. */
export async function touchNotebook(folder: string, text: string): Promise<void> {
  await writeFile(join(folder, 'index.ipynb'), notebook(text));
  await commit(folder, `Say ${text}`);
}

async function commit(folder: string, subject: string): Promise<void> {
  await git(folder, 'add', '.');
  await git(
    folder,
    '-c',
    'user.name=bench',
    '-c',
    'user.email=bench@localhost',
    'commit',
    '--quiet',
    '-m',
    subject,
  );
}

const git = (cwd: string, ...args: string[]): Promise<string> => execute({ argv: ['git', ...args], cwd });

function notebook(text: string): string {
  const cell = { cell_type: 'markdown', id: 'text', metadata: {}, source: [text] };
  return JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 });
}
