/** Packages that every R has (R's own documentation, section "Base packages"). */
const base =
  'base compiler datasets graphics grDevices grid methods parallel splines stats stats4 tcltk tools utils translations';

/** Packages that come with R as it is distributed, and not with conda-forge's r-base. */
const recommended =
  'boot class cluster codetools foreign KernSmooth lattice MASS Matrix mgcv nlme nnet rpart spatial survival';

/** What the builder installs with R itself (contracts/repo2docker.md section 5; the recipe's scripts of R and conda). */
const withR: Readonly<Record<'r' | 'conda', string>> = {
  r: 'remotes devtools IRkernel shiny',
  conda: 'IRkernel devtools',
};

/**
 * Packages that a package cannot be installed without, whatever its version of the last years: from the Depends, Imports
 * and LinkingTo of their DESCRIPTION files. What these bring in turn is looked up here again.
 */
const needs: Readonly<Record<string, string>> = {
  AER: 'car lmtest sandwich survival zoo Formula',
  afex: 'lme4 lmerTest car reshape2 pbkrtest',
  ape: 'nlme lattice Rcpp digest',
  Biostrings: 'BiocGenerics S4Vectors IRanges XVector',
  bookdown: 'rmarkdown knitr htmltools xfun tinytex yaml',
  brms: 'Rcpp rstan ggplot2 loo Matrix mgcv rstantools bayesplot bridgesampling matrixStats nlme coda abind future',
  broom: 'dplyr purrr tidyr stringr tibble rlang generics glue backports',
  bslib: 'htmltools jsonlite jquerylib sass rlang',
  car: 'carData abind MASS mgcv nnet pbkrtest quantreg lme4 nlme',
  caret: 'ggplot2 lattice foreach plyr recipes reshape2 ModelMetrics pROC nlme withr',
  cowplot: 'ggplot2 gtable rlang scales',
  clusterProfiler: 'AnnotationDbi DOSE dplyr enrichplot GO.db GOSemSim magrittr plyr qvalue rlang tidyr',
  dada2: 'Rcpp Biostrings ggplot2 reshape2 ShortRead',
  DESeq2:
    'S4Vectors IRanges GenomicRanges SummarizedExperiment BiocGenerics Biobase BiocParallel ggplot2 locfit Rcpp',
  devtools:
    'usethis memoise pkgbuild pkgload remotes roxygen2 sessioninfo testthat withr cli desc rlang ellipsis rcmdcheck',
  doParallel: 'foreach iterators',
  doSNOW: 'foreach iterators snow',
  dplyr: 'magrittr rlang tibble glue R6 pillar tidyselect generics vctrs lifecycle',
  DT: 'htmltools htmlwidgets jsonlite magrittr crosstalk promises',
  edgeR: 'limma locfit Rcpp',
  factoextra: 'ggplot2 ggpubr ggrepel dendextend FactoMineR reshape2 tidyr abind cluster',
  flextable: 'officer xml2 data.table rmarkdown knitr htmltools gdtools rlang',
  forcats: 'magrittr rlang tibble',
  foreach: 'iterators codetools',
  forecast: 'fracdiff ggplot2 lmtest nnet Rcpp timeDate tseries urca zoo magrittr',
  gapminder: 'tibble',
  GenomicRanges: 'BiocGenerics S4Vectors IRanges XVector',
  GGally: 'ggplot2 dplyr gtable RColorBrewer rlang scales tidyr plyr',
  ggforce: 'ggplot2 Rcpp scales MASS tweenr gtable rlang polyclip tidyselect',
  ggplot2: 'scales gtable rlang glue vctrs lifecycle withr isoband cli',
  ggpubr:
    'ggplot2 ggrepel gridExtra cowplot ggsci ggsignif dplyr tidyr purrr magrittr polynom rlang rstatix tibble glue stringr',
  ggraph:
    'ggplot2 igraph ggforce tidygraph ggrepel dplyr scales viridis Rcpp MASS digest gtable graphlayouts',
  ggrepel: 'ggplot2 Rcpp rlang scales',
  ggridges: 'ggplot2 scales withr',
  ggthemes: 'ggplot2 purrr scales stringr tibble',
  gt: 'base64enc bigD bitops cli commonmark dplyr fs glue htmltools juicyjuice magrittr rlang sass scales',
  gtsummary: 'dplyr gt tidyr rlang glue purrr cli',
  ggtree: 'ape dplyr ggplot2 magrittr purrr rlang tidyr tidytree treeio',
  haven: 'hms readr tibble rlang forcats tidyselect vctrs cli',
  here: 'rprojroot',
  Hmisc: 'ggplot2 Formula htmlTable gridExtra data.table viridis htmltools gtable base64enc',
  hms: 'rlang vctrs lifecycle',
  htmlwidgets: 'htmltools jsonlite yaml',
  httr: 'curl jsonlite mime openssl R6',
  httr2: 'curl R6 rlang cli glue magrittr openssl',
  igraph: 'magrittr Matrix pkgconfig rlang',
  IRanges: 'BiocGenerics S4Vectors',
  IRkernel: 'repr evaluate IRdisplay pbdZMQ crayon jsonlite uuid digest',
  janitor: 'dplyr lubridate magrittr purrr rlang stringi stringr snakecase tidyr tidyselect',
  kableExtra: 'knitr magrittr stringr xml2 rmarkdown scales viridisLite htmltools rstudioapi',
  knitr: 'evaluate xfun highr yaml',
  lavaan: 'mnormt pbivnorm numDeriv quadprog',
  leaflet: 'htmltools htmlwidgets crosstalk magrittr RColorBrewer scales sp',
  lme4: 'Matrix Rcpp boot lattice MASS minqa nloptr nlme RcppEigen',
  lmerTest: 'lme4 ggplot2 numDeriv MASS',
  lmtest: 'zoo',
  lubridate: 'generics',
  microbiome: 'phyloseq ggplot2 dplyr reshape2 vegan tibble tidyr',
  mice: 'broom dplyr lattice Rcpp tidyr rlang',
  modelr: 'broom magrittr purrr rlang tibble tidyr tidyselect vctrs',
  nycflights13: 'tibble',
  patchwork: 'ggplot2 gtable',
  phyloseq:
    'ggplot2 ape vegan plyr reshape2 scales igraph Biobase BiocGenerics Biostrings biomformat multtest foreach ade4 cluster data.table',
  phytools: 'ape maps phangorn mnormt numDeriv MASS scatterplot3d coda',
  pillar: 'cli fansi rlang utf8 vctrs glue lifecycle',
  plotly:
    'ggplot2 htmlwidgets htmltools httr jsonlite magrittr digest viridisLite base64enc tidyr purrr dplyr tibble rlang scales data.table RColorBrewer crosstalk promises vctrs lazyeval',
  plyr: 'Rcpp',
  psych: 'mnormt lattice nlme',
  purrr: 'magrittr rlang',
  quanteda: 'Matrix Rcpp stringi SnowballC stopwords xml2 yaml jsonlite magrittr fastmatch',
  quantmod: 'xts zoo TTR curl jsonlite',
  raster: 'sp Rcpp',
  readr: 'hms R6 tibble rlang vroom clipr cli lifecycle',
  readxl: 'tibble cellranger',
  repr: 'jsonlite htmltools base64enc pillar',
  reprex: 'callr cli clipr fs glue knitr rlang rmarkdown rstudioapi withr',
  reshape2: 'plyr Rcpp stringr',
  rmarkdown: 'knitr yaml htmltools evaluate jsonlite xfun tinytex',
  rms: 'Hmisc survival lattice ggplot2 quantreg rpart nlme polspline multcomp htmlTable MASS cluster',
  roxygen2: 'knitr stringr stringi purrr R6 xml2 commonmark desc brew cli rlang pkgload withr',
  rstan: 'StanHeaders ggplot2 inline gridExtra Rcpp RcppParallel loo pkgbuild RcppEigen BH',
  rstanarm: 'Rcpp bayesplot ggplot2 lme4 loo Matrix nlme rstan rstantools shinystan survival RcppParallel',
  rstatix: 'tidyr purrr broom rlang tibble dplyr magrittr corrplot tidyselect car generics',
  rvest: 'httr xml2 magrittr selectr tibble rlang cli glue lifecycle',
  sandwich: 'zoo',
  scales: 'R6 RColorBrewer farver labeling lifecycle rlang viridisLite',
  Seurat:
    'SeuratObject cowplot ggplot2 ggrepel ggridges future httr igraph irlba jsonlite MASS Matrix patchwork plotly RColorBrewer Rcpp reticulate Rtsne scales shiny tibble rlang uwot RANN',
  sf: 'classInt DBI magrittr Rcpp units s2',
  shiny:
    'httpuv mime jsonlite xtable htmltools R6 later promises rlang fastmap withr commonmark glue bslib cachem',
  SingleCellExperiment: 'SummarizedExperiment S4Vectors BiocGenerics GenomicRanges DelayedArray',
  skimr: 'cli dplyr knitr magrittr purrr repr rlang stringr tibble tidyr tidyselect vctrs',
  stars: 'abind sf classInt rlang units',
  stringr: 'stringi magrittr glue',
  SummarizedExperiment:
    'GenomicRanges Biobase IRanges S4Vectors BiocGenerics MatrixGenerics Matrix DelayedArray',
  survminer: 'ggplot2 ggpubr survival dplyr gridExtra magrittr maxstat scales survMisc purrr tibble tidyr',
  terra: 'Rcpp',
  testthat: 'R6 rlang cli magrittr withr evaluate jsonlite waldo brio digest praise desc pkgload',
  tibble: 'rlang pillar magrittr vctrs lifecycle fansi',
  tidygraph: 'tibble igraph magrittr dplyr rlang tidyr pillar Rcpp',
  tidymodels:
    'broom dials dplyr ggplot2 infer modeldata parsnip purrr recipes rsample tibble tidyr tune workflows workflowsets yardstick hardhat rlang cli conflicted rstudioapi',
  tidyr: 'dplyr purrr magrittr rlang stringr tibble tidyselect glue vctrs',
  tidytree: 'ape dplyr tibble tidyr tidyselect rlang lazyeval',
  tidytext: 'dplyr tokenizers janeaustenr purrr stringr tibble Matrix rlang generics',
  tidyverse:
    'broom cli dbplyr dplyr dtplyr forcats ggplot2 googledrive googlesheets4 haven hms httr jsonlite lubridate magrittr modelr pillar purrr readr readxl reprex rlang rstudioapi rvest stringr tibble tidyr xml2',
  tmap: 'sf stars leaflet units tmaptools classInt htmltools htmlwidgets RColorBrewer rlang abind',
  treeio: 'ape dplyr jsonlite magrittr tibble tidytree rlang',
  tseries: 'quadprog zoo quantmod',
  usethis:
    'cli clipr crayon curl desc fs gh glue jsonlite purrr rappdirs rlang rprojroot rstudioapi whisker withr yaml',
  vegan: 'permute lattice MASS cluster mgcv',
  viridis: 'viridisLite ggplot2 gridExtra',
  vroom: 'bit64 cli glue hms lifecycle rlang tibble tidyselect vctrs withr crayon',
  xts: 'zoo',
};

