import * as Y from "yjs";

/**
 * A document of many texts, each with the whole history of the one text in `update`, by a person of its
 * own: what it would be if as many people had each typed it, without typing it.
 *
 * @param update format V1, of one client.
 */
export function copiesOf(update: Uint8Array, count: number): Uint8Array {
  const copies = Array.from({ length: count }, (_, i) => copyOf(update, i + 1, `paper ${i + 1}`));
  return Y.mergeUpdates(copies);
}

function copyOf(update: Uint8Array, client: number, root: string): Uint8Array {
  const { structs, ds } = Y.decodeUpdate(update);
  const encoder = new Y.UpdateEncoderV1();
  const theirs = (id: Y.ID | null) => id && new Y.ID(client, id.clock);
  encoder.writeLen(1); // clients
  encoder.writeLen(structs.length);
  encoder.writeClient(client);
  encoder.writeLen(0); // the first clock
  for (const struct of structs) {
    struct.id = new Y.ID(client, struct.id.clock);
    if (struct instanceof Y.Item) {
      struct.origin = theirs(struct.origin);
      struct.rightOrigin = theirs(struct.rightOrigin);
      if (typeof struct.parent === "string") (struct as { parent: unknown }).parent = root;
    }
    struct.write(encoder, 0);
  }
  encoder.writeLen(1);
  const ranges = [...ds.clients.values()][0] ?? [];
  encoder.resetDsCurVal();
  encoder.writeLen(client);
  encoder.writeLen(ranges.length);
  for (const { clock, len } of ranges) {
    encoder.writeDsClock(clock);
    encoder.writeDsLen(len);
  }
  return encoder.toUint8Array();
}
