import * as Y from "yjs";

/**
 * What undo must leave alone. Yjs takes back whatever this client inserted; two of these deletions would reach
 * somebody else's work, and both are refused.
 *
 * 1. An entry (a stroke, a track) that somebody else has changed since: it would go with their change.
 * 2. A value that won against somebody else's made at the same time: theirs is gone already, so that taking
 *    ours away would leave the field empty, which nobody wanted.
 *
 * @param item about to be deleted, after the old values of its step were put back.
 */
export function mayTakeBack(item: Y.Item, me: number): boolean {
  if (item.deleted) return true; // its old value has taken its place
  if (holdsOthers(item, me)) return false;
  if (item.parentSub === null || item.content instanceof Y.ContentType) return true;
  for (let before = item.left; before !== null; before = before.left) {
    if (before.id.client !== me) return false;
  }
  const container = item.parent instanceof Y.AbstractType ? item.parent._item : null;
  return container === null || container.id.client !== me || !holdsOthers(container, me);
}

/** Whether the shared type in `item` holds anything alive that neither its creator nor `me` wrote. */
export function holdsOthers(item: Y.Item, me: number): boolean {
  if (!(item.content instanceof Y.ContentType)) return false;
  const creator = item.id.client;
  return childrenOf(item.content.type).some((child) =>
    !child.deleted &&
    (child.id.client !== creator && child.id.client !== me || holdsOthers(child, me))
  );
}

function childrenOf(type: Y.AbstractType<unknown>): Y.Item[] {
  const children = [...type._map.values()];
  for (let item = type._start; item !== null; item = item.right) children.push(item);
  return children;
}
