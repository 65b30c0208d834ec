export interface RecordOptions {
  /** Empty for the one that the system prefers. */
  readonly deviceId: string;
  readonly countInBars: 0 | 1 | 2;
  /** Clicks go on while it records. */
  readonly clicks: boolean;
  /** The singer hears themselves; off, because without headphones it howls. */
  readonly monitoring: boolean;
}

const USUAL: RecordOptions = { deviceId: "", countInBars: 1, clicks: false, monitoring: false };
const KEY = "sonic-alchemy:recording";

/** As this device has them from last time, else the usual ones. */
export function rememberedOptions(): RecordOptions {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return {
      ...USUAL,
      ...(typeof kept.deviceId === "string" ? { deviceId: kept.deviceId } : {}),
      ...([0, 1, 2].includes(kept.countInBars) ? { countInBars: kept.countInBars } : {}),
      ...(typeof kept.clicks === "boolean" ? { clicks: kept.clicks } : {}),
    };
  } catch {
    return USUAL; // storage is switched off
  }
}

/** Not the monitoring: it howls when the headphones of last time are not there. */
export function rememberOptions({ deviceId, countInBars, clicks }: RecordOptions): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ deviceId, countInBars, clicks }));
  } catch {
    // storage is switched off: the options last as long as the page
  }
}