/** What conda's collections of R packages bring, in the names of CRAN. */
const condaCollections: Readonly<Record<string, string>> = {
  'r-essentials': `${recommended} IRkernel broom caret data.table dplyr forcats formatR ggplot2 glmnet haven hms httr jsonlite lubridate magrittr maps modelr nycflights13 plyr purrr quantmod randomForest readr readxl reprex reshape2 rmarkdown rvest shiny stringr tibble tidyr tidyverse xml2 zoo`,
  'r-recommended': recommended,
};

/** Packages of Bioconductor, which CRAN's mirrors do not have. The better known ones. */
const bioconductor =
  'AnnotationDbi AnnotationHub Biobase BiocGenerics BiocParallel BiocStyle biomaRt Biostrings BSgenome ballgown clusterProfiler ComplexHeatmap ConsensusClusterPlus dada2 DECIPHER DelayedArray DESeq2 DEXSeq DOSE edgeR EnhancedVolcano EnsDb.Hsapiens.v86 ensembldb enrichplot fgsea flowCore genefilter GenomeInfoDb GenomicAlignments GenomicFeatures GenomicRanges GEOquery ggtree GO.db goseq graph graphite GSVA HDF5Array IRanges impute KEGGREST limma M3Drop MAST maftools microbiome minfi monocle msa mixOmics multtest org.Hs.eg.db org.Mm.eg.db pathview pcaMethods phyloseq preprocessCore qvalue RBGL ReactomePA Rgraphviz rhdf5 Rhtslib Rsamtools Rsubread rtracklayer S4Vectors scater scran scDblFinder ShortRead SingleCellExperiment SingleR slingshot SNPRelate splatter SummarizedExperiment sva TCGAbiolinks topGO treeio tximport tximeta VariantAnnotation vsn XVector zlibbioc';

