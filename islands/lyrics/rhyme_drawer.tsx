import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import type { LyricDesk } from "./desk.ts";
import { nearRuns, type Rhymes } from "./rhymes.ts";
import { RhymesForLine } from "./rhymes_for_line.tsx";

/** The hand moves on before the rhymes of every word it passes are asked for. */
const REST_MS = 300;

/** Rhymes for the word at the caret, or for one that is typed; a press puts one in. */
export function RhymeDrawer({ desk }: { readonly desk: LyricDesk }) {
  const wanted = useSignal(!matchMedia("(max-width: 700px)").matches);
  // One thing at a time: a step or a proposal needs the room.
  const open = useComputed(() =>
    wanted.value && desk.step.value === null && desk.offers.open.value.length === 0
  );
  const show = (on: boolean) => {
    wanted.value = on;
    if (on) desk.step.value = null;
  };
  const typed = useSignal<string | null>(null);
  const found = useSignal<Rhymes | null>(null);
  const problem = useSignal<Problem | null>(null);
  const at = desk.caret.value;
  const word = (typed.value ?? at?.word ?? "").trim();
  useEffect(() => {
    typed.value = null; // who writes on wants rhymes for what they write
  }, [at?.word]);
  useEffect(() => {
    if (!open.value || !word) return;
    const known = desk.rhymes.known(word);
    if (known) {
      found.value = known;
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      desk.rhymes.find(word, stop.signal).then((rhymes) => {
        found.value = rhymes;
        problem.value = null;
      }, (error) => {
        if (!stop.signal.aborted) problem.value = asProblem(error);
      });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [word, open.value]);
  const rhymes = found.value;
  const count = rhymes
    ? [...rhymes.perfect, ...rhymes.near].reduce((sum, { words }) => sum + words.length, 0)
    : 0;
  return (
    <section class={open.value ? "rhymes open" : "rhymes"} aria-label="Rhymes">
      <div class="rhymes-head">
        <label for="rhyme-word">Rhymes with</label>
        <input
          id="rhyme-word"
          class="words"
          value={word}
          maxLength={60}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          placeholder="a word"
          onFocus={() => show(true)}
          onInput={(event) => typed.value = event.currentTarget.value}
        />
        {open.value && word && rhymes
          ? <span class="value muted">{count === 1 ? "1 word" : `${count} words`}</span>
          : null}
        <button
          type="button"
          class={open.value ? "btn icon fold" : "btn icon fold open"}
          aria-expanded={open.value}
          aria-label="Show rhymes"
          onClick={() => show(!open.value)}
        >
          <Icon name="fold" />
        </button>
      </div>
      {open.value && word
        ? problem.value
          ? <ProblemNote problem={problem.value} what="No rhymes came." />
          : rhymes
          ? (
            <dl>
              <RhymesForLine desk={desk} word={word} />
              <RhymeRows desk={desk} rhymes={rhymes} />
            </dl>
          )
          : null
        : null}
    </section>
  );
}

function RhymeRows({ desk, rhymes }: { readonly desk: LyricDesk; readonly rhymes: Rhymes }) {
  const { perfect, near } = rhymes;
  if (perfect.length === 0 && near.length === 0) {
    return (
      <div>
        <dt>rhymes</dt>
        <dd class="small muted">Nothing rhymes with “{rhymes.word}”.</dd>
      </div>
    );
  }
  const locked = !desk.studio.canEdit.value;
  const button = (word: string, near: boolean) => (
    <button
      key={word}
      type="button"
      class={near ? "word near" : "word"}
      disabled={locked}
      onClick={() => desk.insert(word, "Rhyme")}
    >
      {word}
    </button>
  );
  return (
    <>
      {perfect.map(({ syllables, words }, i) => (
        <div key={`perfect ${syllables}`}>
          <dt>{i === 0 ? syllablesWords(syllables) : syllables}</dt>
          <dd>{words.map((word) => button(word, false))}</dd>
        </div>
      ))}
      {near.map(({ syllables, words }) => (
        <div key={`near ${syllables}`}>
          <dt>near, {syllables}</dt>
          <dd>
            {nearRuns(words).map(({ kind, words: run }) => (
              <span class="run" key={kind}>
                <small title={KIND_WORDS[kind]}>{kind}</small>
                {run.map((word) => button(word, true))}
              </span>
            ))}
          </dd>
        </div>
      ))}
    </>
  );
}

function syllablesWords(count: number): string {
  return count === 1 ? "1 syllable" : `${count} syllables`;
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  family: "Another consonant of the same family: gold, robe",
  additive: "A consonant more: go, gold",
  subtractive: "A consonant less: gold, go",
  assonance: "The same vowel: gold, home",
  consonance: "The same ending after another vowel: gold, wild",
};
