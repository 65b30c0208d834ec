import type { Studio } from "../studio/studio.ts";
import type { Voice } from "./voice.ts";

/** As sung or as made, at one loudness, for this person alone. */
export function CompareBar({ studio, voice }: { readonly studio: Studio; readonly voice: Voice }) {
  const pair = voice.pair.value;
  const heard = voice.heard.value;
  const label = pair?.made.kind === "version" ? pair.made.label : "Tuned";
  const made = label.length > 14 ? "As made" : label;
  const choose = (side: "sung" | "made") => {
    voice.heard.value = side;
    studio.say(side === "sung" ? "As sung" : made);
    if (studio.transport.state.peek().kind === "stopped") void studio.transport.play();
  };
  return (
    <div class="compare">
      <div class="row between">
        <fieldset class="seg ab" disabled={!pair}>
          <legend class="sr">Listen to</legend>
          {([["sung", "As sung"], ["made", made]] as const).map(([side, name]) => (
            <label key={side}>
              <input
                type="radio"
                name="ab"
                checked={heard === side}
                onChange={() => choose(side)}
              />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
        {heard
          ? (
            <button type="button" class="btn" onClick={() => voice.heard.value = null}>
              Hear the mix
            </button>
          )
          : (
            <span class="small muted">
              Hold <kbd>B</kbd>
            </span>
          )}
      </div>
      <p class="small muted">
        {!pair
          ? "When something is made of this take, compare it here."
          : heard
          ? "Only you hear this. Both are equally loud."
          : "Compare at one loudness; only you hear it."}
      </p>
    </div>
  );
}