/** Packages of CRAN that are no one's dependency in `needs` and that one meets again and again in research code. */
const cran =
  'abc ade4 adegenet agricolae Amelia arm arrow assertthat BayesFactor bayestestR beepr BEST biglm binom bit64 boot brew brglm2 car cli coin colorspace conflicted corrplot countrycode crayon cubature data.tree dbplyr deSolve DescTools dichromat did DiagrammeR diptest dotwhisker downloader duckdb dygraphs e1071 effects effectsize effsize emmeans energy estimatr extrafont factoextra FactoMineR fastDummies fda feather fields fitdistrplus fixest flexmix fst FSA furrr future.apply gam gamlss gamm4 gapminder gbm gdistance geepack geojsonio geosphere ggalluvial gganimate ggbeeswarm ggcorrplot ggdist ggeffects ggfortify ggmap ggpmisc ggstatsplot ggtext ggh4x ggnewscale glmmTMB glmnet glmulti gmodels gplots gratia gridExtra gstat gtools HardyWeinberg hexbin highcharter HSAUR huxtable hydroGOF ipw irr ISLR ISLR2 itsadug jsonlite kernlab kinship2 ks latex2exp lattice lavaan lazyeval leaps linprog lintr lmtest logistf logspline lsmeans lsr magick MatchIt mapdata maps mapview matlab MBESS mclust mcmc MCMCglmm mediation meta metafor mgcv microbenchmark minpack.lm mirt missForest mlogit mlr3 moments multcomp MuMIn mvabund naniar ncdf4 neuralnet nlstools nortest nparcomp oce odbc officer openxlsx optimx ordinal osmdata pacman palmerpenguins party pastecs pROC PMCMRplus performance pheatmap plm plotrix pls poLCA prophet pscl PSweight pwr pracma qgraph qqplotr ranger rasterVis rcarbon RCurl readODS readstata13 reticulate renv report rgl RJSONIO rJava rjags R2jags rnaturalearth rnaturalearthdata robustbase ROCR rotl rpart.plot RPostgres rsconnect RSQLite Rtsne rugarch sampling scatterplot3d see segmented sensitivity simr sjPlot sjmisc sjlabelled smoother snow spatstat spdep spData srvyr stargazer survey survminer Synth tableone targets tarchetypes TeachingDemos tesseract texreg tictoc tidycensus tidygraph tigris tm TOSTER treemap trelliscope tsibble UpSetR urca vars vcd vioplot visNetwork vroom waffle WDI weathermetrics wesanderson WGCNA withr wordcloud writexl WRS2 xgboost XML xlsx zip zoo';

