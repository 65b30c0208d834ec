import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type LaneSpan, usePhrase } from "../../collab/document/piece_edits.ts";
import type { RecordingView, TrackView } from "../../collab/document/schema.ts";
import { uuidv7 } from "../../services/ids.ts";
import { decodePeaks } from "../../services/mixer/peaks.ts";
import { visibleX } from "../canvas/space.ts";
import { takeStep } from "../studio/shortcuts.ts";
import type { Studio } from "../studio/studio.ts";
import { heardOf, reachOf, shareOf } from "./comp.ts";
import type { TakeOnLane } from "./lanes.ts";
import { type Phrase, phrasesOfNotes, phrasesOfPeaks } from "./phrases.ts";
import { phraseActs } from "./phrase_words.ts";
import type { Voice } from "./voice.ts";

export interface LanePhrasesProps {
  readonly studio: Studio;
  readonly voice: Voice;
  readonly track: TrackView;
  readonly lane: TakeOnLane;
  /** What of the take is put into the mix. */
  readonly sound: RecordingView;
  /** What sounds where no phrase lies over it, and whose name that is. */
  readonly base: { readonly name: string; readonly sound: RecordingView };
}

/**
 * The phrases of a take, each a button on its lane: one that is not heard comes from this take from now
 * on, one that lies over another take is taken out again, one that is heard anyway moves the needle.
 */
export function LanePhrases(props: LanePhrasesProps) {
  const { studio, track, lane, base } = props;
  const list = useRef<HTMLUListElement>(null);
  const current = useSignal(0);
  const phrases = usePhrases(props) ?? [];
  const { durationSeconds } = studio.song.value;
  const heard = heardOf(track.pieces, lane);
  const places = phrases.flatMap((phrase, i) => {
    const span = onLane(phrase, lane);
    const [from, to] = [span.fromSeconds, span.toSeconds].map((seconds) =>
      Math.min(
        1,
        Math.max(
          0,
          visibleX((track.offset_seconds + seconds) / durationSeconds, studio.look.value),
        ),
      )
    ) as [number, number];
    return to > from ? [{ number: i + 1, span, from, to }] : [];
  });
  const choose = (span: LaneSpan, sound: RecordingView, step: string, told: string) => {
    const reach = reachOf(span, track);
    const used = studio.room.steps.edit(
      step,
      (doc) => usePhrase(doc, track.id, sound.id, reach, uuidv7()),
    );
    if (used) studio.toasts.show(told, { label: "Undo", run: () => takeStep(studio, true) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = places.length - 1;
    const now = Math.min(current.peek(), last);
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    current.value = Math.min(last, Math.max(0, next));
    list.current?.querySelectorAll("button")[current.value]?.focus();
  };
  if (places.length === 0) return null;
  return (
    <ul
      ref={list}
      class="phrases"
      aria-label={`Phrases of ${lane.take.name}`}
      onKeyDown={onKeyDown}
    >
      {places.map(({ number, span, from, to }, i) => {
        const act = phraseActs({
          number,
          take: lane.take.name,
          base: base.name,
          isBase: lane.sounding !== null,
          isHeard: shareOf(span, heard) >= .5,
          fromSeconds: track.offset_seconds + span.fromSeconds,
          toSeconds: track.offset_seconds + span.toSeconds,
        });
        return (
          <li key={number}>
            <button
              type="button"
              class={`phrase ${act.kind}`}
              style={{ "--a": from.toFixed(5), "--b": to.toFixed(5) }}
              aria-label={act.name}
              title={act.name}
              tabIndex={i === Math.min(current.value, places.length - 1) ? 0 : -1}
              onFocus={() => current.value = i}
              onPointerDown={(event) => {
                if (act.kind !== "hear") event.stopPropagation(); // the lane beneath moves the needle
              }}
              onClick={(event) => {
                if (act.kind === "use") choose(span, props.sound, act.step, act.told);
                else if (act.kind === "out") choose(span, base.sound, act.step, act.told);
                else if (act.kind === "hear" && event.detail === 0) {
                  studio.transport.seek(act.fromSeconds); // by a key: the lane has no pointer
                }
              }}
            />
          </li>
        );
      })}
    </ul>
  );
}

function onLane({ fromSeconds, toSeconds }: Phrase, { take }: TakeOnLane): LaneSpan {
  return {
    fromSeconds: take.offset_seconds + fromSeconds,
    toSeconds: take.offset_seconds + toSeconds,
  };
}

/** By the notes; where there are none, by how loud it is. Null until it is known. */
function usePhrases({ studio, voice, sound }: LanePhrasesProps): readonly Phrase[] | null {
  const found = useSignal<readonly Phrase[] | null>(null);
  const state = voice.pitches.of(sound).value;
  useEffect(() => {
    const stop = new AbortController();
    const notes = state.kind === "here" ? state.pitch.notes : [];
    if (state.kind === "loading") found.value = null;
    else if (notes.length > 0) found.value = phrasesOfNotes(notes, sound.duration_seconds);
    else if (sound.peaks) {
      studio.api.asset(sound.peaks, stop.signal)
        .then((response) => response.arrayBuffer())
        .then((bytes) => found.value = phrasesOfPeaks(decodePeaks(new Uint8Array(bytes))))
        .catch(() => found.value = null); // the lane is bare then, too
    }
    return () => stop.abort();
  }, [state, sound.id]);
  return found.value;
}
