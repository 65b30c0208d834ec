import { analyse } from "./analyse.ts";
import { compose } from "./compose.ts";
import type { AnyJobKind } from "./job_kind.ts";

/** Every kind of job this program can run. */
export const JOB_KINDS: readonly AnyJobKind[] = [analyse, compose];
