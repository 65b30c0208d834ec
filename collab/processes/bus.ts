/** What processes tell each other about a room, many times a second. */
export type BusMessage =
  /** A Yjs update that is in the log. */
  | { readonly kind: "update"; readonly bytes: Uint8Array }
  /** States of people who are connected to the sender, as y-protocols encodes them. */
  | { readonly kind: "presence"; readonly bytes: Uint8Array }
  /** Client ids of people who have left the sender. */
  | { readonly kind: "left"; readonly clients: readonly number[] }
  /** Asks everybody for presence. */
  | { readonly kind: "who" }
  /** A stateless message for the people in the room. */
  | { readonly kind: "tell"; readonly text: string };

export interface BusListener {
  heard(projectId: string, from: string, message: BusMessage): void;
  /** A process is there; each says so every few seconds. */
  alive(from: string): void;
  /** What was said meanwhile, if anything, was missed. */
  connected(): void;
}

/** Fast, and allowed to lose messages: what must not be lost is in the database. */
export interface Bus {
  listen(listener: BusListener): void;
  join(projectId: string): Promise<void>;
  leave(projectId: string): void;
  /** Resolves with whether it went out. Never rejects. */
  publish(projectId: string, message: BusMessage): Promise<boolean>;
  beat(): void;
  close(): Promise<void>;
}
