import { useSignal } from "@preact/signals";
import type { VersionView } from "../../collab/document/schema.ts";
import { STYLE_NAMES } from "../../services/voice/styles/style_names.ts";
import type { Studio } from "../studio/studio.ts";
import { capital, Percent } from "./fields.tsx";
import type { TakeOnLane } from "./lanes.ts";
import { styleWord } from "./report_words.ts";
import type { Starter } from "./tune_panel.tsx";
import type { Voice } from "./voice.ts";

export interface StyleSectionProps {
  readonly studio: Studio;
  readonly voice: Voice;
  readonly chosen: TakeOnLane;
  readonly starter: Starter;
}

const LIKE = "like";

/** What a style is laid over: the version in front, but never another style. Null for the take itself. */
function styleBase(version: VersionView | null): string | null {
  if (!version) return null;
  const isStyle = "style" in version.settings || "reference_asset_id" in version.settings;
  if (!isStyle) return version.id;
  return version.from === version.of ? null : version.from;
}

/** What each style does, in a line. */
const STYLE_WORDS: Readonly<Record<typeof STYLE_NAMES[number], string>> = {
  jazz: "Behind the beat, warm, with slow vibrato and scoops",
  rock: "Forward, driven and pressed",
  opera: "Wide vibrato, a singer's ring, a hall",
  pop: "Close, bright and doubled",
  soul: "Late, smooth, with bends into the notes",
  lofi: "Narrow, soft and worn, like tape",
  choir: "Many of you, in a large room",
  robot: "Every note flat and held",
  telephone: "Small, through a wire",
};

/** The melody and the words stay; the way it is sung changes. */
export function StyleSection({ studio, voice, chosen, starter }: StyleSectionProps) {
  const choice = useSignal<string>("");
  const strength = useSignal(.7);
  const reference = useSignal("");
  const others = voice.stacks.value.flatMap(({ takes }) => takes.map(({ take }) => take))
    .filter(({ id }) => id !== chosen.take.id);
  const like = choice.value === LIKE;
  const source = others.find(({ id }) => id === reference.value) ?? others[0];
  const base = styleBase(voice.version.value);
  const make = () =>
    starter.start("style", {
      strength: strength.value,
      ...(base ? { version: base } : {}),
      ...(like ? { reference_asset_id: source!.asset } : { style: choice.value }),
    });
  const words = choice.value in STYLE_WORDS
    ? STYLE_WORDS[choice.value as keyof typeof STYLE_WORDS]
    : "";
  return (
    <section aria-label="Style">
      <div class="panel-head">
        <h3>Style</h3>
      </div>
      <fieldset class="chips" disabled={starter.locked}>
        <legend class="sr">Style</legend>
        {["", ...STYLE_NAMES, ...(others.length > 0 ? [LIKE] : [])].map((style) => (
          <label key={style}>
            <input
              type="radio"
              name="style"
              checked={choice.value === style}
              onChange={() =>
                choice.value = style}
            />
            {style === ""
              ? "As sung"
              : style === LIKE
              ? "Like another take"
              : capital(styleWord(style))}
          </label>
        ))}
      </fieldset>
      {choice.value
        ? (
          <>
            {like
              ? (
                <div class="field">
                  <label for="style-reference">Its sound, dynamics and vibrato</label>
                  <select
                    class="input"
                    id="style-reference"
                    value={source?.id}
                    disabled={starter.locked}
                    onChange={(event) => reference.value = event.currentTarget.value}
                  >
                    {others.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
                  </select>
                </div>
              )
              : <p class="small muted">{words}</p>}
            <div class="two end">
              <Percent
                id="style-strength"
                label="Strength"
                value={strength.value}
                disabled={starter.locked}
                onChange={(value) => strength.value = value}
              />
              <button
                type="button"
                class="btn line"
                disabled={starter.locked || like && !source}
                onClick={() => void studio.attempt("Not started.", make)}
              >
                {like ? "Match it" : `Sing it as ${styleWord(choice.value)}`}
              </button>
            </div>
          </>
        )
        : null}
    </section>
  );
}
