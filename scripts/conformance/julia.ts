import {
  juliaConstraintText,
  meetsJulia,
  newestJulia,
  parseJuliaCompat,
} from '../../server/environment/julia-version';

type Row = Readonly<Record<string, unknown>>;

/** The range that a constraint stands for. */
export function juliaRange({ constraint }: Row): Row {
  const parsed = parseJuliaCompat(String(constraint));
  return { constraint, range: parsed === undefined ? null : juliaConstraintText(parsed) };
}

/** Whether a version is in it. */
export function juliaMatch({ constraint, version }: Row): Row {
  const parsed = parseJuliaCompat(String(constraint));
  return { constraint, version, match: parsed !== undefined && meetsJulia(parsed, String(version)) };
}

/** The newest of those that are available. */
export function juliaPick({ constraint, available }: Row): Row {
  const parsed = parseJuliaCompat(String(constraint));
  const picked = parsed === undefined ? undefined : newestJulia(parsed, available as readonly string[]);
  return { constraint, available, picked: picked ?? null };
}
