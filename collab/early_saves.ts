/**
 * Updates of one connection whose saving began as they arrived. The protocol handles the messages of a
 * connection one after the other, each with its commit; begun early, those that queue behind a slow
 * commit share the next one.
 */
export class EarlySaves {
  readonly #begun = new Map<ArrayBufferLike, EarlySave>();

  begin(update: Uint8Array, saved: Promise<void>): void {
    saved.catch(() => {}); // whoever handles the message hears of it
    this.#begun.set(update.buffer, { update, saved });
  }

  /** The saving of an update that is handled now. @param update in the message it came in. */
  take(update: Uint8Array): Promise<void> | undefined {
    const begun = this.#begun.get(update.buffer);
    this.#begun.delete(update.buffer);
    return begun?.saved;
  }

  /** What the protocol has not handled yet. */
  rest(): readonly EarlySave[] {
    return [...this.#begun.values()];
  }
}

export interface EarlySave {
  readonly update: Uint8Array;
  readonly saved: Promise<void>;
}
