import { useEffect, useRef } from "preact/hooks";
import { MachineFace } from "../parts/face.tsx";
import { progressOf } from "../music/jobs.ts";
import type { Studio } from "../studio/studio.ts";
import { peaksPath } from "../tracks/peaks_path.ts";
import { TrackRow } from "../tracks/track_row.tsx";
import { TakeLane } from "./take_lane.tsx";
import type { Voice } from "./voice.ts";
import { jobsOf, jobWords, underWay } from "./voice_jobs.ts";

export interface TakeLanesProps {
  readonly studio: Studio;
  readonly voice: Voice;
}

/** The lanes under the plot: the take that is sung now, the takes there are, and the harmonies made from them. */
export function TakeLanes({ studio, voice }: TakeLanesProps) {
  const stack = voice.stack.value;
  const takes = stack?.takes ?? [];
  const front = takes.find(({ sounding }) => sounding);
  const base = front && takes.length > 1 ? { name: front.take.name, sound: front.sounding! } : null;
  const ids = new Set(takes.map(({ take }) => take.id));
  const harmonies = studio.parts.value.filter(({ kind, recording }) =>
    kind === "harmony" && recording !== null && ids.has(recording)
  );
  const jobs = takes.flatMap(({ take }) => jobsOf(studio, take.id));
  const harmonising = underWay(jobs, "voice.harmonies");
  const recording = studio.recording.value !== "off";
  const others = studio.room.presence.others.value.filter(({ doing }) => doing === "recording");
  return (
    <ul class="sound takes" aria-label="Take lanes" tabIndex={0}>
      {recording ? <GrowingLane studio={studio} voice={voice} /> : null}
      {others.map(({ clientId, user }) => (
        <li key={clientId} class="track p-vermilion">
          <div class="track-head">
            <div>
              <span class="name">{user.name}</span>
            </div>
          </div>
          <div class="lane">
            <p class="lane-words small">
              <i class="rec-dot" aria-hidden="true" />
              {user.name} is recording
            </p>
          </div>
        </li>
      ))}
      {takes.map((lane) => (
        <TakeLane
          key={lane.take.id}
          studio={studio}
          voice={voice}
          track={stack!.track}
          lane={lane}
          base={base}
          job={underWay(
            jobsOf(studio, lane.take.id).filter(({ kind }) => kind !== "voice.harmonies"),
          )}
        />
      ))}
      {harmonising
        ? (
          <li class="track p-verdigris job-lane">
            <div class="track-head">
              <div>
                <span class="row name">
                  <MachineFace size="sm" />Harmonies
                </span>
              </div>
            </div>
            <div class="lane">
              <div class="written" style={{ "--v": progressOf(studio, harmonising) }} />
              <div class="writing" style={{ "--v": progressOf(studio, harmonising) }}>
                <span>{jobWords(studio, harmonising)}</span>
              </div>
            </div>
          </li>
        )
        : null}
      {harmonies.map((track) => <TrackRow key={track.id} studio={studio} track={track} />)}
      {takes.length === 0 && !recording && others.length === 0
        ? (
          <li class="quiet">
            <b>No takes yet.</b> <span class="muted">What is sung or uploaded lies here.</span>
          </li>
        )
        : null}
    </ul>
  );
}

/** The take under way: its wave grows behind the needle. */
function GrowingLane({ studio, voice }: TakeLanesProps) {
  const path = useRef<SVGPathElement>(null);
  const recorder = voice.recorder.value!;
  const seconds = recorder.seconds.value;
  useEffect(() => {
    const peaks = recorder.peaks();
    if (!path.current || peaks.length === 0 || seconds === 0) return;
    const greatest = Int8Array.from(peaks, (peak) => Math.min(127, Math.round(peak * 127)));
    const least = greatest.map((peak) => -peak);
    const sampleRate = 1000;
    const samplesPerPixel = seconds / peaks.length * sampleRate;
    path.current.setAttribute("d", peaksPath({ least, greatest, sampleRate, samplesPerPixel }));
  }, [seconds]);
  const { durationSeconds } = studio.song.value;
  const { zoom, x } = studio.look.value;
  const from = x * durationSeconds - recorder.offsetSeconds.value;
  const counting = studio.recording.value === "counting";
  return (
    <li class="track take p-vermilion growing">
      <div class="track-head">
        <div>
          <span class="name">
            <i class="rec-dot" aria-hidden="true" />
            {counting ? "Counting in" : "Recording"}
          </span>
          <span class="value">{seconds.toFixed(1)} s</span>
        </div>
      </div>
      <div class="lane">
        <svg
          viewBox={`${from} -1.1 ${durationSeconds / zoom} 2.2`}
          preserveAspectRatio="none"
          role="img"
          aria-label="The take so far"
        >
          <path ref={path} d="" />
        </svg>
      </div>
    </li>
  );
}
