/**
 * How late a sung note arrives. The singer hears the song `output` after the audio clock has computed it, and the
 * clock reads the microphone `input` after the air has moved: what is recorded belongs that much earlier.
 */
export interface ClockLatency {
  /** `AudioContext.outputLatency`: NaN or 0 where a browser does not tell. */
  readonly outputSeconds: number;
  /** `AudioContext.baseLatency`. */
  readonly baseSeconds: number;
  /** `latency` of the microphone's track settings. */
  readonly inputSeconds: number;
}

/** What was measured on this device, and by how much its owner has moved it since. */
export interface DeviceLatency {
  /** From the click calibration, or null. */
  readonly measuredSeconds: number | null;
  /** Positive: takes are laid earlier. */
  readonly nudgeSeconds: number;
}

export const UNMEASURED: DeviceLatency = { measuredSeconds: null, nudgeSeconds: 0 };

/** Longer than any wired or wireless device: a figure beyond it is a fault of the measurement. */
export const LONGEST_LATENCY_SECONDS = .8;

/** The whole way round as the audio clock tells it. */
export function clockSeconds({ outputSeconds, baseSeconds, inputSeconds }: ClockLatency): number {
  return [outputSeconds, baseSeconds, inputSeconds].reduce(
    (sum, part) => sum + (Number.isFinite(part) && part > 0 ? part : 0),
    0,
  );
}

/** What a take is moved by: the measurement where there is one, else the clock's word, plus the nudge. */
export function roundTripSeconds(clock: ClockLatency, device: DeviceLatency): number {
  const known = device.measuredSeconds ?? clockSeconds(clock);
  return Math.min(LONGEST_LATENCY_SECONDS, Math.max(0, known + device.nudgeSeconds));
}

/** Sung before the bar: a breath and a consonant that begins early are kept. */
export const PRE_ROLL_SECONDS = .25;

export interface PunchIn {
  /** Time of the audio clock at which the song stands at `songSeconds`. */
  readonly contextTime: number;
  readonly songSeconds: number;
  readonly roundTripSeconds: number;
  readonly sampleRate: number;
}

/** Where a take begins: in frames of the audio clock, and in the song. */
export interface TakeStart {
  readonly firstFrame: number;
  readonly offsetSeconds: number;
}

/** The first frame to keep, so that what was sung on the beat lies on the beat. */
export function takeStart(punch: PunchIn): TakeStart {
  const preRoll = Math.min(PRE_ROLL_SECONDS, punch.songSeconds);
  const firstSeconds = punch.contextTime - preRoll + punch.roundTripSeconds;
  return {
    firstFrame: Math.round(firstSeconds * punch.sampleRate),
    offsetSeconds: punch.songSeconds - preRoll,
  };
}

/** What of a block belongs to the take that begins at `firstFrame`; null when it is over before that. */
export function keptOf(
  block: { readonly frame: number; readonly samples: Float32Array<ArrayBuffer> },
  firstFrame: number,
): Float32Array<ArrayBuffer> | null {
  const skip = Math.max(0, firstFrame - block.frame);
  if (skip >= block.samples.length) return null;
  return skip === 0 ? block.samples : block.samples.subarray(skip);
}

/** How a round trip feels, in words. */
export function latencyWords(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  if (ms < 30) return `${ms} ms: tight`;
  if (ms < 100) return `${ms} ms: taken out of every take`;
  return `${ms} ms: this sounds like Bluetooth. A wire would feel better`;
}
