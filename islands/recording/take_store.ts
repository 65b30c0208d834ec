/**
 * Takes that the server has not acknowledged, piece by piece on this device: what was sung survives a lost
 * network, a crashed tab and a closed lid.
 */
export interface KeptTake {
  readonly id: string;
  readonly userId: string;
  readonly projectId: string;
  readonly name: string;
  /** The track whose lanes it joins; null begins a new one. */
  readonly stack: string | null;
  readonly offsetSeconds: number;
  readonly startedAtMs: number;
  readonly format: TakeFormat;
  /** Whoever recorded it has ended it; else the tab went away in the middle, and what is there is the take. */
  readonly finished: boolean;
}

export type TakeFormat =
  /** Pieces are PCM; the header is written when the file is put together. */
  | { readonly kind: "wav"; readonly sampleRate: number; readonly channels: number }
  /** Pieces are the file itself: an upload, or what MediaRecorder wrote. */
  | { readonly kind: "file"; readonly type: string; readonly fileName: string };

export type Piece = Uint8Array<ArrayBuffer>;

export interface TakeStore {
  begin(take: KeptTake): Promise<void>;
  append(id: string, piece: Piece): Promise<void>;
  finish(id: string): Promise<void>;
  /** Oldest first. */
  list(): Promise<readonly KeptTake[]>;
  pieces(id: string): Promise<readonly Piece[]>;
  remove(id: string): Promise<void>;
}

/** Where IndexedDB is switched off, takes last as long as the page. */
export function createMemoryStore(): TakeStore {
  const takes = new Map<string, KeptTake>();
  const pieces = new Map<string, Piece[]>();
  return {
    begin: (take) => {
      takes.set(take.id, take);
      pieces.set(take.id, []);
      return Promise.resolve();
    },
    append: (id, piece) => {
      pieces.get(id)?.push(piece);
      return Promise.resolve();
    },
    finish: (id) => {
      const take = takes.get(id);
      if (take) takes.set(id, { ...take, finished: true });
      return Promise.resolve();
    },
    list: () => Promise.resolve([...takes.values()].sort((a, b) => a.startedAtMs - b.startedAtMs)),
    pieces: (id) => Promise.resolve([...pieces.get(id) ?? []]),
    remove: (id) => {
      takes.delete(id);
      pieces.delete(id);
      return Promise.resolve();
    },
  };
}
