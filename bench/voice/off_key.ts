import { melody } from "../../services/voice/singer/melody.ts";
import { sing } from "../../services/voice/singer/sing.ts";
import { lengthOf, type Take } from "../../services/voice/take.ts";

export const KEY = { key: "C", scale: "major" } as const;

/** A minute of a tenor who is off by up to 45 cents on every note. */
export function offKeyMinute(): Take {
  const notes = melody({ voice: "tenor", seconds: 59, seed: 1, offKeyCents: 45, offGridMs: 60 });
  const { take } = sing(notes, { tailSeconds: 60 - notes.at(-1)!.endSeconds });
  if (Math.round(lengthOf(take) / take.sampleRate) !== 60) throw new Error("not a minute");
  return take;
}
