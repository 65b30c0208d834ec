/** What one room, one socket and one document may cost. */
export interface RoomLimits {
  /** One message from a client. */
  readonly frameBytes: number;
  /** One document, encoded. */
  readonly documentBytes: number;
  /** One person's presence, as JSON. */
  readonly presenceBytes: number;
  /** Presence messages of one socket in a second; of more, the newest is told when there is time. */
  readonly presencePerSecond: number;
  /** What may wait in one socket to be read by its client. */
  readonly outboundBytes: number;
  /** What may wait of one socket to be handled by us. */
  readonly inboundBytes: number;
  /** What may wait, of all rooms together, to be committed. */
  readonly unsavedBytes: number;
  /** An update that is not committed by then is not acknowledged. */
  readonly saveTimeoutMs: number;
  /** How long updates gather for one commit when many arrive. */
  readonly gatherMs: number;
  /** From opening a socket to being in a room. */
  readonly arrivalMs: number;
  /** Rows and bytes of log that make a snapshot worth while: with the room open, and as it closes. */
  readonly compactRows: number;
  readonly compactBytes: number;
  readonly compactRowsOnClose: number;
  /** An open room's log is folded when nothing has come for so long, or it is four times as large. */
  readonly compactQuietMs: number;
  /** How long a change waits to reach the lists and the search. */
  readonly projectionDelayMs: number;
  /** A version is taken when, after changes, nothing has changed for so long. */
  readonly versionIdleMs: number;
  /** And when things have been changing for so long without a pause. */
  readonly versionOngoingMs: number;
  /** How often what people do is written down, and whether a version is due is asked. */
  readonly activityMs: number;
  /** How long a stopping server waits for what is under way: all of it has ten seconds. */
  readonly drainMs: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: RoomLimits = {
  frameBytes: MIB,
  documentBytes: 20 * MIB,
  presenceBytes: 2048,
  presencePerSecond: 30,
  outboundBytes: 8 * MIB,
  inboundBytes: 8 * MIB,
  unsavedBytes: 64 * MIB,
  saveTimeoutMs: 10_000,
  gatherMs: 8,
  arrivalMs: 15_000,
  compactRows: 10_000,
  compactBytes: 4 * MIB,
  compactRowsOnClose: 50,
  compactQuietMs: 2000,
  projectionDelayMs: 1000,
  versionIdleMs: 3 * 60_000,
  versionOngoingMs: 15 * 60_000,
  activityMs: 5000,
  drainMs: 7000,
};
