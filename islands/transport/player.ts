import type { TrackView } from "../../collab/document/schema.ts";
import { MONO_GAIN } from "../../services/mixer/desk.ts";
import { partsOf } from "../../services/mixer/seams.ts";
import { softClip } from "../../services/mixer/soft_clip.ts";
import { isPlayed, settings } from "./mixing.ts";
import { type Turn, turnsOf } from "./turns.ts";

/**
 * Plays the parts of a song together: every source starts against the same clock of one AudioContext, so
 * they stay together to the sample. Loaded when somebody first presses Play.
 */
export interface Player {
  readonly context: AudioContext;
  /** Fetches and decodes what is not there yet. @throws what `fetchSound` throws, or for undecodable sound. */
  load(
    tracks: readonly TrackView[],
    onProgress: (done: number, total: number) => void,
  ): Promise<void>;
  /**
   * Stops what plays and starts all loaded tracks at a place in the song, as soon as can be or
   * after `leadSeconds`, which a count-in needs.
   * @returns the time of the audio clock at which the song stands there.
   */
  start(tracks: readonly TrackView[], atSeconds: number, leadSeconds?: number): number;
  /** Tracks that came or went join or leave; the song goes on against the same clock. */
  rejoin(tracks: readonly TrackView[]): void;
  stop(): void;
  /** Faders, mute and solo as they are now; takes effect within a few milliseconds, without clicks. */
  mix(tracks: readonly TrackView[]): void;
  setVolume(volume: number): void;
  /** Where in the song the loudspeakers are; null when nothing plays. */
  position(): number | null;
  /** The time of the audio clock at a place in the song; null when nothing plays. */
  timeAt(songSeconds: number): number | null;
  /** The peak of the last moment, 0 … 1: of one track, or of the mix. */
  peak(trackId: string | null): number;
  close(): void;
}

export type FetchSound = (asset: string) => Promise<ArrayBuffer>;

interface Strip {
  readonly gain: GainNode;
  readonly pan: StereoPannerNode;
  readonly meter: AnalyserNode;
}

/** Enough to hand every source to the audio thread before the first sample is due. */
const LEAD_SECONDS = .08;
const SMOOTH_SECONDS = .012;

