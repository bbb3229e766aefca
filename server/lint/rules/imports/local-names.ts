/** Names that people give to files of their own, and packages seldom have. */
const local =
  /^(?:utils?|helpers?|helper_?functions?|functions?|funcs?|config|configs|settings|constants?|params|parameters|common|tools|lib|libs|src|code|core|main|models?|data|dataset|datasets?_?utils|data_?loaders?|loaders?|plots?|plotting|figures?|solutions?|exercises?|scripts?|analysis|preprocess(?:ing)?|processing|train(?:ing)?|evaluation|metrics|simulation|network|layers?|losses|classes|modules?|private|secrets?|credentials|setup_\w+|my_?\w+|local_\w+|custom_\w+|\w+_(?:utils?|helpers?|functions?|funcs?|lib|tools|config|settings|params|models?|classes|module|solutions?|exercises?|code|scripts?|plots?|plotting|data|dataset|loader|analysis|api_key|keys?)|(?:utils?|helpers?|funcs?|functions?|plot|load|read|get|make|run|do|calc|compute)_\w+)$/i;

/** True for a name that is a file's of the repository rather than a package's. */
export function looksLocal(module: string): boolean {
  return local.test(module);
}
