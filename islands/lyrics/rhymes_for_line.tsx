import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import type { LyricDesk } from "./desk.ts";
import { engineName, reasonWords } from "./lyric_answers.ts";
import type { Rhymes } from "./rhymes.ts";

/** Rhymes that would end the line one is writing: chosen by an engine, so only when it is asked. */
export function RhymesForLine({ desk, word }: { readonly desk: LyricDesk; readonly word: string }) {
  const found = useSignal<Rhymes | null>(null);
  const asking = useSignal(false);
  useEffect(() => {
    found.value = null;
  }, [word]);
  const line = desk.caret.value?.text.trim() ?? "";
  const ask = async () => {
    asking.value = true;
    await desk.studio.attempt("No rhymes came.", async () => {
      const query = new URLSearchParams({ word, near: "true", line: line.slice(0, 200) });
      found.value = await desk.studio.api.get<Rhymes>(`/rhymes?${query}`);
    });
    asking.value = false;
  };
  const chosen = found.value?.in_context ?? [];
  const reason = reasonWords(found.value?.engine_reason);
  return (
    <div>
      <dt>this line</dt>
      <dd>
        {found.value
          ? (
            <>
              {chosen.map((each) => (
                <button
                  key={each}
                  type="button"
                  class="word"
                  disabled={!desk.studio.canEdit.value}
                  onClick={() => desk.insert(each, "Rhyme")}
                >
                  {each}
                </button>
              ))}
              {chosen.length === 0 ? <span class="small muted">None stands out.</span> : null}
              <small>{engineName(found.value.engine)}</small>
              {reason ? <span class="small muted">{reason}</span> : null}
            </>
          )
          : (
            <button
              type="button"
              class="word ask"
              disabled={asking.value}
              onClick={() => void ask()}
            >
              <Icon name="gold" />which would end it well?
            </button>
          )}
      </dd>
    </div>
  );
}
