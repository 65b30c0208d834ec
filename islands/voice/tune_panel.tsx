import { useSignal } from "@preact/signals";
import { KEYS, SCALES } from "../music/compose_options.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import { capital, Choice, Percent, Switched } from "./fields.tsx";
import { HarmonySection } from "./harmony_section.tsx";
import type { TakeOnLane } from "./lanes.ts";
import { PROBLEM_WORDS } from "./pitch_plot.tsx";
import { StyleSection } from "./style_section.tsx";
import { GRID_WORDS, GRIDS, processBody, tonalityOf, type TuneSettings } from "./tune_settings.ts";
import type { Voice } from "./voice.ts";
import { VoiceJobCard } from "./voice_job_card.tsx";
import { jobsOf, underWay } from "./voice_jobs.ts";
import { WordsSection } from "./words_section.tsx";

export interface TunePanelProps {
  readonly studio: Studio;
  readonly voice: Voice;
  readonly chosen: TakeOnLane;
}

/** Whether a take's section can be used, and how its job is started. */
export interface Starter {
  readonly locked: boolean;
  start(path: string, body: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Pitch, timing, breath, style and harmonies of the take in front. */
export function TunePanel({ studio, voice, chosen }: TunePanelProps) {
  const problem = useSignal<{ readonly problem: Problem; readonly again: () => void } | null>(null);
  const asking = useSignal(false);
  const { take } = chosen;
  const settings = voice.settings.value;
  const meta = studio.room.document.meta.value;
  const heard = voice.pitches.of(take).value;
  const pitch = heard.kind === "here" ? heard.pitch : null;
  const tonality = tonalityOf(settings.pitch, meta, pitch?.key ?? null);
  const jobs = jobsOf(studio, take.id);
  const job = underWay(jobs);
  const last = jobs.at(-1);
  const offline = ["offline", "reconnecting", "opening"].includes(studio.room.save.value.kind);
  const locked = !studio.canEdit.value || offline;
  const tunable = pitch?.problem !== "polyphonic" && pitch?.problem !== "unpitched" &&
    pitch?.problem !== "silent";
  const wish: TuneSettings = tunable
    ? settings
    : { ...settings, pitch: { ...settings.pitch, on: false } };
  const body = processBody(wish, tonality, meta.tempo_bpm);
  const set = <Part extends keyof TuneSettings>(part: Part, patch: Partial<TuneSettings[Part]>) => {
    const before = voice.settings.peek();
    voice.settings.value = { ...before, [part]: { ...before[part], ...patch } };
  };
  const starter: Starter = {
    locked: locked || asking.value || job !== null,
    start: async (path, wanted) => {
      asking.value = true;
      problem.value = null;
      try {
        await studio.api.post(`/recordings/${take.id}/${path}`, wanted);
        studio.say("It has begun.");
      } catch (error) {
        const again = () => void starter.start(path, wanted);
        problem.value = { problem: asProblem(error), again };
      }
      asking.value = false;
    },
  };
  const guess = pitch?.key;
  const suggest = guess && (guess.key !== tonality?.key || guess.scale !== tonality?.scale);
  return (
    <div class="tune">
      {offline
        ? (
          <p class="note">
            <Icon name="cloudoff" />
            Tuning needs a connection. Recording does not: takes wait on this device.
          </p>
        )
        : !studio.canEdit.value
        ? (
          <p class="note">
            <Icon name="eye" />You can listen and compare here. Whoever owns the song can let you
            change it.
          </p>
        )
        : null}
      {pitch?.problem
        ? (
          <p class="note">
            <Icon name="alert" />
            {PROBLEM_WORDS[pitch.problem]}
          </p>
        )
        : null}
      <Switched
        title="Pitch"
        on={wish.pitch.on}
        disabled={locked || !tunable}
        onSwitch={(on) => set("pitch", { on })}
      >
        <div class="two">
          <Percent
            id="pitch-strength"
            label="Strength"
            value={settings.pitch.strength}
            disabled={locked}
            onChange={(strength) => set("pitch", { strength })}
          />
          <div class="slider">
            <label for="pitch-glide">Glide</label>
            <span class="value">{settings.pitch.retuneMs} ms</span>
            <input
              class="fader"
              id="pitch-glide"
              type="range"
              min={0}
              max={200}
              step={5}
              value={settings.pitch.retuneMs}
              disabled={locked}
              aria-valuetext={`${settings.pitch.retuneMs} milliseconds`}
              style={{ "--v": settings.pitch.retuneMs / 200 }}
              onInput={(event) => set("pitch", { retuneMs: Number(event.currentTarget.value) })}
            />
          </div>
        </div>
        <Percent
          id="pitch-vibrato"
          label="Keep vibrato"
          value={settings.pitch.keepVibrato}
          disabled={locked}
          onChange={(keepVibrato) => set("pitch", { keepVibrato })}
        />
        <div class="two">
          <Choice
            id="pitch-key"
            label="Key"
            value={settings.pitch.key}
            usual={meta.key
              ? `${meta.key}, from the song`
              : guess
              ? `${guess.key}, as sung`
              : "as sung"}
            all={KEYS}
            disabled={locked}
            onChange={(key) => set("pitch", { key })}
          />
          <Choice
            id="pitch-scale"
            label="Scale"
            value={settings.pitch.scale}
            usual={tonality ? capital(tonality.scale) : "as sung"}
            all={[...SCALES, "chromatic"]}
            disabled={locked}
            onChange={(scale) => set("pitch", { scale })}
          />
        </div>
        {suggest
          ? (
            <div class="row between small">
              <span class="muted">
                It sounds like {guess.key} {guess.scale}, {Math.round(guess.confidence * 100)}{" "}
                % sure.
              </span>
              <button
                type="button"
                class="btn"
                disabled={locked}
                onClick={() => set("pitch", { key: guess.key, scale: guess.scale })}
              >
                Use
              </button>
            </div>
          )
          : null}
      </Switched>
      <Switched
        title="Timing"
        on={settings.timing.on}
        disabled={locked}
        onSwitch={(on) => set("timing", { on })}
      >
        {meta.tempo_bpm === null
          ? (
            <p class="small muted">
              The song has no tempo yet. Compose, or set one when you record, and the grid is there.
            </p>
          )
          : null}
        <Percent
          id="timing-strength"
          label="Strength"
          value={settings.timing.strength}
          disabled={locked}
          onChange={(strength) => set("timing", { strength })}
        />
        <fieldset class="seg" disabled={locked}>
          <legend class="sr">Grid</legend>
          {GRIDS.map((grid) => (
            <label key={grid}>
              <input
                type="radio"
                name="grid"
                checked={settings.timing.grid === grid}
                onChange={() => set("timing", { grid })}
              />
              {GRID_WORDS[grid]}
            </label>
          ))}
        </fieldset>
      </Switched>
      <Switched
        title="Breath"
        on={settings.breath.on}
        disabled={locked}
        onSwitch={(on) => set("breath", { on })}
      >
        <Percent
          id="breath-strength"
          label="Soften"
          value={settings.breath.strength}
          disabled={locked}
          onChange={(strength) => set("breath", { strength })}
        />
      </Switched>
      <StyleSection studio={studio} voice={voice} chosen={chosen} starter={starter} />
      <HarmonySection voice={voice} tonality={tonality} starter={starter} />
      <WordsSection starter={starter} />
      <div class="tune-foot">
        {problem.value
          ? (
            <ProblemNote
              problem={problem.value.problem}
              what="Not started."
              onRetry={problem.value.again}
            />
          )
          : null}
        {job ? <VoiceJobCard studio={studio} job={job} /> : (
          <div class="row between">
            <p class="small muted">
              {last?.status === "failed"
                ? `Last time it failed. ${last.error ?? ""} The take is safe.`
                : chosen.guests.length > 0
                ? "All of this take is worked on. Phrases of others stay as they are."
                : "The original stays as you sang it."}
            </p>
            <button
              type="button"
              class="btn main"
              disabled={starter.locked || body === null}
              onClick={() => body && void starter.start("process", body)}
            >
              Tune {/^Take \d+$/.test(take.name) ? take.name : "this take"}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
