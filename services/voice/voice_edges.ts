import type { VoiceEnvelope } from "./voice_envelope.ts";

/** How far from the tracker's own bounds the voice may truly begin and end: half its window. */
const REACH_SECONDS = 0.05;
/** Below the level nearby. A voice that dies away in a room is over sooner than it is silent. */
const BEGINNING_DB = 20;
const END_DB = 14;
const OVER_FLOOR_DB = 6;
const LEVEL_SECONDS = 0.1;

/** When the voice that the tracker hears from `seconds` on really begins. */
export function beginningNear(envelope: VoiceEnvelope, seconds: number): number {
  return edgeNear(envelope, seconds, 1, BEGINNING_DB);
}

/** When the voice that the tracker hears until `seconds` really ends. */
export function endNear(envelope: VoiceEnvelope, seconds: number): number {
  return edgeNear(envelope, seconds, -1, END_DB);
}

/** Walks from inside the voice outwards until it has faded. */
function edgeNear(
  { levelDb, hopSeconds, floorDb }: VoiceEnvelope,
  seconds: number,
  inwards: 1 | -1,
  depthDb: number,
): number {
  const at = Math.round(seconds / hopSeconds);
  const reach = Math.round(REACH_SECONDS / hopSeconds);
  let loudest = -Infinity;
  for (let k = 0; k * hopSeconds < LEVEL_SECONDS; k++) {
    loudest = Math.max(loudest, levelDb[at + inwards * k] ?? -Infinity);
  }
  const edge = Math.max(loudest - depthDb, floorDb + OVER_FLOOR_DB);
  let point = at + inwards * reach;
  while ((levelDb[point] ?? -Infinity) < edge && point !== at) point -= inwards;
  while (point !== at - inwards * reach && (levelDb[point - inwards] ?? -Infinity) >= edge) {
    point -= inwards;
  }
  return Math.min(levelDb.length - 1, Math.max(0, point)) * hopSeconds;
}
