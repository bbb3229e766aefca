import { cranMount, cranSecret, secretsMount, toolsMount } from '../mounts';

const rProfile = String.raw`# Read in place of Rprofile.site while an image is built: the same settings, the mirror with its credentials, and for a
# script that fails the line at which it did ("bindery: install.R, line 3: library(x)").
local({
  site <- file.path(R.home("etc"), "Rprofile.site")
  if (file.exists(site)) sys.source(site, envir = baseenv())
  mirror <- Sys.getenv("BINDERY_CRAN_MIRROR")
  if (nzchar(mirror)) options(repos = c(CRAN = mirror))

  script <- function() {
    given <- grep("^--file=", commandArgs(FALSE), value = TRUE)
    if (length(given) == 1L) sub("^--file=", "", given) else ""
  }
  contains <- function(expression, part) {
    if (identical(expression, part)) return(TRUE)
    if (!is.recursive(expression)) return(FALSE)
    for (inner in as.list(expression)) if (!missing(inner) && contains(inner, part)) return(TRUE)
    FALSE
  }
  say <- function(...) cat("bindery: ", ..., "\n", file = stderr(), sep = "")
  # What failed is the outermost call; of a name that means nothing there is none.
  locate <- function(file, calls) {
    expressions <- tryCatch(parse(file, keep.source = TRUE), error = function(e) say(conditionMessage(e)))
    unknown <- regmatches(geterrmessage(), regexec("object '([^']+)' not found", geterrmessage()))[[1L]]
    part <- if (length(calls) > 0L) calls[[1L]] else if (length(unknown) > 1L) as.name(unknown[2L])
    if (!is.expression(expressions) || is.null(part)) return(invisible())
    found <- which(vapply(as.list(expressions), contains, NA, part = part))
    if (length(found) == 0L) return(invisible())
    at <- utils::getSrcref(expressions)[[found[1L]]]
    say(file, ", line ", at[1L], ": ", as.character(at)[1L])
  }
  options(error = function() {
    file <- script()
    if (nzchar(file)) try(locate(file, utils::head(sys.calls(), -1L)), silent = TRUE)
    quit("no", status = 1, runLast = FALSE)
  })
})
`;

const rSettings = String.raw`# Sourced before R is run: the library that packages go into, and the mirror that they come from where one is configured.
umask 002
export R_LIBS_USER="${'$'}{R_LIBS_USER:-/srv/rlibs}" R_PROFILE=${toolsMount}/r-profile.R
cran=
for file in ${secretsMount}/${cranSecret} ${cranMount}; do
  [ -n "$cran" ] || [ ! -s "$file" ] || cran=$(cat "$file")
done
if [ -n "$cran" ]; then
  # With credentials, where it has some: only what runs in this step sees them.
  cran=$(sh ${toolsMount}/fill-in "$cran")
  export BINDERY_CRAN_MIRROR="$cran"
fi
`;

const makeLibrary = String.raw`# Makes the library R_LIBS_USER, which the account owns, and tells R of it, also where the environment is not handed on.
set -eu
. ${toolsMount}/r-settings
install -d -m 2775 -o "$NB_UID" -g "$NB_UID" "$R_LIBS_USER"
environ=$(readlink -f "$(R RHOME)/etc/Renviron")
sed -i '/^R_LIBS_USER=/s/^/#/' "$environ"
printf 'R_LIBS_USER=${'$'}{R_LIBS_USER:-%s}\n' "$R_LIBS_USER" >>"$environ"
R --version | head -n 1
`;

const installR = String.raw`# Installs R $1 below /opt/R, from the package made for this distribution. Expects R_URL.
set -eu
sh ${toolsMount}/apt-install libclang-dev libzmq3-dev
work=$(mktemp -d)
sh ${toolsMount}/fetch "$R_URL" "$work/r.deb" '' "version=$1"
sh ${toolsMount}/apt-install "$work/r.deb"
rm -r "$work"
ln -sf "/opt/R/$1/bin/R" /usr/local/bin/R
ln -sf "/opt/R/$1/bin/Rscript" /usr/local/bin/Rscript
sh ${toolsMount}/make-r-library
`;

