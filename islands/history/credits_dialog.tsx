import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Face, MachineFace } from "../parts/face.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { whenWords } from "../parts/time_words.ts";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";

/** `GET /projects/{id}/credits`. */
interface Credits {
  readonly title: string;
  readonly people: readonly {
    readonly user_id: string;
    readonly username: string;
    readonly strokes: number;
    readonly images: number;
    readonly lines: number;
    readonly tracks: number;
    readonly takes: number;
  }[];
  readonly machines: readonly {
    readonly engine: string;
    readonly job: string;
    readonly kind: string;
    readonly asked_by: string | null;
    readonly tracks: number;
    readonly lines: number;
    readonly versions: number;
    readonly at: string;
  }[];
  readonly items: readonly {
    readonly kind: "stroke" | "image" | "line" | "track" | "take" | "version";
    readonly id?: string;
    readonly number?: number;
    readonly text?: string;
    readonly share?: number;
    readonly user_id: string | null;
    readonly job_id: string | null;
  }[];
}

const DEEDS: Readonly<Record<string, string>> = {
  compose: "composed",
  "voice.process": "tuned a take",
  "voice.style": "gave a take a style",
  "voice.harmonies": "sang harmonies",
};

export interface CreditsDialogProps {
  readonly studio: Studio;
  readonly open: Signal<boolean>;
}

/** Who and what made each stroke, line and track that is in the song now. */
export function CreditsDialog({ studio, open }: CreditsDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const credits = useSignal<Credits | null>(null);
  const problem = useSignal<Problem | null>(null);
  const path = `/projects/${studio.room.projectId}/credits`;
  const load = async () => {
    problem.value = null;
    try {
      credits.value = await studio.api.get<Credits>(path);
    } catch (error) {
      problem.value = asProblem(error);
    }
  };
  useSignalEffect(() => {
    if (!open.value || dialog.current?.open) return;
    dialog.current?.showModal();
    void load();
  });
  const copy = () =>
    studio.attempt("The credits were not copied.", async () => {
      await navigator.clipboard.writeText(await studio.api.text(`${path}?format=text`));
      studio.toasts.show("Credits copied");
    });
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby="credits-title"
      onClose={() => open.value = false}
    >
      <header>
        <h2 id="credits-title">Credits</h2>
        <form method="dialog">
          <button type="submit" class="btn icon" aria-label="Close">
            <Icon name="x" />
          </button>
        </form>
      </header>
      <section class="stack" aria-busy={credits.value === null && !problem.value}>
        {problem.value
          ? (
            <ProblemNote
              problem={problem.value}
              what="The credits could not be fetched."
              onRetry={() => void load()}
            />
          )
          : credits.value
          ? <Sheet studio={studio} credits={credits.value} />
          : <div class="skel lane-skel" />}
      </section>
      <footer>
        <button type="button" class="btn line" onClick={() => void copy()}>
          <Icon name="copy" />Copy as text
        </button>
      </footer>
    </dialog>
  );
}

function Sheet({ studio, credits }: { readonly studio: Studio; readonly credits: Credits }) {
  const { people, machines, items } = credits;
  const color = (userId: string) =>
    studio.members.list.value.find(({ user_id }) => user_id === userId)?.color ?? 0;
  const nameOf = (userId: string | null) =>
    people.find(({ user_id }) => user_id === userId)?.username ??
      (studio.nameOf(userId ?? "") || "somebody");
  const tracks = items.filter(({ kind }) => kind === "track");
  const takes = items.filter(({ kind }) => kind === "take" || kind === "version");
  const lines = Map.groupBy(items.filter(({ kind }) => kind === "line"), ({ number }) => number);
  if (items.length === 0) return <p class="muted">Nothing has been made yet.</p>;
  return (
    <>
      <ul class="people-list">
        {people.map((person) => (
          <li key={person.user_id}>
            <Face name={person.username} color={color(person.user_id)} size="lg" />
            <span class="grow person-name">
              <b>{person.username}</b>
              <br />
              <span class="muted small">
                {some(
                  [person.strokes, "stroke"],
                  [person.images, "picture"],
                  [
                    person.lines,
                    "line",
                  ],
                  [person.tracks, "track"],
                  [person.takes, "take"],
                )}
              </span>
            </span>
          </li>
        ))}
        {machines.map(({ job, kind, engine, asked_by, tracks, lines, versions, at }) => (
          <li key={job}>
            <MachineFace />
            <span class="grow person-name">
              <b>Alchemist</b>, {DEEDS[kind] ?? kind}
              <br />
              <span class="muted small">
                {some([tracks, "track"], [lines, "line"], [versions, "version of a take"])},{" "}
                {engine} engine, {whenWords(new Date(at), new Date())}; {nameOf(asked_by)} asked
              </span>
            </span>
          </li>
        ))}
      </ul>
      {tracks.length > 0
        ? (
          <details>
            <summary>Every track</summary>
            <ul class="past-list small">
              {tracks.map(({ id, text, user_id, job_id }) => (
                <li key={id}>
                  <span class="grow">{text}</span>
                  <span class="muted">{job_id ? "Alchemist" : nameOf(user_id)}</span>
                </li>
              ))}
            </ul>
          </details>
        )
        : null}
      {takes.length > 0
        ? (
          <details>
            <summary>Every take</summary>
            <ul class="past-list small">
              {takes.map(({ id, text, user_id, job_id }) => (
                <li key={id}>
                  <span class="grow">{text}</span>
                  <span class="muted">{job_id ? "Alchemist" : nameOf(user_id)}</span>
                </li>
              ))}
            </ul>
          </details>
        )
        : null}
      {lines.size > 0
        ? (
          <details>
            <summary>Every line</summary>
            <ul class="past-list small">
              {[...lines].map(([number, makers]) => (
                <li key={number}>
                  <span class="grow words-line">{makers[0]!.text}</span>
                  <span class="muted">
                    {makers.map(({ job_id, user_id, share = 1 }) =>
                      `${job_id ? "Alchemist" : nameOf(user_id).split(" ")[0]}${
                        makers.length > 1 ? ` ${Math.round(share * 100)} %` : ""
                      }`
                    ).join(", ")}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )
        : null}
    </>
  );
}

function some(...counts: readonly (readonly [number, string])[]): string {
  return counts.filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? "" : "s"}`).join(", ") || "a part";
}
