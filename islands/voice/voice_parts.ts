/** What of the voice the studio fetches when it is first needed: one file, so that little is split. */
export { runMetronome } from "../recording/metronome.ts";
export { voiceOf } from "./voice.ts";
export { VoiceDesk } from "./voice_desk.tsx";
export { VoiceSide } from "./voice_side.tsx";
