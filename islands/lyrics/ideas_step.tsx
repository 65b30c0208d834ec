import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import type { LyricDesk } from "./desk.ts";
import { wishWords } from "./wishes.ts";

interface Ideas {
  readonly images: readonly string[];
  readonly scenes: readonly string[];
  readonly feelings: readonly string[];
  readonly rhymes: readonly (readonly string[])[];
}

/** Images, scenes, feelings and pairs of rhymes for the theme; a press puts one in. */
export function IdeasStep({ desk }: { readonly desk: LyricDesk }) {
  const { theme, emotion } = desk.wishes.value;
  const about = theme.trim();
  const ideas = useSignal<Ideas | null>(null);
  const problem = useSignal<Problem | null>(null);
  const seed = useSignal(0);
  const turn = useSignal(0);
  useEffect(() => {
    if (!about) return;
    const stop = new AbortController();
    const query = new URLSearchParams({
      theme: about,
      seed: String(seed.value),
      ...(emotion.trim() ? { emotion: emotion.trim() } : {}),
    });
    desk.studio.api.get<Ideas>(`/ideas?${query}`, stop.signal).then((found) => {
      ideas.value = found;
      problem.value = null;
    }, (error) => {
      if (!stop.signal.aborted) problem.value = asProblem(error);
    });
    return () => stop.abort();
  }, [about, emotion, seed.value, turn.value]);
  if (!about) {
    return (
      <p class="lyric-lead">
        Say first what the song is about.{" "}
        <button type="button" class="btn line" onClick={() => desk.step.value = "theme"}>
          Theme
        </button>
      </p>
    );
  }
  const locked = !desk.studio.canEdit.value;
  const found = ideas.value;
  return (
    <>
      <div class="row between">
        <p class="small muted grow">
          For <b class="words">{wishWords(desk.wishes.value)}</b>.{" "}
          {locked ? "They are yours to read." : "A press puts one where you write."}
        </p>
        <button type="button" class="btn" onClick={() => seed.value++}>
          <Icon name="dice" />Others
        </button>
      </div>
      {problem.value
        ? (
          <ProblemNote
            problem={problem.value}
            what="No ideas came."
            onRetry={() => turn.value++}
          />
        )
        : null}
      {found
        ? (
          <dl class="lyric-ideas" aria-live="polite">
            <Row desk={desk} name="Images" words={found.images} />
            <Row desk={desk} name="Scenes" words={found.scenes} />
            <Row desk={desk} name="Feelings" words={found.feelings} />
            {found.rhymes.length > 0
              ? (
                <div>
                  <dt>Rhymes</dt>
                  <dd>
                    {found.rhymes.map((pair) => (
                      <span class="pair" key={pair.join()}>
                        {pair.map((word) => <Idea key={word} desk={desk} words={word} />)}
                      </span>
                    ))}
                  </dd>
                </div>
              )
              : null}
          </dl>
        )
        : problem.value
        ? null
        : <div class="skel lane-skel" />}
    </>
  );
}

interface RowProps {
  readonly desk: LyricDesk;
  readonly name: string;
  readonly words: readonly string[];
}

function Row({ desk, name, words }: RowProps) {
  if (words.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{words.map((each) => <Idea key={each} desk={desk} words={each} />)}</dd>
    </div>
  );
}

function Idea({ desk, words }: { readonly desk: LyricDesk; readonly words: string }) {
  return (
    <button
      type="button"
      class="word"
      disabled={!desk.studio.canEdit.value}
      onClick={() => desk.insert(words, "Idea")}
    >
      {words}
    </button>
  );
}
