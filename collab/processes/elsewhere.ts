/** Origin of what other processes did: it is in the log already, and theirs to tell. */
export const ELSEWHERE = Object.freeze({ source: "local" as const, skipStoreHooks: true });
