import type { RulePage, SkippedRule } from './page';

export const codePages: readonly RulePage[] = [
  {
    id: 'py-sys-path-hack',
    what: 'Code adds a folder to the path of modules that the image will not have: a folder of one computer, or one that is not in the repository.',
    why: 'Nothing fails at that line. The import behind it does, with the name of a module that everybody takes for a package to install.',
    bad: { 'model.py': "import sys\nsys.path.append('/home/me/project/src')\nimport solver\n" },
    good: {
      'model.py':
        "import sys\nfrom pathlib import Path\nsys.path.append(str(Path(__file__).parent / 'src'))\nimport solver\n",
    },
    limits:
      'Only of folders that are written out. In notebooks, nb-absolute-path tells of folders of one computer. Silent where the code clones, downloads or makes the folder, changes its own folder, or the repository has submodules.',
  },
];

export const codeSkipped: readonly SkippedRule[] = [
  {
    id: 'py-main-guard',
    reason:
      'A script without `if __name__ == "__main__"` launches and runs the same; whether it is meant to be imported cannot be told from it.',
  },
];
