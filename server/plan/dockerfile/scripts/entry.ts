import { entryFolder } from '../mounts';

/**
 * The image's entry point: through a login shell, with the server's output also in a file of the working folder, as
 * images of repo2docker behave (contracts/repo2docker.md section 6). Sessions of our own start the entry script
 * themselves, with their own log.
 */
export const entryScript = String.raw`#!/bin/bash -l
for folder in "$REPO_DIR" "$PWD" /tmp; do
  if [ -w "$folder" ]; then log=$folder/.jupyter-server-log.txt; break; fi
done
if [ -z "$log" ]; then
  echo "No folder can be written to for the server's log: tried $REPO_DIR, $PWD and /tmp." >&2
  exit 1
fi
exec "${'$'}{NB_PYTHON_PREFIX:+$NB_PYTHON_PREFIX/bin/}python3" ${entryFolder}/bindery-entry.py run --log "$log" --   ${'$'}{R2D_ENTRYPOINT:+"$R2D_ENTRYPOINT"} "$@"
`;
