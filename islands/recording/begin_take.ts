import { canCapture } from "./capture.ts";
import { beatsBetween, clickAt, USUAL_TEMPO_BPM } from "./clicks.ts";
import { createEncodedWriter, encodedFormat } from "./encoded_take.ts";
import { takeStart } from "./latency.ts";
import type { RecordOptions } from "./record_options.ts";
import type { OpenInput } from "./sound_input.ts";
import type { Studio } from "../studio/studio.ts";
import type { KeptTake, TakeStore } from "./take_store.ts";
import { createTakeWriter, type TakeWriter } from "./take_writer.ts";

/** A take that is being recorded, from its count-in on. */
export interface UnderWay {
  readonly take: KeptTake;
  readonly writer: TakeWriter;
  /** The beat of the count-in that sounds at a time of the audio clock, from 1; null after it. */
  readonly beatAt: (contextTime: number) => number | null;
  /** Brings clicks, needle and presence back to what they were. */
  readonly end: () => void;
}

export interface TakeWish {
  readonly id: string;
  readonly name: string;
  /** The track whose lanes it joins; null begins a new one. */
  readonly stack: string | null;
  readonly options: RecordOptions;
  /** Read when the song starts: the clock knows it best then. */
  readonly roundTripSeconds: () => number;
}

/**
 * Starts the song after the count-in and begins a take where the needle stands.
 *
 * @throws when the sound was stopped before it began.
 */
export async function beginTake(
  studio: Studio,
  store: TakeStore,
  input: () => OpenInput | null,
  { id, name, stack, options, roundTripSeconds }: TakeWish,
): Promise<UnderWay> {
  const { transport, room } = studio;
  const { tempoBpm, beatsPerBar } = studio.song.peek();
  const song = { tempoBpm: tempoBpm ?? USUAL_TEMPO_BPM, beatsPerBar };
  const leadSeconds = countInSeconds(studio, options);
  const punch = await transport.playAfter(leadSeconds + .1);
  const opened = input();
  if (!punch || !opened) throw new Error("the sound was stopped");
  const { context, microphone } = opened;
  const begin = takeStart({
    ...punch,
    roundTripSeconds: roundTripSeconds(),
    sampleRate: context.sampleRate,
  });
  const base = {
    id,
    userId: room.user.id,
    projectId: room.projectId,
    name,
    stack,
    offsetSeconds: begin.offsetSeconds,
    startedAtMs: Date.now(),
    finished: false,
  };
  const pcm = { kind: "wav", sampleRate: context.sampleRate, channels: 1 } as const;
  const take = { ...base, format: canCapture() ? pcm : encodedFormat(name) };
  const clicks = leadSeconds === 0
    ? []
    : beatsBetween(-leadSeconds, 0, song).map((beat) =>
      clickAt(context, punch.contextTime + beat.songSeconds, beat.accent)
    );
  const metronome = studio.metronome.peek();
  studio.metronome.value = options.clicks;
  transport.held.value = true;
  room.presence.doing("recording", true);
  const writer = take.format.kind === "wav"
    ? createTakeWriter(store, { ...take, format: take.format }, begin.firstFrame)
    : createEncodedWriter(
      store,
      { ...take, format: take.format },
      begin.firstFrame,
      context,
      microphone,
    );
  return {
    take,
    writer,
    beatAt: (contextTime) => {
      const toGo = (punch.contextTime - contextTime) * song.tempoBpm / 60;
      const total = clicks.length;
      return toGo <= 0 || toGo > total ? null : (total - Math.ceil(toGo)) % beatsPerBar + 1;
    },
    end: () => {
      for (const click of clicks) click.stop();
      studio.metronome.value = metronome;
      transport.held.value = false;
      transport.pause();
      transport.seek(punch.songSeconds);
      room.presence.doing("recording", false);
    },
  };
}

/** How long is counted before the needle moves. */
export function countInSeconds(studio: Studio, { countInBars }: RecordOptions): number {
  const { tempoBpm, beatsPerBar } = studio.song.peek();
  return countInBars * beatsPerBar * 60 / (tempoBpm ?? USUAL_TEMPO_BPM);
}
