import { createMemoryStore, type KeptTake, type Piece, type TakeStore } from "./take_store.ts";

const NAME = "sonic-alchemy-takes";
const TAKES = "takes";
const PIECES = "pieces";

/** The takes of this device in IndexedDB; in memory where that cannot be opened (some private windows). */
export async function openDeviceStore(): Promise<{ store: TakeStore; lasting: boolean }> {
  try {
    return { store: storeOn(await openDatabase()), lasting: true };
  } catch {
    return { store: createMemoryStore(), lasting: false };
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(TAKES, { keyPath: "id" });
    request.result.createObjectStore(PIECES, { autoIncrement: true }).createIndex("take", "take");
  };
  return asked(request);
}

interface StoredPiece {
  readonly take: string;
  readonly bytes: Piece;
}

function storeOn(database: IDBDatabase): TakeStore {
  const edit = async (names: string[], work: (transaction: IDBTransaction) => void) => {
    const transaction = database.transaction(names, "readwrite");
    work(transaction);
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("this device is full"));
    });
  };
  const read = <T>(name: string) =>
    database.transaction(name).objectStore(name) as T & IDBObjectStore;
  return {
    begin: (take) => edit([TAKES], (edits) => void edits.objectStore(TAKES).put(take)),
    append: (take, bytes) =>
      edit([PIECES], (edits) => void edits.objectStore(PIECES).add({ take, bytes })),
    finish: async (id) => {
      const take: KeptTake | undefined = await asked(read(TAKES).get(id));
      if (!take) return;
      await edit(
        [TAKES],
        (edits) => void edits.objectStore(TAKES).put({ ...take, finished: true }),
      );
    },
    list: async () => {
      const takes: KeptTake[] = await asked(read(TAKES).getAll());
      return takes.sort((a, b) => a.startedAtMs - b.startedAtMs);
    },
    pieces: async (id) => {
      const found: StoredPiece[] = await asked(read(PIECES).index("take").getAll(id));
      return found.map(({ bytes }) => bytes);
    },
    remove: (id) =>
      edit([TAKES, PIECES], (edits) => {
        edits.objectStore(TAKES).delete(id);
        const keys = edits.objectStore(PIECES).index("take").openKeyCursor(IDBKeyRange.only(id));
        keys.onsuccess = () => {
          if (!keys.result) return;
          edits.objectStore(PIECES).delete(keys.result.primaryKey);
          keys.result.continue();
        };
      }),
  };
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("this device keeps nothing"));
  });
}
