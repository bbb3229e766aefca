/**
 * First numbers of what the environment has before environment.yml is read, for Python 3.8 and newer
 * (contracts/repo2docker.md section 6, "Pre-installed"; the locks that Bindery builds with have the same). By normalised
 * name, conda's and the index's.
 */
export const baseStack: Readonly<Record<string, number>> = {
  'jupyter-server': 2,
  jupyterhub: 5,
  'jupyterhub-base': 5,
  'jupyterhub-singleuser': 5,
  jupyterlab: 4,
  notebook: 7,
};

/** Extensions of the old notebook, which need a version before 7: who asks for them pins it on purpose. */
export const needOldNotebook: ReadonlySet<string> = new Set([
  'appmode',
  'hide-code',
  'jupyter-contrib-core',
  'jupyter-contrib-nbextensions',
  'jupyter-dashboards',
  'jupyter-nbextensions-configurator',
  'nb-black',
  'nbpresent',
  'rise',
]);
