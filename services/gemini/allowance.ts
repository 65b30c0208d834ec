export interface CallLimits {
  /** Calls a minute of one person. */
  readonly perUser: number;
  /** Calls a minute of this process, attempts counted singly. */
  readonly perProcess: number;
}

export const CALL_LIMITS: CallLimits = { perUser: 30, perProcess: 120 };

/** Counts calls to Gemini, which cost money, in windows of a minute. */
export interface Allowance {
  /** @returns whether this person may ask now; counted when they may. */
  takeUser(user: string): boolean;
  /** @returns whether this process may send a request now; counted when it may. */
  takeProcess(): boolean;
}

const WINDOW_MS = 60_000;

export function createAllowance(limits: CallLimits, nowMs: () => number): Allowance {
  let window = -1;
  let all = 0;
  const users = new Map<string, number>();
  const turn = () => {
    const now = Math.floor(nowMs() / WINDOW_MS);
    if (now === window) return;
    window = now;
    all = 0;
    users.clear();
  };
  return {
    takeUser(user) {
      turn();
      const used = users.get(user) ?? 0;
      if (used >= limits.perUser) return false;
      users.set(user, used + 1);
      return true;
    },
    takeProcess() {
      turn();
      if (all >= limits.perProcess) return false;
      all++;
      return true;
    },
  };
}
