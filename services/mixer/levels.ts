import type { Role, Style } from "../composer/score.ts";
import type { ReverbSettings } from "./reverb.ts";

/** Where a role stands in the mix. */
export interface RoleLevel {
  /** Loudness against the lead, LU. */
  readonly toLeadLu: number;
  /** −1 left … 1 right. */
  readonly pan: number;
  /** Send to the reverb, 0–127 as MIDI's controller 91. */
  readonly reverb: number;
  /** 0–127 as MIDI's controller 93. */
  readonly chorus: number;
  readonly highPassHz: number;
  /** Bell at 280 Hz, dB: less mud where many instruments pile up. */
  readonly lowMidDb: number;
  /** Wide bell at 1.2 kHz, dB: room for the lead, which lives there. */
  readonly presenceDb: number;
}

export interface StyleLevels {
  /** Added to each role's `toLeadLu`. */
  readonly offsetsLu: Readonly<Partial<Record<Role, number>>>;
  readonly room: ReverbSettings;
  /** Level of the reverb's return, dB. */
  readonly reverbReturnDb: number;
}

/** Loudness of the lead before mastering; the rest of the table hangs on it. */
export const LEAD_LUFS = -22;

/** Presets of the font differ by 25 dB, hence the range; a shaker in a calm piece stays quiet. */
export function mostGainDb(role: Role): number {
  return role === "drums" ? 15 : 24;
}

/** Drum peaks above the stem's loudness by more than this are rounded off. */
export const DRUM_PEAK_LU = 11;

/**
 * Attacks of pitched stems above their loudness by more than this are held down in the stem, so
 * that one hard note does not push the whole mix into the master's limiter.
 */
export const ATTACK_PEAK_LU = 14;

const ROLE_LEVELS: Readonly<Record<Role, RoleLevel>> = {
  lead: {
    toLeadLu: 0,
    pan: .04,
    reverb: 48,
    chorus: 0,
    highPassHz: 120,
    lowMidDb: 0,
    presenceDb: 0,
  },
  counter: {
    toLeadLu: -6,
    pan: .5,
    reverb: 58,
    chorus: 0,
    highPassHz: 130,
    lowMidDb: 0,
    presenceDb: -2,
  },
  comp: {
    toLeadLu: -4.5,
    pan: -.45,
    reverb: 36,
    chorus: 16,
    highPassHz: 110,
    lowMidDb: -2.5,
    presenceDb: -2.5,
  },
  pad: {
    toLeadLu: -8,
    pan: .25,
    reverb: 62,
    chorus: 48,
    highPassHz: 170,
    lowMidDb: -2.5,
    presenceDb: -2.5,
  },
  bass: {
    toLeadLu: -2.5,
    pan: 0,
    reverb: 0,
    chorus: 0,
    highPassHz: 32,
    lowMidDb: 0,
    presenceDb: 0,
  },
  drums: {
    toLeadLu: -1.5,
    pan: 0,
    reverb: 18,
    chorus: 0,
    highPassHz: 30,
    lowMidDb: 0,
    presenceDb: 0,
  },
};

const room = (
  decaySeconds: number,
  brightDecaySeconds: number,
  preDelaySeconds: number,
  size: number,
): ReverbSettings => ({ decaySeconds, brightDecaySeconds, preDelaySeconds, size });

const STYLE_LEVELS: Readonly<Record<Style, StyleLevels>> = {
  ambient: {
    offsetsLu: { lead: 0, comp: 1, pad: 4, bass: -2, drums: -11 },
    room: room(3.4, 1.4, .03, 1.15),
    reverbReturnDb: 0,
  },
  pop: { offsetsLu: { lead: .5, drums: -.5 }, room: room(1.4, .7, .02, .9), reverbReturnDb: -3 },
  rock: {
    offsetsLu: { lead: .5, comp: 1, pad: -2, bass: .5, drums: 1 },
    room: room(1.1, .6, .012, .8),
    reverbReturnDb: -4,
  },
  jazz: {
    offsetsLu: { comp: -.5, bass: 1, drums: -4 },
    room: room(1.2, .6, .015, .8),
    reverbReturnDb: -3,
  },
  lofi: {
    offsetsLu: { lead: .5, comp: 1.5, bass: .5, drums: -1.5 },
    room: room(.9, .4, .008, .7),
    reverbReturnDb: -3,
  },
  cinematic: {
    offsetsLu: { lead: 1.5, counter: 1, comp: 1, pad: 2, drums: -1 },
    room: room(2.4, 1.1, .028, 1.1),
    reverbReturnDb: -1,
  },
  electronic: {
    offsetsLu: { lead: 1, pad: 1, bass: 1.5, drums: 2 },
    room: room(1.7, .9, .024, .95),
    reverbReturnDb: -3,
  },
  folk: {
    offsetsLu: { comp: 2, bass: -1, drums: -5 },
    room: room(1.3, .6, .016, .85),
    reverbReturnDb: -3,
  },
};

export function roleLevel(role: Role): RoleLevel {
  return ROLE_LEVELS[role];
}

export function styleLevels(style: Style): StyleLevels {
  return STYLE_LEVELS[style];
}

/** The loudness a stem is brought to before mastering. */
export function targetLufs(role: Role, style: Style): number {
  return LEAD_LUFS + ROLE_LEVELS[role].toLeadLu + (STYLE_LEVELS[style].offsetsLu[role] ?? 0);
}
