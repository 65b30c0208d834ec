import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";

/** The browser's own database, as far as it keeps a document. */
export interface DeviceStore {
  /** Forgets the document on this device. */
  clear(): Promise<void>;
  close(): void;
}

/** Between a database that failed and the next attempt. */
const AGAIN_MS = 3000;

/**
 * Keeps a document in IndexedDB for as long as it is open here: what is there is merged in, and what comes
 * is written. A write that fails (no room), and a database that is closed or removed under it, begin anew
 * until the whole document is on the device again.
 * @param tell whether the device has all of it; the first time after what it had was read.
 * @returns null where there is no such database.
 */
export async function keepOnDevice(
  name: string,
  doc: Y.Doc,
  tell: (kept: boolean) => void,
): Promise<DeviceStore | null> {
  let store: IndexeddbPersistence | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const first = Promise.withResolvers<void>();

  const open = async () => {
    const mine = store = new IndexeddbPersistence(name, doc);
    const database = await mine._db;
    if (!database) return;
    const lost = Promise.withResolvers<void>();
    for (const event of ["abort", "close", "versionchange"]) {
      database.addEventListener(event, () => lost.resolve());
    }
    void lost.promise.then(() => {
      if (closed) return; // and so destroyed already, which it bears but once
      void mine.destroy();
      if (store !== mine) return;
      store = undefined;
      tell(false);
      again();
    });
    mine.whenSynced.then(() => written(database)).then(() => {
      if (store === mine) tell(true);
      first.resolve();
    }, () => lost.resolve());
    await Promise.race([first.promise, lost.promise]);
  };
  const again = () => {
    timer = setTimeout(() => void open().catch(again), AGAIN_MS);
  };

  try {
    await open();
  } catch {
    return null; // switched off, as in private windows of some browsers
  }
  const close = () => {
    closed = true;
    clearTimeout(timer);
    void store?.destroy();
  };
  return {
    async clear() {
      closed = true;
      clearTimeout(timer);
      await store?.clearData();
    },
    close,
  };
}

/** Transactions come one after the other: when this one is over, those before it are on the device. */
function written(database: IDBDatabase): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const last = database.transaction("updates", "readwrite");
  last.oncomplete = () => resolve();
  last.onabort = () => reject(last.error);
  last.objectStore("updates").count();
  return promise;
}
