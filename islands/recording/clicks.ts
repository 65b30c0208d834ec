/** The metronome's two sounds, on the audio clock. */
export function clickAt(
  context: AudioContext,
  contextTime: number,
  accent: boolean,
  to: AudioNode = context.destination,
): OscillatorNode {
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.type = "triangle";
  tone.frequency.value = accent ? 1600 : 1100;
  gain.gain.setValueAtTime(0, contextTime);
  gain.gain.linearRampToValueAtTime(accent ? .5 : .32, contextTime + .002);
  gain.gain.exponentialRampToValueAtTime(.001, contextTime + .06);
  tone.connect(gain).connect(to);
  tone.start(contextTime);
  tone.stop(contextTime + .08);
  return tone;
}

export interface Beat {
  readonly songSeconds: number;
  readonly accent: boolean;
}

/** The beats of a song from one place to another; the first of each bar is accented. */
export function beatsBetween(
  fromSeconds: number,
  toSeconds: number,
  { tempoBpm, beatsPerBar }: { readonly tempoBpm: number; readonly beatsPerBar: number },
): Beat[] {
  const beatSeconds = 60 / tempoBpm;
  const beats: Beat[] = [];
  for (let beat = Math.ceil(fromSeconds / beatSeconds - 1e-6) || 0;; beat++) {
    const songSeconds = beat * beatSeconds;
    if (songSeconds >= toSeconds - 1e-9) return beats;
    beats.push({ songSeconds, accent: ((beat % beatsPerBar) + beatsPerBar) % beatsPerBar === 0 });
  }
}

/** A song without a tempo is counted in at this. */
export const USUAL_TEMPO_BPM = 96;
