import { type Signal, useSignal } from "@preact/signals";
import { setMeta } from "../../collab/document/edits.ts";
import { Faces } from "../people/faces.tsx";
import { Following } from "../people/following.tsx";
import { Icon, Mark } from "../parts/icon.tsx";
import { ThemeButton } from "../parts/theme_button.tsx";
import { SavePill } from "./save_pill.tsx";
import { StepButton } from "./step_button.tsx";
import type { Studio } from "./studio.ts";

export interface BarProps {
  readonly studio: Studio;
  readonly sharing: Signal<boolean>;
}

export function Bar({ studio, sharing }: BarProps) {
  return (
    <header class="bar">
      <a class="brand" href="/projects" aria-label="Sonic Alchemy, all songs">
        <Mark />
      </a>
      <div class="row grow">
        <h1>
          <Title studio={studio} />
        </h1>
        <SavePill studio={studio} />
      </div>
      <div class="btn-row phone-hide wide" role="group" aria-label="My history">
        <StepButton studio={studio} back />
        <StepButton studio={studio} />
      </div>
      <Following studio={studio} class="phone-hide" />
      <Faces studio={studio} onOpen={() => studio.showSide("people")} />
      <span class="sep" />
      <ThemeButton />
      <button type="button" class="btn line" onClick={() => sharing.value = true}>
        <Icon name="share" />
        <span class="phone-hide">Share</span>
        <span class="sr">this song</span>
      </button>
    </header>
  );
}

function Title({ studio }: { readonly studio: Studio }) {
  const naming = useSignal(false);
  const { title } = studio.room.document.meta.value;
  if (!naming.value) {
    return (
      <button
        type="button"
        class="btn title"
        title={studio.canEdit.value ? "Rename" : title}
        disabled={!studio.canEdit.value}
        onClick={() => naming.value = true}
      >
        <span>{title}</span>
      </button>
    );
  }
  const keep = (value: string) => {
    naming.value = false;
    const next = value.trim();
    if (next && next !== title) {
      studio.room.steps.edit("Title", (doc) => setMeta(doc, { title: next }));
    }
  };
  return (
    <input
      class="title"
      aria-label="Name of the song"
      defaultValue={title}
      maxLength={255}
      ref={(input) => input?.select()}
      onBlur={(event) => keep(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep(event.currentTarget.value);
        if (event.key === "Escape") naming.value = false;
      }}
    />
  );
}
