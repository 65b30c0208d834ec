import { activeJob, stageOf, stageWords } from "../music/jobs.ts";
import { Icon } from "../parts/icon.tsx";
import { initials } from "../parts/face.tsx";
import type { Studio } from "../studio/studio.ts";
import { presentPeople } from "./people.ts";

export interface FacesProps {
  readonly studio: Studio;
  onOpen(): void;
}

const SHOWN = 6;

/** Who is in the studio now, and what each is doing. A press follows them; one's own opens the list. */
export function Faces({ studio, onOpen }: FacesProps) {
  const people = presentPeople(studio);
  const job = activeJob(studio, "compose");
  const shown = people.slice(0, SHOWN);
  const total = people.length + (job ? 1 : 0);
  return (
    <div class="faces" role="group" aria-label="In the studio now">
      {shown.map(({ id, name, color, doing, attention, you }) => {
        const followed = studio.follow.whom.value?.id === id;
        const words = you
          ? `${name}, you`
          : followed
          ? `${name}, you are following`
          : `${name}, ${doing}. Follow`;
        return (
          <button
            key={id}
            type="button"
            class={`face c-${color}${followed ? " follow" : ""}`}
            data-attention={attention}
            aria-label={words}
            title={words}
            aria-pressed={you ? undefined : followed}
            data-initials={initials(name)}
            onClick={() => {
              if (you) onOpen();
              else if (followed) studio.follow.stop();
              else studio.follow.start(id);
            }}
          />
        );
      })}
      {job
        ? (
          <button
            type="button"
            class="face machine"
            aria-label={`Alchemist: ${stageWords(stageOf(studio, job), job.status)}`}
            title={stageWords(stageOf(studio, job), job.status)}
            onClick={() => studio.view.value = "mood"}
          >
            <Icon name="flask" />
          </button>
        )
        : null}
      {people.length > SHOWN
        ? (
          <button
            type="button"
            class="face rest"
            aria-label={`${people.length - SHOWN} more`}
            data-initials={`+${people.length - SHOWN}`}
            onClick={onOpen}
          />
        )
        : null}
      <button
        type="button"
        class="face plus"
        aria-label={`Everyone here: ${total}`}
        data-initials={String(total)}
        onClick={onOpen}
      />
    </div>
  );
}
