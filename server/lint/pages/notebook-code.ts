import type { RulePage } from './page';

/** Of the rules about what a notebook's code says. */
export const notebookCodePages: readonly RulePage[] = [
  {
    id: 'nb-undefined-name',
    what: 'A name that a cell reads and no cell defines. Where only a function reads it, it is information.',
    why: 'The cell that defined it was deleted or renamed; the author’s kernel still knew it. A run from top to bottom stops there with a NameError: 390 of 9,100 failing notebooks of biomedical articles (Samuel & Mietchen 2024).',
    bad: { 'analysis.ipynb': 'rain = rain.dropna()\nclean.describe()\n' },
    good: { 'analysis.ipynb': 'clean = rain.dropna()\nclean.describe()\n' },
    limits:
      'Silent for the whole notebook where names may be bound that nothing in the code shows: star imports, `%run`, `%pylab`, `exec`, `globals()`, unknown magics and extensions, code with syntax errors. More than eight such names in one notebook are taken for something of that kind, too.',
  },
  {
    id: 'nb-defined-later',
    what: 'A name that a cell reads and that only a later cell defines.',
    why: 'The cells were run in another order than they stand in. From top to bottom the first of them stops with a NameError.',
    bad: { 'analysis.ipynb': 'rain.plot()\n\nrain = pd.read_csv("rain.csv")\n' },
    good: { 'analysis.ipynb': 'rain = pd.read_csv("rain.csv")\n\nrain.plot()\n' },
    limits:
      'Functions may read what is defined later. Silent where nb-undefined-name is. There is no fix: which cell belongs where only the author knows.',
  },
  {
    id: 'nb-file-missing',
    what: 'A path that code reads (`open`, `read_csv`, `imread`, `np.load` and the like) and that is neither in the repository nor made by anything in it.',
    why: 'Missing files are the second most frequent failure of published notebooks: 1,249 of 9,100 (Samuel & Mietchen 2024).',
    bad: { 'analysis.ipynb': 'rain = pd.read_csv("data/rain.csv")  # never committed\n' },
    good: {
      'analysis.ipynb':
        '!wget -q https://zenodo.org/records/1234567/files/rain.csv -P data\nrain = pd.read_csv("data/rain.csv")\n',
    },
    limits:
      'Information, because nobody can be sure. Relative paths count from the notebook’s folder and from the root. Silent as soon as anything else in the repository speaks of a file of that name or of a composed name that it may end like, and altogether where something unpacks, clones or mirrors. Patterns, absolute paths, and names of keys and configuration are passed over.',
  },
  {
    id: 'nb-path-case',
    what: 'A path that code reads and that is there with other capitals only.',
    why: 'macOS and Windows find the file nevertheless; Linux, where the image runs, does not.',
    bad: { 'analysis.ipynb': 'rain = pd.read_csv("data/rain.csv")\n', 'data/Rain.csv': 'station,mm\n' },
    good: { 'analysis.ipynb': 'rain = pd.read_csv("data/Rain.csv")\n', 'data/Rain.csv': 'station,mm\n' },
  },
  {
    id: 'nb-absolute-path',
    what: 'A path into somebody’s home, onto a drive or a mounted disk: `/Users/…`, `/home/…`, `C:\\…`, `/Volumes/…`.',
    why: 'It is there on one computer. julynter calls it the first mistake of paths.',
    bad: { 'analysis.ipynb': 'rain = pd.read_csv("/Users/ada/rainfall/data/rain.csv")\n' },
    good: { 'analysis.ipynb': 'rain = pd.read_csv("data/rain.csv")\n' },
    limits:
      '`/home/jovyan` is the home of the image, and `/tmp` is everywhere. The fix is there where the end of the path is that of a file of the repository.',
  },
  {
    id: 'nb-backslash-path',
    what: 'A relative path with backslashes that ends like a file of data.',
    why: 'Only Windows separates folders by them. On Linux the whole is the name of one file, which is not there.',
    bad: { 'analysis.ipynb': 'rain = pd.read_csv("data\\\\rain.csv")\n' },
    good: { 'analysis.ipynb': 'rain = pd.read_csv("data/rain.csv")\n' },
    limits: 'Where the backslash is an escape (`\\n`, `\\t`), only if the path is there with slashes.',
  },
  {
    id: 'nb-install-in-cell',
    what: 'A cell that installs packages: `!pip install`, `%pip`, `!conda install`, `!apt-get install`.',
    why: 'Every session installs anew, whatever is newest then, into an environment that other notebooks use. In an image nobody may install packages of the system.',
    bad: { 'analysis.ipynb': '!pip install cmocean\nimport cmocean\n' },
    good: { 'requirements.txt': 'cmocean==4.0.3\n', 'analysis.ipynb': 'import cmocean\n' },
    limits:
      'Told once for a notebook. Cells that ask whether they run in Colab are passed over. The fix is there where all that is installed are names, and asks.',
  },
  {
    id: 'nb-shell-tool-missing',
    what: 'A program that a shell line, a shell cell or `subprocess` calls and that the image does not have.',
    why: 'Failing programs (CalledProcessError) are among the ten most frequent failures of notebooks (Samuel & Mietchen 2024).',
    bad: { 'apt.txt': 'curl\n', 'analysis.ipynb': '!ffmpeg -i rain.mp4 frames.png\n' },
    good: { 'apt.txt': 'curl\nffmpeg\n', 'analysis.ipynb': '!ffmpeg -i rain.mp4 frames.png\n' },
    limits:
      'Only programs of a table whose packages are known. Silent for Dockerfiles and nix, and where `postBuild` or `start` speak of the program.',
  },
  {
    id: 'nb-removed-api',
    what: 'A function, argument, module or style that the version which the build installs does not have any more: `np.float`, `DataFrame.append`, `sklearn.externals.joblib`, `plt.style.use("seaborn")` and others of a table.',
    why: 'Versions that nobody pins move on. 94 of 9,100 failing notebooks stopped with an AttributeError, many more with an ImportError (Samuel & Mietchen 2024).',
    bad: { 'requirements.txt': 'numpy\n', 'analysis.ipynb': 'values = np.zeros(3, dtype=np.float)\n' },
    good: { 'requirements.txt': 'numpy\n', 'analysis.ipynb': 'values = np.zeros(3, dtype=float)\n' },
    limits:
      'The newest release that the declared versions and the Python allow decides; a package that is not declared counts where one without a pin brings it. Methods are told by their names alone only where hardly anything else has them. A fix is there where another name does the same.',
  },
  {
    id: 'nb-matplotlib-notebook',
    what: '`%matplotlib notebook` or `nbagg`, which need the classic notebook; and, as a warning, backends that open windows.',
    why: 'Images have JupyterLab 4 and Notebook 7, where such figures stay empty. An image has no desktop.',
    bad: { 'analysis.ipynb': '%matplotlib notebook\n' },
    good: { 'environment.yml': 'dependencies:\n  - ipympl=0.9\n', 'analysis.ipynb': '%matplotlib widget\n' },
  },
  {
    id: 'nb-colab-only',
    what: 'An import of `google.colab`, or a path in `/content`, that nothing keeps from being used elsewhere.',
    why: 'Both are there in Google Colab only; everywhere else the notebook stops.',
    bad: { 'train.ipynb': 'from google.colab import drive\n\ndrive.mount("/content/drive")\n' },
    good: {
      'train.ipynb':
        'import sys\n\nif "google.colab" in sys.modules:\n    from google.colab import drive\n\n    drive.mount("/content/drive")\n',
    },
    limits:
      'Told once for a notebook, and not at all where the notebook asks somewhere whether it runs in Colab.',
  },
  {
    id: 'nb-gpu-required',
    what: '`.cuda()`, `"cuda"` as a device, or a package that needs a GPU, where nothing asks whether there is one.',
    why: 'Public hubs have none, and most readers neither.',
    bad: { 'train.ipynb': 'model.cuda()\n' },
    good: { 'train.ipynb': 'model.to("cuda" if torch.cuda.is_available() else "cpu")\n' },
    limits: 'Told once for a notebook.',
  },
  {
    id: 'nb-interactive-input',
    what: '`input()` or `getpass()`.',
    why: 'Programs that run notebooks (nbclient, papermill, a build of a book) have nobody to type: the run stops. In the profile `archive` it is an error, since an archived notebook is to be run again.',
    bad: { 'download.ipynb': 'station = input("Station: ")\n' },
    good: { 'download.ipynb': 'station = "Potsdam"  # a cell with the tag “parameters”\n' },
    limits: 'There is no fix: the value is the author’s to choose.',
  },
  {
    id: 'nb-network-unpinned',
    what: 'Data that are read from an address without anything that keeps them as they are: no DOI, tag, commit or hash. A branch in the address is a warning, everything else information.',
    why: 'What an address gives changes, moves and goes.',
    bad: {
      'fetch.ipynb': 'rain = pd.read_csv("https://raw.githubusercontent.com/rain/data/main/rain.csv")\n',
    },
    good: {
      'fetch.ipynb':
        'path = pooch.retrieve("https://zenodo.org/records/1234567/files/rain.csv", known_hash="sha256:…")\nrain = pd.read_csv(path)\n',
    },
    limits:
      'Told once for a notebook. Archives that keep what they have, and addresses of services that answer questions, are passed over, and so are notebooks that check any hash.',
  },
  {
    id: 'nb-time-dependent',
    what: '`datetime.now()`, `date.today()` and the like, where they do not measure how long something takes.',
    why: 'Results, file names and the stretch of data that is asked for differ with the day of the run.',
    bad: { 'analysis.ipynb': 'rain = load(end=date.today())\n' },
    good: { 'analysis.ipynb': 'rain = load(end=date(2024, 12, 31))\n' },
    limits: 'Whether it matters only the author knows: information. There is no fix for the same reason.',
  },
  {
    id: 'nb-seed-missing',
    what: 'Calls that draw random numbers (`random`, NumPy, PyTorch, TensorFlow, scikit-learn) in a notebook without any seed.',
    why: 'Each run gives other results. Of 936 notebooks that ran, 27 % gave their stored results again straight away, 82 % with seeds set and cells reordered (Wang et al., ASE 2020).',
    bad: { 'model.ipynb': 'noise = np.random.normal(size=100)\n' },
    good: { 'model.ipynb': 'rng = np.random.default_rng(20240611)\nnoise = rng.normal(size=100)\n' },
    limits:
      'Any seed and any `random_state` in the notebook silences it: whether all that draws is given one is more than can be told. There is no fix: results change with a seed, and the author has to look at them.',
  },
  {
    id: 'nb-imports-not-first',
    what: 'An import of another package after ten cells of work.',
    why: 'A missing package shows only when much has been computed, and readers do not see what is needed (julynter).',
    bad: { 'analysis.ipynb': '# … ten cells …\nimport cartopy\n' },
    good: { 'analysis.ipynb': 'import cartopy\n# … ten cells …\n' },
    limits:
      'Imports of Python’s own modules, in functions and under `try` are passed over. A hint: lessons import where they explain.',
  },
];
