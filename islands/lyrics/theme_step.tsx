import { useSignal } from "@preact/signals";
import { moodWord } from "../mood/plane.ts";
import { Icon } from "../parts/icon.tsx";
import { capital } from "../voice/fields.tsx";
import type { LyricDesk } from "./desk.ts";
import {
  FEELINGS,
  MOST_SECTIONS,
  SCHEMES,
  SECTION_KINDS,
  SYLLABLES,
  type Wishes,
} from "./wishes.ts";

interface StepProps {
  readonly desk: LyricDesk;
}

/** What the words are about, how they feel, how the song is built. */
export function ThemeStep({ desk }: StepProps) {
  const { theme, scheme, syllables } = desk.wishes.value;
  const set = (patch: Partial<Wishes>) => desk.wishes.value = { ...desk.wishes.peek(), ...patch };
  return (
    <>
      <div class="field">
        <label for="lyric-theme">What is it about?</label>
        <input
          class="input words"
          id="lyric-theme"
          value={theme}
          maxLength={300}
          autocomplete="off"
          placeholder="the last ferry, a harbour at night"
          onInput={(event) => set({ theme: event.currentTarget.value })}
        />
      </div>
      <Feeling desk={desk} onChoose={(emotion) => set({ emotion })} />
      <Structure desk={desk} />
      <div class="lyric-form">
        <div class="field">
          <label for="lyric-scheme">Rhymes</label>
          <select
            class="input"
            id="lyric-scheme"
            value={scheme}
            onChange={(event) => set({ scheme: event.currentTarget.value })}
          >
            <option value="">by section</option>
            {SCHEMES.map((each) => <option key={each} value={each}>{each}</option>)}
          </select>
        </div>
        <div class="field">
          <label for="lyric-syllables">Syllables a line</label>
          <select
            class="input"
            id="lyric-syllables"
            value={syllables}
            onChange={(event) => set({ syllables: Number(event.currentTarget.value) })}
          >
            <option value={0}>by section</option>
            {SYLLABLES.map((each) => <option key={each} value={each}>{each}</option>)}
          </select>
        </div>
      </div>
    </>
  );
}

function Feeling({ desk, onChoose }: StepProps & { onChoose(emotion: string): void }) {
  const { emotion } = desk.wishes.value;
  const own = useSignal(emotion !== "" && !FEELINGS.includes(emotion));
  const mood = desk.studio.canvas.value?.mood;
  const choose = (word: string) => {
    own.value = false;
    onChoose(word);
  };
  return (
    <>
      <fieldset class="chips">
        <legend class="label">Feeling</legend>
        <label>
          <input
            type="radio"
            name="lyric-feeling"
            checked={!own.value && emotion === ""}
            onChange={() => choose("")}
          />
          {mood ? `As the picture: ${moodWord(mood)}` : "As the picture"}
        </label>
        {FEELINGS.map((word) => (
          <label key={word}>
            <input
              type="radio"
              name="lyric-feeling"
              checked={!own.value && emotion === word}
              onChange={() => choose(word)}
            />
            {capital(word)}
          </label>
        ))}
        <label>
          <input
            type="radio"
            name="lyric-feeling"
            checked={own.value}
            onChange={() => own.value = true}
          />
          Another
        </label>
      </fieldset>
      {own.value
        ? (
          <input
            class="input"
            aria-label="Another feeling"
            value={FEELINGS.includes(emotion) ? "" : emotion}
            maxLength={50}
            autocomplete="off"
            placeholder="homesick, in love, furious"
            onInput={(event) => onChoose(event.currentTarget.value)}
          />
        )
        : null}
    </>
  );
}

/** Sections as paper slips: a press takes one away, the plus signs add one. */
function Structure({ desk }: StepProps) {
  const { structure } = desk.wishes.value;
  const set = (next: Wishes["structure"]) =>
    desk.wishes.value = { ...desk.wishes.peek(), structure: next };
  return (
    <fieldset class="lyric-structure">
      <legend class="label">Structure</legend>
      <ol>
        {structure.map((kind, i) => (
          <li key={i}>
            <button
              type="button"
              aria-label={`Take ${capital(kind)}, section ${i + 1}, away`}
              disabled={structure.length === 1}
              onClick={() => set(structure.filter((_, at) => at !== i))}
            >
              {capital(kind)}
              <Icon name="x" />
            </button>
          </li>
        ))}
      </ol>
      <div class="adds">
        {SECTION_KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            disabled={structure.length >= MOST_SECTIONS}
            aria-label={`Add ${kind}`}
            onClick={() => set([...structure, kind])}
          >
            <Icon name="plus" />
            {capital(kind)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
