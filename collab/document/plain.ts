/** JSON and nothing else: what may leave the document for a screen or an answer. */
export type Plain =
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/**
 * Copies the JSON part of a value that a stranger may have written: no bytes, no big integers (which
 * `JSON.stringify` refuses), no shared types, nothing nested deeper than `depth`.
 */
export function plain(value: unknown, depth = 8): Plain | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (depth === 0) return undefined;
  if (Array.isArray(value)) {
    return value.map((item) => plain(item, depth - 1)).filter((item) => item !== undefined);
  }
  return isRecord(value) ? plainRecord(value, depth) : undefined;
}

/** The same for an object's own fields. */
export function plainRecord(
  value: Readonly<Record<string, unknown>>,
  depth = 8,
): Readonly<Record<string, Plain>> {
  const fields: [string, Plain][] = [];
  for (const [key, field] of Object.entries(value)) {
    const copy = plain(field, depth - 1);
    if (copy !== undefined) fields.push([key, copy]);
  }
  return Object.fromEntries(fields);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null &&
    (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);
}