const installSystemR = String.raw`# Uses the R of the base, or installs the one of its distribution; $1 is the version that the plan was made for.
set -eu
dev='r-base-core r-base-dev r-recommended'
kernel='r-cran-irkernel r-cran-remotes'
if ! command -v Rscript >/dev/null; then
  sh ${toolsMount}/apt-install $dev $kernel
elif command -v dpkg-query >/dev/null && dpkg-query -W r-base-core >/dev/null 2>&1; then
  # Where the distribution has none, they come from CRAN as everything else does.
  sh ${toolsMount}/apt-install $kernel || true
fi
found=$(Rscript --vanilla -e 'cat(as.character(getRversion()))')
[ "$found" = "$1" ] || echo "bindery: the distribution now has R $found; this environment was planned with R $1." >&2
sh ${toolsMount}/make-r-library
`;

const configureR = String.raw`# Lets R install from the snapshot of CRAN of the day $1 (YYYY-MM-DD), or from the mirror that is configured.
# Expects CRAN_URL.
set -eu
. ${toolsMount}/r-settings
if [ -z "$cran" ]; then
  command -v curl >/dev/null || sh ${toolsMount}/apt-install ca-certificates curl
  # Not every day has a snapshot: the newest of the week before stands for it. Its name is asked of the server.
  case $CRAN_URL in *'{snapshot}'*)
    origin=$(printf '%s' "$CRAN_URL" | sed -E 's|^(https?://[^/]+).*|\1|')
    snapshot=
    for back in 0 1 2 3 4 5 6; do
      day=$(date -u -d "$1 - $back days" +%Y-%m-%dT00:00:00Z)
      answer=$(curl -fsSL --retry 3 -H 'Content-Type: application/json' \
        -d "{\"repo\":\"all\",\"snapshot\":\"$day\"}" "$origin/__api__/url")
      snapshot=$(printf '%s' "$answer" | sed -n 's/.*"upsi" *: *"\([^"]*\)".*/\1/p')
      [ -z "$snapshot" ] || break
    done
    if [ -z "$snapshot" ]; then
      echo "bindery: $origin has no snapshot of CRAN for $1 or the six days before it." >&2
      exit 1
    fi
    cran=$(sh ${toolsMount}/fill-in "$CRAN_URL" "snapshot=$snapshot" "date=$1") ;;
  *) cran=$(sh ${toolsMount}/fill-in "$CRAN_URL" "date=$1") ;;
  esac
fi
# Into the image without credentials, which are for the build alone.
cran=$(printf '%s' "$cran" | sed -E 's|(://)[^/@]*@|\1|')
cat >>"$(R RHOME)/etc/Rprofile.site" <<END
options(repos = c(CRAN = "$cran"))
# Servers of binary packages choose by it what they send.
options(HTTPUserAgent = sprintf("R/%s R (%s)", getRversion(), paste(getRversion(), R.version\$platform, R.version\$arch, R.version\$os)))
END
mkdir -p /etc/rstudio
printf 'r-cran-repos=%s\n' "$cran" >/etc/rstudio/rsession.conf
printf '[*]\nlog-level=info\nlogger-type=stderr\n' >/etc/rstudio/logging.conf
echo "bindery: R installs from $cran"
`;

const installRstudioShiny = String.raw`# Installs RStudio server and Shiny server. Expects RSTUDIO_URL, RSTUDIO_OPENSSL1_URL and SHINY_URL; $1, $2 and $3 are
# their digests by architecture.
set -eu
work=$(mktemp -d)
if ls /usr/lib/*/libssl.so.3 >/dev/null 2>&1; then
  sh ${toolsMount}/fetch "$RSTUDIO_URL" "$work/rstudio.deb" "$1"
else
  sh ${toolsMount}/fetch "$RSTUDIO_OPENSSL1_URL" "$work/rstudio.deb" "$2"
fi
sh ${toolsMount}/fetch "$SHINY_URL" "$work/shiny.deb" "$3"
# Without what they recommend: that would replace the R that was installed.
sh ${toolsMount}/apt-install "$work/rstudio.deb" "$work/shiny.deb"
rm -r "$work"
`;

const prepareShinyDirs = String.raw`# Makes the folders and files that Shiny server writes into, for the account: not all of them can be configured.
set -eu
for folder in /var/log/shiny-server /var/lib/shiny-server; do
  install -d -m 2775 -o "$NB_UID" -g "$NB_UID" "$folder"
done
for file in /var/log/shiny-server.log /var/run/shiny-server.pid; do
  install -m 664 -o "$NB_UID" -g "$NB_UID" /dev/null "$file"
done
`;

const configureRstudioConda = String.raw`# Lets RStudio server run as the account, with the R of the conda environment $1.
set -eu
mkdir -p /etc/rstudio /var/lib/rstudio-server
printf 'export CONDA_DIR="%s"\n' "$CONDA_DIR" >/etc/profile.d/00-rstudio.sh
cat >/etc/rstudio/rserver.conf <<END
auth-none=1
auth-minimum-user-id=0
rsession-which-r=$1/bin/R
rsession-ld-library-path=$1/lib
www-frame-origin=same
server-user=$NB_USER
server-daemonize=0
END
chown -R "$NB_UID:$NB_UID" /etc/rstudio /var/lib/rstudio-server
`;

