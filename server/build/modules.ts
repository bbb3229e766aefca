/**
 * What a built environment says of its Python modules: which distributions bring each. Exact, where tables of names can
 * only guess (contracts/lint-rules.md section 3).
 */
export type ModuleMap = Readonly<Record<string, readonly string[]>>;

/**
 * Prints the map as JSON. Its arguments are folders of packages; without any, those of the Python that runs it. Standard
 * library only, for every Python from 3.8 on, and nothing of what it looks at is run.
 */
export const moduleProgram = `
import json, re, sys
from importlib import metadata
found = {}
for d in metadata.distributions(path=sys.argv[1:] or sys.path):
    name = d.metadata["Name"]
    if not name:
        continue
    tops = set((d.read_text("top_level.txt") or "").split())
    for f in d.files or []:
        top = f.parts[0]
        if len(f.parts) > 1:
            tops.add(top)
        elif top.endswith(".py") or ".cpython-" in top or ".abi3." in top:
            tops.add(top.split(".")[0])
    for top in tops:
        if re.match(r"^[A-Za-z_]\\w*$", top) and top != "__pycache__":
            found.setdefault(top, [])
            if name not in found[top]:
                found[top].append(name)
print("modules:" + json.dumps(found, sort_keys=True))
`;

/** The map in what the program printed; undefined where it printed none. */
export function parseModules(output: string): ModuleMap | undefined {
  const text = /^modules:(.*)$/m.exec(output)?.[1];
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return isModuleMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isModuleMap(value: unknown): value is ModuleMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (names) => Array.isArray(names) && names.every((name) => typeof name === 'string'),
    )
  );
}
