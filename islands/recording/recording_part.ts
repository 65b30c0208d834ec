import type { Studio } from "../studio/studio.ts";
import type { Recorder } from "./recorder.ts";

/** What the parts of the record panel are given. */
export interface PartProps {
  readonly studio: Studio;
  readonly recorder: Recorder;
  /** Something goes on that must not be changed meanwhile. */
  readonly busy: boolean;
}
