import { type DeviceLatency, UNMEASURED } from "./latency.ts";

/** What was measured for each microphone, kept on this device. */
export interface DeviceNotes {
  read(deviceId: string): DeviceLatency;
  write(deviceId: string, latency: DeviceLatency): void;
}

const KEY = "sonic-alchemy:latency";

export function createDeviceNotes(storage: () => Storage = () => localStorage): DeviceNotes {
  const all = (): Record<string, unknown> => {
    try {
      const kept: unknown = JSON.parse(storage().getItem(KEY) ?? "{}");
      return typeof kept === "object" && kept !== null ? kept as Record<string, unknown> : {};
    } catch {
      return {}; // switched off, or written by something else: the clock's word is used
    }
  };
  return {
    read: (deviceId) => parseLatency(all()[deviceId]),
    write: (deviceId, latency) => {
      try {
        storage().setItem(KEY, JSON.stringify({ ...all(), [deviceId]: latency }));
      } catch {
        // storage is switched off: the measurement lasts as long as the page
      }
    },
  };
}

/** Never throws; anything unbelievable counts as unmeasured. */
export function parseLatency(value: unknown): DeviceLatency {
  if (typeof value !== "object" || value === null) return UNMEASURED;
  const { measuredSeconds, nudgeSeconds } = value as Readonly<Record<string, unknown>>;
  return {
    measuredSeconds: isBelievable(measuredSeconds) && measuredSeconds >= 0 ? measuredSeconds : null,
    nudgeSeconds: isBelievable(nudgeSeconds) ? nudgeSeconds : 0,
  };
}

function isBelievable(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= 1;
}
