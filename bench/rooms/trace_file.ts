import * as Y from "yjs";

/** The typing of a paper, letter by letter: crdt-benchmarks B4, as `editing-traces` has it. */
export interface Trace {
  readonly startContent: string;
  readonly endContent: string;
  readonly txns: readonly { readonly patches: readonly Patch[] }[];
}

type Patch = readonly [position: number, deleted: number, inserted: string];

const FILE = new URL("../../../shared/data/automerge-paper.json.gz", import.meta.url);

/** @returns undefined where the file is absent. */
export async function readTrace(): Promise<Trace | undefined> {
  try {
    using file = await Deno.open(FILE);
    return await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).json();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

export const WITHOUT_TRACE =
  `skipped: ${FILE.pathname} is absent (josephg/editing-traces, sequential_traces/automerge-paper)`;

/** Makes one transaction of the trace one of the document. Positions of the trace are all of one unit. */
export function replay(text: Y.Text, { patches }: Trace["txns"][number]): void {
  text.doc!.transact(() => {
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) text.delete(position, deleted);
      if (inserted.length > 0) text.insert(position, inserted);
    }
  });
}
