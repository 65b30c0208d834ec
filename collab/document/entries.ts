import * as Y from "yjs";
import { isOrderKey } from "./order.ts";

/** What the writers of every root share. */

export function entryOf(map: Y.Map<Y.Map<unknown>>, id: string): Y.Map<unknown> | undefined {
  const found = map.get(id);
  return found instanceof Y.Map ? found : undefined;
}

/** Sets what differs: writing the same value again would be history for nothing. */
export function assign(map: Y.Map<unknown>, patch: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(patch)) {
    if (value !== undefined && map.get(name) !== value) map.set(name, value);
  }
}

/** The greatest order key of a root, or of those of its entries that lie on one canvas. */
export function lastOrder(map: Y.Map<Y.Map<unknown>>, canvas?: string): string | null {
  let last: string | null = null;
  for (const item of map.values()) {
    if (!(item instanceof Y.Map)) continue;
    if (canvas !== undefined && item.get("canvas") !== canvas) continue;
    const order = item.get("order");
    if (isOrderKey(order) && (last === null || order > last)) last = order;
  }
  return last;
}
