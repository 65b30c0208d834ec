import { effect } from "@preact/signals";
import type { JobStatus, JobView } from "../../collab/document/schema.ts";
import type { Studio } from "../studio/studio.ts";

/** Says when a job that was seen running has ended; whoever asked for music is offered to hear it. */
export function announceJobs(studio: Studio): () => void {
  const seen = new Map<string, JobStatus>();
  return effect(() => {
    for (const job of studio.room.document.jobs.value) {
      const before = seen.get(job.id);
      seen.set(job.id, job.status);
      if (before === "queued" || before === "running") tell(studio, job);
    }
  });
}

function tell(studio: Studio, job: JobView): void {
  const mine = job.by === studio.room.user.id;
  if (job.status === "succeeded" && job.kind === "compose") {
    studio.say("The music is ready.");
    if (!mine) return;
    studio.toasts.show("The music is ready", {
      label: "Hear it",
      run: () => {
        studio.transport.seek(0);
        void studio.transport.play();
      },
    });
  } else if (job.status === "succeeded" && job.kind === "analyse") {
    studio.say("The picture is read.");
  } else if (job.status === "failed") {
    studio.say(`It did not work. ${job.error ?? ""}`);
  } else if (job.status === "cancelled" && mine) {
    studio.toasts.show("Stopped. Nothing was changed");
  }
}
