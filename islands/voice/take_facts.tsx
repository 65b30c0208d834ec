import type { VersionView } from "../../collab/document/schema.ts";
import { MachineFace } from "../parts/face.tsx";
import { lengthWords, whenWords } from "../parts/time_words.ts";
import type { Studio } from "../studio/studio.ts";
import type { TakeOnLane } from "./lanes.ts";
import { factsOf } from "./report_words.ts";
import type { Voice } from "./voice.ts";
import { jobsOf, jobWords, underWay } from "./voice_jobs.ts";

export interface TakeFactsProps {
  readonly studio: Studio;
  readonly voice: Voice;
  readonly chosen: TakeOnLane;
  readonly version: VersionView | null;
}

/** Beside the plot: whose take it is, what is being made of it, and what the version in front has changed. */
export function TakeFacts({ studio, voice, chosen, version }: TakeFactsProps) {
  const { take } = chosen;
  const who = take.by === studio.room.user.id ? "You" : studio.nameOf(take.by) || "Somebody";
  const heard = voice.pitches.of(take).value;
  const key = heard.kind === "here" ? heard.pitch.key : null;
  const facts = version ? factsOf(version.report) : [];
  const job = underWay(jobsOf(studio, take.id));
  const rate = `${
    (take.sample_rate / 1000).toLocaleString("en", { maximumFractionDigits: 1 })
  } kHz`;
  return (
    <div class="toolcol voicecol">
      <div class="stack">
        <h2 class="mood-word">{take.name}</h2>
        <p class="small">
          {who}, {whenWords(new Date(take.at), new Date())}
          <br />
          <span class="muted">{lengthWords(take.duration_seconds)}, {rate}, kept as recorded</span>
        </p>
        {job
          ? (
            <p class="row small running">
              <MachineFace size="sm" />
              {jobWords(studio, job)}
            </p>
          )
          : null}
      </div>
      <dl class="facts">
        {facts.map(({ name, before, after }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {before ? <s>{before}</s> : null} <b>{after}</b>
            </dd>
          </div>
        ))}
        {facts.length === 0 && key
          ? (
            <div>
              <dt>{key.confidence < .5 ? "Sounds like" : "Sung in"}</dt>
              <dd>
                <b>{key.key} {key.scale}</b>
              </dd>
            </div>
          )
          : null}
      </dl>
    </div>
  );
}
