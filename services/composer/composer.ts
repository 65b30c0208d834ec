/** The composer: a mood becomes a score, a score becomes a performance or a MIDI file. */
export * from "./score.ts";
export { arranged, type ArrangementWish, type Decided } from "./arrangement.ts";
export { compose } from "./compose.ts";
export { perform } from "./perform.ts";
export { type MidiOptions, toMidi } from "./midi.ts";
export { type LeadMeasures, leadSimilarity } from "./lead_measures.ts";
export { measure, type Measures } from "./measure.ts";
export { keyName, parseKey, parseScale, scaleName } from "./keys.ts";
export { PRE_ROLL_SECONDS, secondsAt } from "./timeline.ts";
export { instrumentName } from "./instruments.ts";
export { cellsOfLetter, regenerate } from "./regenerate.ts";
export {
  describePlan,
  type MoodPoint,
  type PlanDescription,
  styleFor,
  suggest,
  type Suggestion,
} from "./suggest.ts";
