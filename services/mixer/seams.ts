/** What of several recordings is heard on one track, and how they pass over into each other: the same in the browser's player and in an export. Pure. */

/** A recording as it lies in the song. */
export interface PlacedSound {
  readonly asset: string;
  readonly listen: string;
  readonly peaks: string | null;
  /** Where its first sample sounds in the song. */
  readonly start_seconds: number;
}

/** A track whose own sound gives way to others here and there. */
export interface Comp extends PlacedSound {
  readonly offset_seconds: number;
  /** In order and apart; in seconds of the song less the track's offset. */
  readonly pieces: readonly (PlacedSound & {
    readonly from_seconds: number;
    readonly to_seconds: number;
  })[];
}

/** Where a recording is heard: seconds of the song, or frames; it rises and falls across its ends. */
export interface Span {
  /** −∞ for what is heard from its beginning on. */
  readonly from: number;
  readonly to: number;
  /** Half of the time in which it comes up around `from`; 0 where there is no seam. */
  readonly rise: number;
  readonly fall: number;
}

export interface Part {
  readonly sound: PlacedSound;
  /** In order and apart. */
  readonly spans: readonly Span[];
}

/** How long one recording takes to give way to the next: long enough not to click, too short to be two voices. */
export const SEAM_SECONDS = .012;

/** Heard from beginning to end. */
export const WHOLE: Span = { from: -Infinity, to: Infinity, rise: 0, fall: 0 };

/** The recordings of a track with when each is heard, in seconds of the song; its own comes first. */
export function partsOf(track: Comp): readonly Part[] {
  const turns: { readonly sound: PlacedSound; readonly from: number; readonly to: number }[] = [];
  let at = -Infinity;
  for (const piece of track.pieces) {
    const [from, to] = [piece.from_seconds, piece.to_seconds].map((x) => x + track.offset_seconds);
    if (from! > at) turns.push({ sound: track, from: at, to: from! });
    turns.push({ sound: piece, from: from!, to: to! });
    at = to!;
  }
  turns.push({ sound: track, from: at, to: Infinity });

  const seams = turns.slice(1).map(({ from, to }, i) =>
    // Two seams of a short turn do not meet.
    Math.min(SEAM_SECONDS / 2, .45 * (to - from), .45 * (from - turns[i]!.from))
  );
  const parts = new Map<string, { sound: PlacedSound; spans: Span[] }>();
  for (const [i, { sound, from, to }] of turns.entries()) {
    const key = `${sound.asset} ${sound.listen} ${sound.start_seconds}`;
    const part = parts.get(key) ?? { sound, spans: [] };
    parts.set(key, part);
    part.spans.push({ from, to, rise: seams[i - 1] ?? 0, fall: seams[i] ?? 0 });
  }
  return [...parts.values()];
}

/** A recording's gain at a moment, in the span's own unit: 0 … 1; two that pass over keep their power (sin² + cos² = 1). */
export function gainIn({ from, to, rise, fall }: Span, at: number): number {
  if (at < from - rise || at >= to + fall) return 0;
  const up = at < from + rise ? Math.sin(Math.PI / 2 * (at - from + rise) / (2 * rise)) : 1;
  const down = at >= to - fall ? Math.cos(Math.PI / 2 * (at - to + fall) / (2 * fall)) : 1;
  return up * down;
}

export function inFrames({ from, to, rise, fall }: Span, sampleRate: number): Span {
  return {
    from: from * sampleRate,
    to: to * sampleRate,
    rise: rise * sampleRate,
    fall: fall * sampleRate,
  };
}

/** Leaves of interleaved samples what is heard; the first frame of them is `frame` of the song. */
export function fade(
  samples: Float32Array,
  channels: number,
  frame: number,
  spans: readonly Span[],
): void {
  let at = 0;
  for (let i = 0; i * channels < samples.length; i++) {
    while (at < spans.length && frame + i >= spans[at]!.to + spans[at]!.fall) at++;
    const gain = at < spans.length ? gainIn(spans[at]!, frame + i) : 0;
    if (gain === 1) continue;
    for (let c = 0; c < channels; c++) samples[i * channels + c]! *= gain;
  }
}
