/** The protocol of rooms by hand: a client that costs nothing but what it sends and receives. */
export const KIND = { sync: 0, auth: 2, syncReply: 4, acknowledgement: 8 } as const;

export interface Place {
  readonly socket: WebSocket;
  /** The room's name, as every message begins with it. */
  readonly name: Uint8Array;
}

const encoder = new TextEncoder();

/**
 * Resolves when the socket is in the room and has what the room holds.
 * @param hear is given what comes later, a whole message at a time.
 * @throws Error when the socket is closed first.
 */
export function enter(
  url: string,
  room: string,
  token: string,
  hear: (message: Uint8Array) => void,
): Promise<Place> {
  const socket = new WebSocket(url);
  const name = encoder.encode(room);
  socket.binaryType = "arraybuffer";
  return new Promise((resolve, reject) => {
    socket.onopen = () => {
      socket.send(message(name, KIND.auth, [0, ...bytes(encoder.encode(token))]));
      socket.send(message(name, KIND.sync, [0, ...bytes(Uint8Array.of(0))]));
    };
    socket.onclose = ({ code, reason }) => {
      reject(new Error(`a socket was closed: ${code} ${reason}`));
    };
    socket.onmessage = ({ data }) => {
      const heard = new Uint8Array(data);
      const isWhole = heard[1 + name.length] === KIND.sync && heard[2 + name.length] === 1;
      if (isWhole) resolve({ socket, name });
      else hear(heard);
    };
  });
}

/** `work` on every item, so many at a time. */
export async function paced<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const left = items.entries();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const [index, item] of left) await work(item, index);
  }));
}

export function updateMessage(name: Uint8Array, update: Uint8Array): Uint8Array<ArrayBuffer> {
  return message(name, KIND.sync, [2, ...bytes(update)]);
}

function message(
  name: Uint8Array,
  kind: number,
  rest: readonly number[],
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...bytes(name), kind, ...rest]);
}

function bytes(value: Uint8Array): number[] {
  const length: number[] = [];
  let left = value.length;
  for (; left > 127; left >>= 7) length.push(128 | (left & 127));
  return [...length, left, ...value];
}
