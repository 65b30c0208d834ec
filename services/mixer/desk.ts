/** What of a song's tracks is heard, and how: the same in the browser's player and in an export. Pure. */

/** A track as far as the desk cares. */
export interface Strip {
  readonly id: string;
  readonly kind: "stem" | "take" | "harmony" | "mix";
  readonly gain_db: number;
  /** −1 left … 1 right. */
  readonly pan: number;
  readonly muted: boolean;
  readonly soloed: boolean;
}

export interface Setting {
  /** Linear, 0 for silence. */
  readonly gain: number;
  /** −1 … 1. */
  readonly pan: number;
}

/** A fader at its lower end is off. */
export const SILENT_DB = -60;
/** A voice recorded far from the microphone needs that much. */
export const MOST_GAIN_DB = 30;

/** A finished mix is for taking home: what sounds are its parts, which sum to it. */
export function isPlayed(strip: Pick<Strip, "kind">): boolean {
  return strip.kind !== "mix";
}

/** Solo is heard alone; mute wins over solo; −60 dB is off. */
export function settings(strips: readonly Strip[]): ReadonlyMap<string, Setting> {
  const played = strips.filter(isPlayed);
  const soloed = played.some((strip) => strip.soloed);
  return new Map(played.map((strip) => {
    const heard = !strip.muted && (!soloed || strip.soloed);
    return [strip.id, { gain: heard ? linear(strip.gain_db) : 0, pan: strip.pan }];
  }));
}

export function linear(gainDb: number): number {
  return gainDb <= SILENT_DB ? 0 : 10 ** (gainDb / 20);
}

/** What of a sound's channels goes to the left and to the right. */
export interface PanGains {
  readonly leftToLeft: number;
  readonly leftToRight: number;
  readonly rightToLeft: number;
  readonly rightToRight: number;
}

/** What a sound of one channel is turned up by before it is panned: it sounds from both speakers. */
export const MONO_GAIN = Math.SQRT2;

/**
 * Equal-power panning as browsers do it (Web Audio API 1.1 §1.29, StereoPannerNode): a mono sound is
 * placed; of a stereo sound the far side is folded over to the near one, and the middle leaves it as it
 * is. In the middle a mono sound is as loud as the same sound on both channels ({@link MONO_GAIN}), so
 * that a stereo version of a mono take does not jump.
 *
 * @param channels of the sound; a mono sound has its one channel as the left.
 */
export function panGains(pan: number, channels: 1 | 2): PanGains {
  const place = Math.min(1, Math.max(-1, pan));
  if (channels === 1) {
    const angle = (place + 1) * Math.PI / 4;
    return {
      leftToLeft: MONO_GAIN * Math.cos(angle),
      leftToRight: MONO_GAIN * Math.sin(angle),
      rightToLeft: 0,
      rightToRight: 0,
    };
  }
  const angle = (place <= 0 ? place + 1 : place) * Math.PI / 2;
  return place <= 0
    ? { leftToLeft: 1, leftToRight: 0, rightToLeft: Math.cos(angle), rightToRight: Math.sin(angle) }
    : {
      leftToLeft: Math.cos(angle),
      leftToRight: Math.sin(angle),
      rightToLeft: 0,
      rightToRight: 1,
    };
}