const words = (text: string): readonly string[] => text.split(' ');
const lower = (text: string): readonly string[] => words(text.toLowerCase());

const basePackages = new Set(words(base));
const recommendedPackages = new Set(words(recommended));
const bioconductorPackages = new Set(words(bioconductor));
/** In lower case, as conda writes names. */
const needed = new Map(Object.entries(needs).map(([name, others]) => [name.toLowerCase(), lower(others)]));
const brought = new Set(Object.values(needs).flatMap(words));
const cranPackages = new Set(
  [...words(cran), ...Object.keys(needs), ...brought].filter((name) => !bioconductorPackages.has(name)),
);

/** True for a package that every R has. */
export function isBaseR(name: string): boolean {
  return basePackages.has(name);
}

/** True for a package that comes with R in most distributions, and not with conda-forge's r-base. */
export function isRecommendedR(name: string): boolean {
  return recommendedPackages.has(name);
}

/** The packages that the builder installs with R, by the buildpack that has R installed. */
export function packagesWithR(buildpack: 'r' | 'conda'): readonly string[] {
  return words(withR[buildpack]);
}

/** What a conda package brings besides itself, in the names of CRAN. */
export function packagesOfCondaCollection(name: string): readonly string[] {
  return Object.hasOwn(condaCollections, name) ? words(condaCollections[name] ?? '') : [];
}

