declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]?: Name };

export type UserId = Branded<"user">;
export type ProjectId = Branded<"project">;
export type CanvasId = Branded<"canvas">;
export type JobId = Branded<"job">;
export type AssetId = Branded<"asset">;

/** A version 7 UUID (RFC 9562 §5.7): its first 48 bits are the time, so keys sort by creation. */
export function uuidv7(nowMs: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 5, time = nowMs; i >= 0; i--, time = Math.floor(time / 256)) bytes[i] = time % 256;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((id, at) => `${id.slice(0, at)}-${id.slice(at)}`, hex);
}

/** True for any UUID in canonical form; ids from outside are checked before they reach SQL. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
