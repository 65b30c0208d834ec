import { later } from "../parts/later.tsx";
import type { DoneCardProps } from "./done_card.tsx";

/** The card of a finished job, fetched when a job has finished. */
export const DoneCard = later<DoneCardProps>(async () =>
  (await import("../studio/side_panels.ts")).DoneCard
);