const installIrkernel = String.raw`# Installs the R packages $2 and following where they are missing, and R's kernel into the Python environment $1.
set -eu
. ${toolsMount}/r-settings
prefix=$1
shift
install_missing='
  wanted <- commandArgs(TRUE)
  absent <- function() wanted[!vapply(wanted, requireNamespace, NA, quietly = TRUE)]
  if (length(absent()) > 0) install.packages(absent())
  if (length(absent()) > 0) stop("these packages could not be installed: ", toString(absent()))
'
Rscript --no-save --no-restore --no-init-file --no-environ -e "$install_missing" "$@"
PATH="$prefix/bin:$PATH" Rscript --no-save --no-restore --no-init-file --no-environ \
  -e 'IRkernel::installspec(prefix = commandArgs(TRUE))' "$prefix"
`;

const installLocalPackage = String.raw`# Installs the repository, the working folder, as an R package.
set -eu
. ${toolsMount}/r-settings
Rscript --no-save --no-restore --no-init-file --no-environ -e 'remotes::install_local()'
`;

const restoreRenv = String.raw`# Installs exactly what the lock file $1 of renv says into the library of the account. The configured mirror stands in for
# the repositories that the lock names; renv's own cache would keep a second copy.
set -eu
. ${toolsMount}/r-settings
export RENV_CONFIG_CACHE_ENABLED=FALSE RENV_CONFIG_AUTO_SNAPSHOT=FALSE RENV_PATHS_ROOT=/tmp/renv
trap 'rm -rf /tmp/renv' EXIT
Rscript --no-save --no-restore --no-init-file --no-environ -e '
if (!requireNamespace("renv", quietly = TRUE)) install.packages("renv")
library <- strsplit(Sys.getenv("R_LIBS_USER"), .Platform$path.sep)[[1]][[1]]
renv::restore(lockfile = commandArgs(TRUE)[[1]], library = library, repos = getOption("repos"), prompt = FALSE)
' "$1"
`;

const condaIrkernel = String.raw`# Makes the kernel of the R in the conda environment $1 known to that environment's Jupyter, and to the one at $2.
set -eu
umask 002
for prefix in "$1" "$2"; do
  # In a repository of R, R_HOME and the libraries are those of another R.
  env -u R_HOME -u LD_LIBRARY_PATH PATH="$prefix/bin:$1/bin:$PATH" \
    "$1/bin/Rscript" --no-save --no-restore --no-init-file --no-environ \
    -e 'IRkernel::installspec(prefix = commandArgs(TRUE))' "$prefix"
done
`;

/** Exists once install.R has succeeded before the copy. */
const marker = '/tmp/.bindery-install-R-done';

const tryInstallR = String.raw`# Runs the script $1 before the rest of the repository is there. A failure is tolerated: it runs again after the copy.
set -eu
. ${toolsMount}/r-settings
if Rscript --no-save --no-restore --no-init-file --no-environ "$1"; then
  touch ${marker}
else
  echo "bindery: $1 failed before the repository was copied; it will be run again after that."
fi
rm -rf /tmp/downloaded_packages
`;

const againInstallR = String.raw`# Runs the script $1, unless that succeeded before the copy.
set -eu
. ${toolsMount}/r-settings
if [ -f ${marker} ]; then
  echo "bindery: $1 succeeded before the repository was copied."
  exit 0
fi
Rscript --no-save --no-restore --no-init-file --no-environ "$1"
rm -rf /tmp/downloaded_packages
`;

/** R, its packages and its servers. By file name. */
export const rScripts: Readonly<Record<string, string>> = {
  'r-profile.R': rProfile,
  'r-settings': rSettings,
  'make-r-library': makeLibrary,
  'install-r': installR,
  'install-system-r': installSystemR,
  'configure-r': configureR,
  'install-rstudio-shiny': installRstudioShiny,
  'prepare-shiny-dirs': prepareShinyDirs,
  'configure-rstudio-conda': configureRstudioConda,
  'install-irkernel': installIrkernel,
  'install-conda-irkernel': condaIrkernel,
  'r-install-local-package': installLocalPackage,
  'restore-renv': restoreRenv,
  'try-install-R': tryInstallR,
  'install-R-again': againInstallR,
};
