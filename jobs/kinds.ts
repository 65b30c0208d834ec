import { analyse } from "./analyse.ts";
import { compose } from "./compose.ts";
import { exportSong } from "./export.ts";
import { generateLyrics } from "./generate_lyrics.ts";
import { harmoniseVoice } from "./harmonise_voice.ts";
import type { AnyJobKind } from "./job_kind.ts";
import { matchLyrics } from "./match_lyrics.ts";
import { processVoice } from "./process_voice.ts";
import { styleVoice } from "./style_voice.ts";
import { transcribe } from "./transcribe.ts";

/** Every kind of job this program can run. */
export const JOB_KINDS: readonly AnyJobKind[] = [
  analyse,
  compose,
  processVoice,
  styleVoice,
  harmoniseVoice,
  generateLyrics,
  matchLyrics,
  exportSong,
  transcribe,
];
