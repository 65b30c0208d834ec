import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Studio } from "../studio/studio.ts";
import { deskOf, type LyricDesk } from "./desk.ts";
import { DraftStep } from "./draft_step.tsx";
import { openLyricsEditor } from "./editor.ts";
import { FitStep } from "./fit_step.tsx";
import { IdeasStep } from "./ideas_step.tsx";
import { LyricTray } from "./lyric_tray.tsx";
import { LyricsFoot } from "./lyrics_foot.tsx";
import { OutlineBar } from "./outline_bar.tsx";
import { RhymeDrawer } from "./rhyme_drawer.tsx";
import { SingAlong } from "./sing_along.tsx";
import { StepBar } from "./step_bar.tsx";
import { ThemeStep } from "./theme_step.tsx";

/** The words, and the four steps to them: theme, ideas, draft, fit. */
export function LyricsDesk({ studio }: { readonly studio: Studio }) {
  const desk = deskOf(studio);
  const host = useRef<HTMLDivElement>(null);
  const singing = desk.singing.value;
  useEffect(() => {
    const editor = openLyricsEditor({
      parent: host.current!,
      room: studio.room,
      canEdit: studio.canEdit,
      notes: desk.notes,
      sung: desk.sung,
    });
    desk.editor.value = editor;
    const onFocus = () => {
      if (matchMedia("(max-width: 700px)").matches) desk.step.value = null;
    };
    host.current!.addEventListener("focusin", onFocus);
    return () => {
      desk.editor.value = null;
      editor.close();
    };
  }, [studio]);
  const empty = useComputed(() => studio.room.document.lyrics.value.trim() === "");
  return (
    <div class="lyrics-panel">
      <StepBar desk={desk} />
      <StepSheet desk={desk} />
      {empty.value ? null : <OutlineBar desk={desk} />}
      <div class="lyrics" ref={host} hidden={singing} />
      {singing ? <SingAlong desk={desk} /> : null}
      <LyricTray desk={desk} />
      {singing ? null : <RhymeDrawer desk={desk} />}
      <LyricsFoot desk={desk} />
    </div>
  );
}

function StepSheet({ desk }: { readonly desk: LyricDesk }) {
  const step = desk.step.value;
  if (!step) return null;
  return (
    <section class="lyric-step" id="lyric-step" aria-label={NAMES[step]}>
      {step === "theme"
        ? <ThemeStep desk={desk} />
        : step === "ideas"
        ? <IdeasStep desk={desk} />
        : step === "draft"
        ? <DraftStep desk={desk} />
        : <FitStep desk={desk} />}
    </section>
  );
}

const NAMES = { theme: "Theme", ideas: "Ideas", draft: "Draft", fit: "Fit" } as const;
