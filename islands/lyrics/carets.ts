import { EditorSelection, type Extension, StateEffect, StateField } from "@codemirror/state";
import { EditorView, layer, type LayerMarker, RectangleMarker } from "@codemirror/view";
import * as Y from "yjs";
import type { Caret, PresenceUser } from "../../collab/document/presence.ts";

/** Where somebody writes, in characters of the text as it is here. */
export interface RemoteCaret {
  readonly user: PresenceUser;
  readonly anchor: number;
  readonly head: number;
}

export const showCarets = StateEffect.define<readonly RemoteCaret[]>();

/**
 * Others' carets and selections, drawn in layers over and under the text: widgets inside it would trip input
 * methods and arrow keys.
 */
export function remoteCarets(): Extension {
  return [
    carets,
    layer({
      above: true,
      class: "lyric-carets",
      update: (update) =>
        update.docChanged || update.viewportChanged || update.geometryChanged || hasNews(update),
      markers: (view) =>
        view.state.field(carets).flatMap(({ user, head }) =>
          RectangleMarker.forRange(view, "", EditorSelection.cursor(within(view, head)))
            .map((spot) => new CaretMarker(spot, user))
        ),
    }),
    layer({
      above: false,
      class: "lyric-selections",
      update: (update) =>
        update.docChanged || update.viewportChanged || update.geometryChanged || hasNews(update),
      markers: (view) =>
        view.state.field(carets).flatMap(({ user, anchor, head }) =>
          anchor === head ? [] : RectangleMarker.forRange(
            view,
            `lyric-chosen c-${user.color}`,
            EditorSelection.range(within(view, anchor), within(view, head)),
          )
        ),
    }),
  ];
}

/** A caret as it travels: it keeps its place whatever is written around it. */
export function caretOf(text: Y.Text, anchor: number, head: number): Caret {
  const pack = (index: number) => {
    const position = Y.createRelativePositionFromTypeIndex(text, index, -1);
    return btoa(String.fromCharCode(...Y.encodeRelativePosition(position)));
  };
  return { anchor: pack(anchor), head: pack(head) };
}

/** Where that is now; null when it cannot be read, or is in no text of ours. */
export function placeOf(text: Y.Text, caret: Caret): { anchor: number; head: number } | null {
  const unpack = (packed: string) => {
    const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
    const position = Y.decodeRelativePosition(bytes);
    const place = Y.createAbsolutePositionFromRelativePosition(position, text.doc!);
    return place?.type === text ? place.index : null;
  };
  try {
    const [anchor, head] = [unpack(caret.anchor), unpack(caret.head)];
    return anchor === null || head === null ? null : { anchor, head };
  } catch {
    return null; // anybody can send anything
  }
}

export const carets = StateField.define<readonly RemoteCaret[]>({
  create: () => [],
  update(list, transaction) {
    for (const effect of transaction.effects) if (effect.is(showCarets)) return effect.value;
    if (!transaction.docChanged) return list;
    return list.map(({ user, anchor, head }) => ({
      user,
      anchor: transaction.changes.mapPos(anchor, 1),
      head: transaction.changes.mapPos(head, 1),
    }));
  },
});

function hasNews(
  update: {
    readonly transactions: readonly { readonly effects: readonly StateEffect<unknown>[] }[];
  },
): boolean {
  return update.transactions.some(({ effects }) => effects.some((effect) => effect.is(showCarets)));
}

function within(view: EditorView, position: number): number {
  return Math.min(view.state.doc.length, Math.max(0, position));
}

class CaretMarker implements LayerMarker {
  constructor(readonly spot: RectangleMarker, readonly user: PresenceUser) {}

  eq(other: LayerMarker): boolean {
    return other instanceof CaretMarker && other.spot.eq(this.spot) &&
      other.user.id === this.user.id && other.user.color === this.user.color;
  }

  draw(): HTMLElement {
    const caret = document.createElement("div");
    caret.className = `lyric-caret c-${this.user.color}`;
    const name = document.createElement("b");
    name.textContent = this.user.name.split(" ")[0]!;
    caret.append(name);
    this.place(caret);
    return caret;
  }

  update(caret: HTMLElement, before: LayerMarker): boolean {
    if (!(before instanceof CaretMarker) || before.user.id !== this.user.id) return false;
    this.place(caret);
    return true;
  }

  private place(caret: HTMLElement): void {
    const { left, top, height } = this.spot;
    caret.style.left = `${left}px`;
    caret.style.top = `${top}px`;
    caret.style.height = `${height}px`;
  }
}
