/** Why the server closed a socket, in the application's range of codes (RFC 6455 §7.4.2). */
export interface Close {
  readonly code: number;
  readonly reason: string;
  /** Whether the same client should come back and send again what was not acknowledged. */
  readonly retry: boolean;
}

export const CLOSE = {
  malformed: { code: 4400, reason: "malformed message", retry: false },
  unauthenticated: { code: 4401, reason: "sign in again", retry: false },
  forbidden: { code: 4403, reason: "no longer shared with you", retry: false },
  slowReader: { code: 4408, reason: "reading too slowly", retry: true },
  reopened: { code: 4410, reason: "the room was reopened", retry: true },
  tooLarge: { code: 4413, reason: "too large", retry: false },
  notSaved: { code: 4424, reason: "the edit could not be saved", retry: true },
  flood: { code: 4429, reason: "too many messages at once", retry: true },
  unavailable: { code: 4450, reason: "the room cannot be opened now", retry: true },
  leaving: { code: 4451, reason: "the server is restarting", retry: true },
} as const satisfies Readonly<Record<string, Close>>;
