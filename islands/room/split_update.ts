import * as Y from "yjs";

/**
 * Cuts a Yjs update (format V1) into updates of at most `limitBytes` that together say the same. Applied in
 * order they never wait for one another: what a piece refers to is in it, in one before it, or was known
 * before. Deletions come last. Text and lists are cut inside; only a single value of a list or map that is
 * over the limit by itself makes a piece that is larger.
 */
export function splitUpdate(update: Uint8Array, limitBytes: number): Uint8Array[] {
  if (update.byteLength <= limitBytes) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  const pieces: Uint8Array[] = [];
  let piece = new Piece();
  for (const struct of causally(structs)) {
    for (const part of partsOf(struct, limitBytes - PIECE_BYTES)) {
      if (piece.byteLength + part.byteLength > limitBytes && !piece.isEmpty) {
        pieces.push(piece.encode());
        piece = new Piece();
      }
      piece.add(part);
    }
  }
  if (!piece.isEmpty) pieces.push(piece.encode());
  return [...pieces, ...deletionPieces(ds.clients, limitBytes)];
}

type Struct = Y.Item | Y.GC | Y.Skip;

/** A struct and what it takes, with room for naming its client. */
interface Part {
  readonly struct: Struct;
  readonly byteLength: number;
}

/** What is in a piece beside its structs: two counts. A client's or a range's numbers take less than 24. */
const PIECE_BYTES = 40;
const NUMBERS_BYTES = 24;

class Piece {
  readonly #runs = new Map<number, Struct[]>();
  byteLength = PIECE_BYTES;

  get isEmpty(): boolean {
    return this.#runs.size === 0;
  }

  add({ struct, byteLength }: Part): void {
    const run = this.#runs.get(struct.id.client);
    if (run) run.push(struct);
    // What was left out before the first struct needs no mention.
    else if (!(struct instanceof Y.Skip)) this.#runs.set(struct.id.client, [struct]);
    this.byteLength += byteLength;
  }

  encode(): Uint8Array {
    const encoder = new Y.UpdateEncoderV1();
    encoder.writeLen(this.#runs.size);
    for (const [client, run] of [...this.#runs].sort(([a], [b]) => b - a)) {
      encoder.writeLen(run.length);
      encoder.writeClient(client);
      encoder.writeLen(run[0]!.id.clock);
      for (const struct of run) struct.write(encoder, 0);
    }
    encoder.writeLen(0); // deletes nothing
    return encoder.toUint8Array();
  }
}

/** The same structs, each after those it refers to; those of one client stay in their order. */
function* causally(structs: readonly Struct[]): Generator<Struct> {
  const lines = new Map<number, { readonly structs: Struct[]; next: number; busy: boolean }>();
  for (const struct of structs) {
    const line = lines.get(struct.id.client);
    if (line) line.structs.push(struct);
    else lines.set(struct.id.client, { structs: [struct], next: 0, busy: false });
  }
  function* reach(client: number, clock: number): Generator<Struct> {
    const line = lines.get(client);
    if (!line || line.busy) return; // known before, or a circle that no honest editor makes
    line.busy = true;
    for (let struct; (struct = line.structs[line.next]) && struct.id.clock <= clock;) {
      for (const id of referencesOf(struct)) {
        if (id.client !== client) yield* reach(id.client, id.clock);
      }
      line.next++;
      yield struct;
    }
    line.busy = false;
  }
  for (const client of lines.keys()) yield* reach(client, Infinity);
}

function referencesOf(struct: Struct): readonly Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  return [struct.origin, struct.rightOrigin, struct.parent].filter((id) => id instanceof Y.ID);
}

function partsOf(struct: Struct, limitBytes: number): readonly Part[] {
  const encoder = new Y.UpdateEncoderV1();
  struct.write(encoder, 0);
  const byteLength = encoder.toUint8Array().byteLength + NUMBERS_BYTES;
  const halves = byteLength > limitBytes && struct instanceof Y.Item ? halvesOf(struct) : null;
  return halves?.flatMap((half) => partsOf(half, limitBytes)) ?? [{ struct, byteLength }];
}

/** The item as two, the way an edit in its middle would have left it; null where it is one value. */
function halvesOf(
  { id, origin, rightOrigin, parent, parentSub, content }: Y.Item,
): Y.Item[] | null {
  let at = content.getLength() >> 1;
  if (content instanceof Y.ContentString && isWithinCharacter(content.str, at)) at--;
  if (at < 1) return null;
  const rest = content.splice(at);
  const middle = Y.createID(id.client, id.clock + at);
  const before = Y.createID(id.client, id.clock + at - 1);
  return [
    new Y.Item(id, null, origin, null, rightOrigin, parent, parentSub, content),
    new Y.Item(middle, null, before, null, rightOrigin, parent, parentSub, rest),
  ];
}

function isWithinCharacter(text: string, at: number): boolean {
  const unit = text.charCodeAt(at - 1);
  return unit >= 0xd800 && unit <= 0xdbff;
}

type Deletions = ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;

function deletionPieces(deletions: Deletions, limitBytes: number): Uint8Array[] {
  const most = Math.max(1, Math.floor((limitBytes - PIECE_BYTES) / (2 * NUMBERS_BYTES)));
  const all = [...deletions].flatMap(([client, ranges]) =>
    ranges.map((range) => ({ client, ...range }))
  );
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < all.length; from += most) {
    const byClient = Map.groupBy(all.slice(from, from + most), ({ client }) => client);
    const encoder = new Y.UpdateEncoderV1();
    encoder.writeLen(0); // adds nothing
    encoder.writeLen(byClient.size);
    for (const [client, ranges] of byClient) {
      encoder.writeClient(client);
      encoder.writeLen(ranges.length);
      for (const { clock, len } of ranges) {
        encoder.writeLen(clock);
        encoder.writeLen(len);
      }
    }
    pieces.push(encoder.toUint8Array());
  }
  return pieces;
}
