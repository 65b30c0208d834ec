import {
  type Biquad,
  filterThrough,
  highPass,
  highShelf,
  lowPass,
  lowShelf,
  peaking,
} from "../../mixer/biquad.ts";
import type { Take } from "../take.ts";

export type ToneBand =
  | { readonly shape: "bell"; readonly hz: number; readonly gainDb: number; readonly q: number }
  | { readonly shape: "low-shelf" | "high-shelf"; readonly hz: number; readonly gainDb: number }
  /** 12 dB an octave each. */
  | { readonly shape: "high-pass" | "low-pass"; readonly hz: number; readonly times?: number };

const NO_HIGH_PASS_HZ = 20;

/** Equalises in place; `strength` scales gains in dB and moves band edges in from the ends of hearing. */
export function shapeTone(take: Take, bands: readonly ToneBand[], strength: number): void {
  const biquads = bands.flatMap((band) => biquadsOf(band, strength, take.sampleRate));
  for (const channel of take.channels) filterThrough(channel, biquads);
}

function biquadsOf(band: ToneBand, strength: number, sampleRate: number): Biquad[] {
  const top = 0.46 * sampleRate;
  switch (band.shape) {
    case "bell":
      if (band.hz >= top) return [];
      return [peaking(band.hz, band.gainDb * strength, sampleRate, band.q)];
    case "low-shelf":
      return [lowShelf(band.hz, band.gainDb * strength, sampleRate)];
    case "high-shelf":
      if (band.hz >= top) return [];
      return [highShelf(band.hz, band.gainDb * strength, sampleRate)];
    case "high-pass": {
      const hz = NO_HIGH_PASS_HZ * (band.hz / NO_HIGH_PASS_HZ) ** strength;
      return Array.from({ length: band.times ?? 1 }, () => highPass(hz, sampleRate));
    }
    case "low-pass": {
      const hz = top * (band.hz / top) ** strength;
      return hz >= 0.99 * top
        ? []
        : Array.from({ length: band.times ?? 1 }, () => lowPass(hz, sampleRate));
    }
  }
}
