/** Signals for tests, the same on every machine. */
export const RATE = 44_100;

export function sine(hz: number, amplitude: number, seconds: number): Float32Array<ArrayBuffer> {
  return faded(Float32Array.from(
    { length: Math.round(seconds * RATE) },
    (_, i) => amplitude * Math.sin(2 * Math.PI * hz * i / RATE + 0.3),
  ));
}

/** White noise of a seed, −amplitude..amplitude (a linear congruential generator). */
export function noise(amplitude: number, seconds: number, seed = 1): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length: Math.round(seconds * RATE) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return amplitude * (state / 2 ** 31 - 1);
  });
}

/** Noise with the slope of music: a one-pole low-pass at about 3 kHz. */
export function darkNoise(amplitude: number, seconds: number, seed = 1): Float32Array<ArrayBuffer> {
  const samples = noise(3 * amplitude, seconds, seed);
  for (let i = 0, y = 0; i < samples.length; i++) samples[i] = y += 0.3 * (samples[i]! - y);
  return faded(samples);
}

/** Starts and ends within 50 ms, because a cut is a click, and a click is a peak of its own. */
export function faded(samples: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const length = RATE / 20;
  return samples.map((x, i) => x * Math.min(1, i / length, (samples.length - 1 - i) / length));
}

export function rmsDb(samples: Float32Array): number {
  const energy = samples.reduce((sum, x) => sum + x * x, 0);
  return 10 * Math.log10(energy / samples.length);
}
