import type { Starter } from "./tune_panel.tsx";

/** What is sung, written down by Gemini; only where the server has a key for it. */
export function WordsSection({ starter }: { readonly starter: Starter }) {
  if (document.getElementById("studio")?.dataset.gemini === undefined) return null;
  return (
    <section aria-label="Words">
      <div class="panel-head">
        <h3>Words</h3>
        <button
          type="button"
          class="btn line end"
          disabled={starter.locked}
          onClick={() => void starter.start("transcribe", {})}
        >
          Write down
        </button>
      </div>
      <p class="small muted">
        Gemini listens, and the words stand under the notes. The lyrics stay as they are.
      </p>
    </section>
  );
}
