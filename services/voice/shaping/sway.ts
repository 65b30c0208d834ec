/** One turn of a speed that sways. */
export interface Swing {
  readonly hz: number;
  /** To either side, as pitch. */
  readonly cents: number;
  /** Of a turn, 0 … 1. */
  readonly phase: number;
}

/** Reads a channel, in place, at a swaying speed whose mean is 1, and late by a delay (cubic interpolation). */
export function sway(
  channel: Float32Array,
  sampleRate: number,
  swings: readonly Swing[],
  delaySeconds = 0,
): void {
  const source = channel.slice();
  // Before the take is silence; its last sample is held, because what a filter left there is no silence.
  const last = source.length - 1;
  const at = (i: number) => source[Math.min(i, last)] ?? 0;
  // A delay of depth d samples that swings at h Hz bends the pitch by 2πhd/rate.
  const depths = swings.map(({ hz, cents }) =>
    (2 ** (cents / 1200) - 1) * sampleRate / (2 * Math.PI * hz)
  );
  for (let i = 0; i < channel.length; i++) {
    let place = i - delaySeconds * sampleRate;
    for (let s = 0; s < swings.length; s++) {
      const { hz, phase } = swings[s]!;
      const turn = 2 * Math.PI * (hz * i / sampleRate + phase);
      place += depths[s]! * (Math.sin(turn) - Math.sin(2 * Math.PI * phase));
    }
    const whole = Math.floor(place);
    const t = place - whole;
    const [a, b, c, d] = [at(whole - 1), at(whole), at(whole + 1), at(whole + 2)];
    channel[i] = b + 0.5 * t *
        (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }
}
