import { useSignal } from "@preact/signals";
import type { Starter } from "./tune_panel.tsx";
import type { Tonality } from "./tune_settings.ts";
import type { Voice } from "./voice.ts";

export interface HarmonySectionProps {
  readonly voice: Voice;
  readonly tonality: Tonality | null;
  readonly starter: Starter;
}

const PARTS = [2, 3, 4] as const;

/** Voices beside the one that sang, each a track of its own. */
export function HarmonySection({ voice, tonality, starter }: HarmonySectionProps) {
  const parts = useSignal<typeof PARTS[number]>(2);
  const version = voice.version.value;
  const add = () =>
    void starter.start("harmonies", {
      parts: parts.value,
      ...(tonality ?? {}),
      ...(version ? { version: version.id } : {}),
    });
  return (
    <section aria-label="Harmonies">
      <div class="panel-head">
        <h3>Harmonies</h3>
        <fieldset class="seg end" disabled={starter.locked}>
          <legend class="sr">Parts</legend>
          {PARTS.map((count) => (
            <label key={count}>
              <input
                type="radio"
                name="parts"
                checked={parts.value === count}
                onChange={() => parts.value = count}
              />
              {count}
            </label>
          ))}
        </fieldset>
        <button type="button" class="btn line" disabled={starter.locked} onClick={add}>Add</button>
      </div>
    </section>
  );
}
