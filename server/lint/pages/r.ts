import type { RulePage, SkippedRule } from './page';

export const rPages: readonly RulePage[] = [
  {
    id: 'r-install-without-runtime',
    what: '`install.R` where no R is chosen. `install.R` alone chooses nothing.',
    why: 'The builder takes R only from a `runtime.txt` that names R with a date, or from a `DESCRIPTION` in the root. Without them the image has Python alone, and nobody runs `install.R`: the build succeeds, and R is not there. Where something else decides (`environment.yml`, a Julia project), `install.R` is passed over as well.',
    bad: { 'install.R': 'install.packages("sf")\n' },
    good: { 'install.R': 'install.packages("sf")\n', 'runtime.txt': 'r-4.4-2025-06-01\n' },
    limits:
      'Silent where a command of the build, such as one in `postBuild`, names the file, and where `runtime.txt` names R without a date, which is a mistake of that file. The fix needs to know what day it is: the date is the day before yesterday, the newest of which a snapshot of CRAN is sure to be there.',
  },
  {
    id: 'r-install-unparsable',
    what: 'Something in `install.R` that is no R: a missing comma, a bracket without its other half.',
    why: 'R reads the whole file before it runs any of it. The builder tolerates that the script fails, so that the build may go on without a single package.',
    bad: { 'install.R': 'install.packages(c("dplyr" "sf"))\n', 'runtime.txt': 'r-4.4-2025-06-01\n' },
    good: { 'install.R': 'install.packages(c("dplyr", "sf"))\n', 'runtime.txt': 'r-4.4-2025-06-01\n' },
    limits: 'The place is where the grammar stumbles, which may be a word before or behind the mistake.',
  },
  {
    id: 'r-install-silent',
    what: '`install.R` installs packages by functions that only warn where one cannot be had, and never looks whether they are there.',
    why: '`install.packages` and `BiocManager::install` warn and go on. Binder, moreover, does not ask whether the script succeeded; Bindery does. Of the published repositories with an `install.R` that we looked at, none had such a check, and packages that are not there are the cause of 65 % of the failures of published R code (Trisovic et al., Sci Data 2022).',
    bad: { 'install.R': 'install.packages(c("sf", "terra"))\n', 'runtime.txt': 'r-4.4-2025-06-01\n' },
    good: {
      'install.R':
        'needed <- c("sf", "terra")\ninstall.packages(needed)\nstopifnot(all(needed %in% rownames(installed.packages())))\n',
      'runtime.txt': 'r-4.4-2025-06-01\n',
    },
    limits:
      '`stop`, `quit` and `options(warn = 2)` count wherever they stand; `stopifnot`, `library` and `requireNamespace` where they stand behind the last installation. There is no fix where the list of packages is computed.',
  },
  {
    id: 'r-library-undeclared',
    what: 'A package that the code loads or names before `::`, and that nothing in the build installs. Each package is told once, where it is needed most surely.',
    why: 'Missing packages are the first cause why published R code does not run: 65 % of the failures (Trisovic et al., Sci Data 2022).',
    bad: {
      'runtime.txt': 'r-4.4-2025-06-01\n',
      'install.R': 'install.packages("dplyr")\n',
      'analysis.R': 'library(dplyr)\nlibrary(vegan)\n',
    },
    good: {
      'runtime.txt': 'r-4.4-2025-06-01\n',
      'install.R': 'install.packages(c("dplyr", "vegan"))\n',
      'analysis.R': 'library(dplyr)\nlibrary(vegan)\n',
    },
    limits:
      'Only where R is built from `runtime.txt`, `DESCRIPTION` or `environment.yml`. Every text in `install.R` and in scripts that the build runs counts as a package, as do `DESCRIPTION` with what it suggests, `renv.lock`, `r-…` of conda and `r-cran-…` of apt. What a package brings along is known for some hundred packages; where one that is often brought along may come with others it is a warning, where its absence is handled or code installs it an information. Silent where the list is read from a file or the network. Tests, `data-raw/` and chunks that are not run are passed over. The fix takes the name for one of CRAN where no table says otherwise, and asks then.',
  },
  {
    id: 'r-description-in-binder-dir',
    what: 'A `DESCRIPTION` in the root beside `binder/` or `.binder/`, of a package that the code loads, or that alone names packages that the code needs.',
    why: 'With a configuration folder a build does not look at the root: the package is not installed, nor what it imports.',
    bad: {
      'binder/runtime.txt': 'r-4.4-2025-06-01\n',
      DESCRIPTION: 'Package: glaciers\nVersion: 0.1.0\n',
      'analysis.R': 'library(glaciers)\n',
    },
    good: {
      'binder/runtime.txt': 'r-4.4-2025-06-01\n',
      'binder/install.R': 'remotes::install_local(upgrade = "never")\n',
      DESCRIPTION: 'Package: glaciers\nVersion: 0.1.0\n',
      'analysis.R': 'library(glaciers)\n',
    },
    limits:
      'Silent where the file only describes the repository: where nothing that it names is used, or all of it is installed otherwise.',
  },
  {
    id: 'r-description-imports',
    what: 'A package that the code in `R/` or `NAMESPACE` needs, and that `DESCRIPTION` does not import.',
    why: 'The build installs the repository with what its `DESCRIPTION` depends on and imports, and not with what it suggests. What `NAMESPACE` imports has to be named, or R refuses to install the package.',
    bad: {
      DESCRIPTION: 'Package: glaciers\nVersion: 0.1.0\n',
      'R/read.R': 'read <- function(x) sf::st_read(x)\n',
    },
    good: {
      DESCRIPTION: 'Package: glaciers\nVersion: 0.1.0\nImports:\n    sf\n',
      'R/read.R': 'read <- function(x) sf::st_read(x)\n',
    },
    limits:
      'What stands behind `requireNamespace` in an `if`, or in a `try`, may be missing and is not told. There is no fix for what is only suggested: either may be meant.',
  },
  {
    id: 'r-renv-unused',
    what: '`renv.lock` that nothing restores, in a repository whose R is built from other files.',
    why: 'No build reads `renv.lock`: what is installed is what `install.R` or `DESCRIPTION` says, in the versions of the snapshot. Where `.Rprofile` activates renv, each session looks for packages in the library of renv alone, which is empty.',
    bad: {
      'runtime.txt': 'r-4.4-2025-06-01\n',
      'renv.lock': '{"R": {"Version": "4.4.2"}, "Packages": {}}\n',
    },
    good: {
      'runtime.txt': 'r-4.4-2025-06-01\n',
      'renv.lock': '{"R": {"Version": "4.4.2"}, "Packages": {}}\n',
      'install.R': 'install.packages("renv")\nrenv::restore(library = .libPaths()[1], prompt = FALSE)\n',
    },
    limits:
      'Locks in repositories without any R are told by another rule. Any mention of renv in `install.R` counts.',
  },
  {
    id: 'r-repos-unpinned',
    what: '`install.R` takes packages from CRAN itself or one of its mirrors.',
    why: 'The date in `runtime.txt` chooses a snapshot of CRAN, from which packages come in the versions of that day, as binaries for the system. An address of one’s own goes around it: versions differ from day to day, and everything is compiled.',
    bad: {
      'runtime.txt': 'r-4.4-2025-06-01\n',
      'install.R': 'install.packages("sf", repos = "https://cran.r-project.org")\n',
    },
    good: { 'runtime.txt': 'r-4.4-2025-06-01\n', 'install.R': 'install.packages("sf")\n' },
    limits:
      'Addresses with a date, of snapshots, of single archives and of other repositories than CRAN are not told. The fix is offered where the address stands in the calls themselves.',
  },
  {
    id: 'r-github-unpinned',
    what: 'Packages from GitHub and the like without a tag or a commit, in `install.R` or in the `Remotes` of `DESCRIPTION`.',
    why: 'What is installed is what the main branch has on the day of the build: it may differ tomorrow, or be gone.',
    bad: {
      'runtime.txt': 'r-4.4-2025-06-01\n',
      'install.R': 'remotes::install_github("example-lab/driftr")\n',
    },
    good: {
      'runtime.txt': 'r-4.4-2025-06-01\n',
      'install.R': 'remotes::install_github("example-lab/driftr@v1.2.0")\n',
    },
    limits:
      'No fix: which commit is meant is known only to the network. A branch behind `@` is not told from a tag.',
  },
  {
    id: 'r-setwd',
    what: '`setwd()` to a folder of one machine, to one that is not there, or to that of the file in RStudio’s editor.',
    why: 'The call fails on every other machine, and with it all that follows: 12.7 % of the failures of published R code (Trisovic et al., Sci Data 2022).',
    bad: { 'analysis.R': 'setwd("C:/Users/me/turnover")\nplots <- read.csv("plots.csv")\n' },
    good: { 'analysis.R': 'plots <- read.csv("plots.csv")\n' },
    limits:
      'Folders of the repository, computed ones and `here::here()` are not told. The fix deletes the call, which is right where the code is started in the repository’s folder.',
  },
  {
    id: 'r-absolute-path',
    what: 'A text that is a path on somebody’s machine: `C:\\…`, `/Users/…`, `/home/…`, `/Volumes/…`. Once for each file.',
    why: 'Nobody else has that file: paths and files are the cause of 13.6 % of the failures of published R code (Trisovic et al., Sci Data 2022).',
    bad: { 'analysis.R': 'plots <- read.csv("/Users/me/turnover/plots.csv")\n' },
    good: { 'analysis.R': 'plots <- read.csv("plots.csv")\n' },
    limits:
      'Where all of them stand under a condition it is an information. Home folders of the images that R is used in are not told. The fix is offered for documents, notebooks and scripts of the root, where each path ends like exactly one file of the repository.',
  },
  {
    id: 'r-file-missing',
    what: 'A file that the code reads under a written path, and that is not in the repository; also where only the case of letters differs.',
    why: 'Files that are missing are, after packages, the second cause why published R code does not run (Trisovic et al., Sci Data 2022). More than half of such alarms are wrong all the same, because code writes or downloads files: hence an information.',
    bad: { 'analysis.R': 'plots <- read.csv("data/plots.csv")\n' },
    good: { 'analysis.R': 'plots <- read.csv("data/plots.csv")\n', 'data/plots.csv': 'plot\n1\n' },
    limits:
      'Silent where any code or script of the repository may make the file: names it, writes files of its kind under computed names, downloads to where it does not say, or unpacks an archive. Silent too where a file of that name is in another folder, and in functions and branches.',
  },
  {
    id: 'r-install-in-script',
    what: 'Code that installs packages when it is run. Once for each file.',
    why: 'It takes time in every session, needs the network, and brings another version each time.',
    bad: {
      'runtime.txt': 'r-4.4-2025-06-01\n',
      'analysis.R': 'install.packages("gstat")\nlibrary(gstat)\n',
    },
    good: {
      'runtime.txt': 'r-4.4-2025-06-01\n',
      'install.R': 'install.packages("gstat")\n',
      'analysis.R': 'library(gstat)\n',
    },
    limits:
      'Only where R is built. Scripts that are called after what they do (`install_packages.R`) and `if (!require(x)) install.packages("x")` for a package that is installed are not told. There is no fix for packages from other places than CRAN and Bioconductor, and for calls within other code.',
  },
  {
    id: 'r-rm-list',
    what: '`rm(list = ls())` outside of functions.',
    why: 'It looks like a clean start and is none: attached packages, options and hidden objects stay, and whoever runs the script from another one loses what they had.',
    bad: { 'analysis.R': 'rm(list = ls())\nplots <- read.csv("plots.csv")\n' },
    good: { 'analysis.R': 'plots <- read.csv("plots.csv")\n' },
  },
  {
    id: 'r-attach',
    what: '`attach()` of data.',
    why: 'Columns and variables of the same name hide each other, depending on what ran before, and changes of a column go to a copy.',
    bad: { 'analysis.R': 'attach(plots)\nmean(cover)\n' },
    good: { 'analysis.R': 'with(plots, mean(cover))\n' },
    limits: 'No fix: which names mean columns is known only when the code runs.',
  },
  {
    id: 'r-workspace',
    what: 'A stored workspace, `.RData`, in the repository.',
    why: 'R loads it when a session starts in its folder. Code then runs with objects that no code of the repository made, and nobody notices until they are gone.',
    bad: { '.RData': '', 'analysis.R': 'summary(model)\n' },
    good: { 'analysis.R': 'model <- readRDS("model.rds")\nsummary(model)\n', 'model.rds': '' },
    limits: 'Files with a name before the dot, which code loads on purpose, are not told.',
  },
  {
    id: 'r-seed-missing',
    what: 'Code that draws at random where nothing sets a seed.',
    why: 'Each run gives other results, and nobody can tell a difference from a mistake. Randomness is one of the causes why results of notebooks differ (Wang et al., ASE 2020).',
    bad: { 'bootstrap.R': 'draws <- sample(100, replace = TRUE)\n' },
    good: { 'bootstrap.R': 'set.seed(2025)\ndraws <- sample(100, replace = TRUE)\n' },
    limits:
      'Functions by their names only; calls in functions and branches are left to who calls them. A seed in one file counts for the others where scripts source each other.',
  },
];

export const rSkipped: readonly SkippedRule[] = [];