export function createPlayer(context: AudioContext, fetchSound: FetchSound): Player {
  const sounds = new Map<string, AudioBuffer>();
  const strips = new Map<string, Strip>();
  const master = context.createGain();
  const masterMeter = meterOf(context);
  roundPeaks(context, master.connect(masterMeter)).connect(context.destination);
  let sources: AudioBufferSourceNode[] = [];
  let startedAt: { readonly contextTime: number; readonly songSeconds: number } | null = null;

  const stripOf = (id: string): Strip => {
    const known = strips.get(id);
    if (known) return known;
    const strip = {
      gain: context.createGain(),
      pan: context.createStereoPanner(),
      meter: meterOf(context),
    };
    strip.gain.connect(strip.pan).connect(strip.meter).connect(master);
    strips.set(id, strip);
    return strip;
  };
  /** Recordings that take turns are stereo as soon as one of them is: the panner must not change its ways between them. */
  const isMono = (track: TrackView) =>
    listensOf(track).every((listen) => (sounds.get(listen)?.numberOfChannels ?? 1) === 1);
  const stop = () => {
    for (const source of sources) source.stop();
    sources = [];
    startedAt = null;
  };
  const mix = (tracks: readonly TrackView[], smooth = SMOOTH_SECONDS) => {
    const heard = settings(tracks);
    const mono = new Set(tracks.flatMap((track) => isMono(track) ? [track.id] : []));
    for (const [id, strip] of strips) {
      const { gain: fader, pan } = heard.get(id) ?? { gain: 0, pan: 0 };
      const gain = mono.has(id) ? fader * MONO_GAIN : fader;
      if (smooth === 0) {
        strip.gain.gain.value = gain;
        strip.pan.pan.value = pan;
      } else {
        strip.gain.gain.setTargetAtTime(gain, context.currentTime, smooth);
        strip.pan.pan.setTargetAtTime(pan, context.currentTime, smooth);
      }
    }
  };

  const play = (buffer: AudioBuffer, turn: Turn, strip: Strip, contextTime: number) => {
    const source = context.createBufferSource();
    source.buffer = buffer;
    const [first] = turn.curves;
    if (!first) source.connect(strip.gain);
    else {
      const fader = context.createGain();
      fader.gain.value = first.values[0]!;
      for (const { delaySeconds, lastsSeconds, values } of turn.curves) {
        fader.gain.setValueCurveAtTime(values, contextTime + delaySeconds, lastsSeconds);
      }
      source.connect(fader).connect(strip.gain);
    }
    source.start(contextTime + turn.delaySeconds, turn.intoSeconds, turn.lastsSeconds);
    sources.push(source);
  };
  const sound = (tracks: readonly TrackView[], contextTime: number, atSeconds: number) => {
    for (const track of tracks.filter(isPlayed)) {
      const strip = stripOf(track.id);
      strip.gain.channelCountMode = isMono(track) ? "max" : "explicit";
      for (const part of partsOf(track)) {
        const buffer = sounds.get(part.sound.listen);
        if (!buffer) continue;
        for (const turn of turnsOf(part, buffer, atSeconds)) {
          play(buffer, turn, strip, contextTime);
        }
      }
    }
    mix(tracks, 0);
  };

  return {
    context,
    load: async (tracks, onProgress) => {
      const wanted = new Set(tracks.filter(isPlayed).flatMap(listensOf));
      for (const asset of sounds.keys()) if (!wanted.has(asset)) sounds.delete(asset);
      const missing = [...wanted].filter((asset) => !sounds.has(asset));
      let done = wanted.size - missing.length;
      onProgress(done, wanted.size);
      await Promise.all(missing.map(async (asset) => {
        sounds.set(asset, await context.decodeAudioData(await fetchSound(asset)));
        onProgress(++done, wanted.size);
      }));
    },
    start: (tracks, atSeconds, leadSeconds = LEAD_SECONDS) => {
      stop();
      const contextTime = context.currentTime + Math.max(LEAD_SECONDS, leadSeconds);
      sound(tracks, contextTime, atSeconds);
      startedAt = { contextTime, songSeconds: atSeconds };
      return contextTime;
    },
    rejoin: (tracks) => {
      if (!startedAt) return;
      const contextTime = Math.max(startedAt.contextTime, context.currentTime + LEAD_SECONDS);
      for (const source of sources) source.stop(contextTime); // what plays goes on until then
      sources = [];
      sound(tracks, contextTime, startedAt.songSeconds + contextTime - startedAt.contextTime);
    },
    stop,
    mix: (tracks) => mix(tracks),
    setVolume: (volume) =>
      void master.gain.setTargetAtTime(volume * volume, context.currentTime, SMOOTH_SECONDS),
    position: () => {
      if (!startedAt) return null;
      const heardNow = context.currentTime - outputDelay(context);
      return startedAt.songSeconds + Math.max(0, heardNow - startedAt.contextTime);
    },
    timeAt: (songSeconds) =>
      startedAt && startedAt.contextTime + songSeconds - startedAt.songSeconds,
    peak: (trackId) => {
      const meter = trackId === null ? masterMeter : strips.get(trackId)?.meter;
      return meter && startedAt ? peakOf(meter) : 0;
    },
    close: () => {
      stop();
      void context.close();
    },
  };
}

/** Every sound that is heard on a track. */
function listensOf({ listen, pieces }: TrackView): readonly string[] {
  return [listen, ...pieces.map((piece) => piece.listen)];
}

/** What the context has computed but the ear has not heard yet. */
function outputDelay(context: AudioContext): number {
  return Number.isFinite(context.outputLatency) ? context.outputLatency : context.baseLatency;
}

/** Of the curve that rounds peaks off: what it can take, and how finely it is drawn. */
const HEADROOM = 8;
const CURVE_STEPS = 8192;

/**
 * A voice over mastered music is louder than full scale at times, where loudspeakers would clip: what
 * is above −3 dB is rounded off. Without delay, unlike a limiter; all below passes as it is.
 */
function roundPeaks(context: AudioContext, sound: AudioNode): AudioNode {
  const turnedDown = context.createGain();
  turnedDown.gain.value = 1 / HEADROOM;
  const shaper = context.createWaveShaper();
  const curve = Float32Array.from(
    { length: 2 * CURVE_STEPS + 1 },
    (_, i) => (i / CURVE_STEPS - 1) * HEADROOM,
  );
  softClip(curve, .7, 1);
  shaper.curve = curve;
  return sound.connect(turnedDown).connect(shaper);
}

function meterOf(context: AudioContext): AnalyserNode {
  const meter = context.createAnalyser();
  meter.fftSize = 1024;
  return meter;
}

const window1024 = new Float32Array(1024);

function peakOf(meter: AnalyserNode): number {
  meter.getFloatTimeDomainData(window1024);
  let peak = 0;
  for (const sample of window1024) peak = Math.max(peak, Math.abs(sample));
  return peak;
}
