/**
 * Which automatic versions stay: all of the last two hours, then the last of each hour for a day, of
 * each day for a month, and of each week for ever. Versions with a name are never asked about.
 */
export function superfluous(
  versions: readonly { readonly id: string; readonly created_at: Date }[],
  now: Date,
): readonly string[] {
  const lastOf = new Map<string, string>();
  const oldestFirst = versions.toSorted((a, b) => a.created_at.getTime() - b.created_at.getTime());
  for (const { id, created_at } of oldestFirst) lastOf.set(periodOf(created_at, now) ?? id, id);
  const staying = new Set(lastOf.values());
  return oldestFirst.map(({ id }) => id).filter((id) => !staying.has(id));
}

/** Undefined while every version counts. */
function periodOf(moment: Date, now: Date): string | undefined {
  const ageMs = now.getTime() - moment.getTime();
  const of = (lengthMs: number) => Math.floor(moment.getTime() / lengthMs);
  if (ageMs < 2 * HOUR_MS) return undefined;
  if (ageMs < DAY_MS) return `hour ${of(HOUR_MS)}`;
  if (ageMs < 30 * DAY_MS) return `day ${of(DAY_MS)}`;
  return `week ${of(7 * DAY_MS)}`;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