/** The packages that come with those that are installed, these included; all in lower case. */
export function withDependencies(names: Iterable<string>): ReadonlySet<string> {
  const all = new Set([...names].map((name) => name.toLowerCase()));
  // What is added while the set is gone through is gone through too.
  for (const name of all) for (const other of needed.get(name) ?? []) all.add(other);
  return all;
}

/** True for a package that others bring along so often that it may be there although nobody asked for it. */
export function isOftenBrought(name: string): boolean {
  return brought.has(name);
}

/** True where it is known what a package brings along. */
export function hasKnownDependencies(name: string): boolean {
  return needed.has(name.toLowerCase()) || isBaseR(name) || isRecommendedR(name);
}

/** Where a package can be had; undefined for one that no table knows: it may be on CRAN, on GitHub or nowhere. */
export function repositoryOfR(name: string): 'cran' | 'bioconductor' | undefined {
  if (bioconductorPackages.has(name)) return 'bioconductor';
  return cranPackages.has(name) ? 'cran' : undefined;
}

/** The name of the package on conda-forge, or in bioconda. */
export function condaNameOfR(name: string): string {
  return `${repositoryOfR(name) === 'bioconductor' ? 'bioconductor' : 'r'}-${name.toLowerCase()}`;
}

/**
 * The package that a text in a call that installs one names: `sf`, `sf@1.0`, `owner/sf@main`, `bioc::limma`, an address
 * of a repository or an archive. Repositories may be called otherwise than the package. Undefined for texts that can name
 * none.
 */
export function packageOfSource(text: string): string | undefined {
  const plain =
    text
      .trim()
      .replace(/^\w+::/, '')
      .split(/[@#?]/)[0] ?? '';
  const last = plain.replace(/\/+$/, '').split('/').at(-1) ?? '';
  const name = last.replace(/\.git$/, '').replace(/_[\d.-]+(?:\.tar\.gz|\.zip|\.tgz)$/, '');
  return name.length < 100 && /^[A-Za-z][\w.-]*[A-Za-z0-9]$/.test(name) ? name : undefined;
}

/** The form in which names are compared that need not be those of packages: `color-brewer` has ColorBrewer. */
export function squashed(name: string): string {
  return name.toLowerCase().replace(/[._-]/g, '');
}
