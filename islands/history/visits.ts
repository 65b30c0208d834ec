/** When this person last looked at a song on this device: what came after is news to them. */
export interface Visits {
  /** Null on a first visit, or where nothing can be kept. */
  last(): Date | null;
  note(now: Date): void;
}

/** Somebody who comes back sooner than this has not been away. */
export const AWAY_MS = 10 * 60_000;

export function createVisits(userId: string, projectId: string): Visits {
  const key = `sonic-alchemy:visit:${userId}:${projectId}`;
  return {
    last: () => {
      try {
        const at = new Date(localStorage.getItem(key) ?? NaN);
        return Number.isNaN(at.getTime()) ? null : at;
      } catch {
        return null; // storage is switched off: every visit is the first
      }
    },
    note: (now) => {
      try {
        localStorage.setItem(key, now.toISOString());
      } catch {
        // the next visit will know nothing of this one
      }
    },
  };
}

/** Since when news should be told, or null when there was no absence to speak of. */
export function awaySince(last: Date | null, now: Date): Date | null {
  return last && now.getTime() - last.getTime() >= AWAY_MS ? last : null;
}
