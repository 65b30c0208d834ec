import { type ReadonlySignal, signal } from "@preact/signals";
import type { RecordingView } from "../../collab/document/schema.ts";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Api } from "../session/api.ts";
import { type Pitch, readPitch } from "./pitch.ts";

export type PitchState =
  | { readonly kind: "loading" }
  | { readonly kind: "here"; readonly pitch: Pitch }
  | { readonly kind: "failed"; readonly problem: Problem };

/** The pitch of recordings, each asked for once: they never change. Few at a time: lanes ask for many, and sounds have to come through beside them. */
export interface PitchBook {
  of(recording: RecordingView): ReadonlySignal<PitchState>;
  retry(recording: RecordingView): void;
}

const ASKED_AT_ONCE = 2;

export function createPitchBook(api: Api): PitchBook {
  const pages = new Map<string, ReturnType<typeof signal<PitchState>>>();
  const waiting: (() => void)[] = [];
  let asking = 0;
  const ask = async (recording: RecordingView, page: { value: PitchState | undefined }) => {
    page.value = { kind: "loading" };
    if (asking === ASKED_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else asking++;
    const take = recording.kind === "version" ? recording.of : recording.id;
    const version = recording.kind === "version" ? `?version=${recording.id}` : "";
    try {
      const answer = await api.get<unknown>(`/recordings/${take}/pitch${version}`);
      page.value = { kind: "here", pitch: readPitch(answer) };
    } catch (error) {
      page.value = { kind: "failed", problem: asProblem(error) };
    }
    const next = waiting.shift();
    if (next) next();
    else asking--;
  };
  const open = (recording: RecordingView) => {
    const known = pages.get(recording.id);
    if (known) return known;
    const page = signal<PitchState>({ kind: "loading" });
    pages.set(recording.id, page);
    void ask(recording, page);
    return page;
  };
  return {
    of: (recording) => open(recording) as ReadonlySignal<PitchState>,
    retry: (recording) => void ask(recording, open(recording)),
  };
}
